// Revitalised land: a dotted line on the parcels of the years that are switched on; in an earlier month only what
// had been booked by its end.
((page) => {
  const { style } = landwatch.data;
  const { map } = page;
  map.createPane("revitalised").style.zIndex = 425;
  map.getPane("revitalised").style.pointerEvents = "none";
  const look = {
    ...landwatch.stroke(style.revitalised),
    fill: false,
    lineCap: "round",
    interactive: false,
    renderer: L.svg({ pane: "revitalised", padding: 0.3 }),
    pane: "revitalised",
  };
  const marked = page.places
    .filter((place) => place.layer && place.parcel.revitalised.length)
    .map((place) => ({ place, line: L.polygon(place.layer.getLatLngs(), look).addTo(map) }));
  let upTo = null;

  function show() {
    for (const { place, line } of marked) {
      const counts = ([layer, since]) => page.isOn(layer) && (!upTo || since <= upTo);
      line.getElement().style.display = page.isShown(place) && place.parcel.revitalised.some(counts) ? "" : "none";
    }
  }

  map.on("layers restyled", show);
  const months = document.querySelector(".timeline");
  if (months) {
    months.addEventListener("month", ({ detail: { place } }) => {
      upTo = landwatch.data.timeline.days[place];
      show();
    });
  }
})(landwatch.page);
