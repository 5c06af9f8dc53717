// The address keeps what is looked at: view, chosen parcel and layers; whoever opens it sees the same. On a page
// that unpacks its parcels as they are needed, the parcel is not kept.
((page) => {
  const { address } = landwatch;
  const { map } = page;
  const layers = [...document.querySelectorAll("[data-layer]")].map((box) => box.dataset.layer);
  let chosen = null;
  let reading = false;

  function write() {
    if (reading) return;
    const { lat, lng } = map.getCenter();
    const off = layers.filter((layer) => !page.isOn(layer));
    const kept = { at: [lat.toFixed(6), lng.toFixed(6), map.getZoom()].join(",") };
    if (chosen && page.places) kept.parcel = chosen.parcel.no;
    if (off.length) kept.off = off.join(",");
    if (page.alone()) kept.only = page.alone();
    address.write(kept);
  }

  function view(text) {
    const [lat, lng, zoom] = text.split(",").map(Number);
    if ([lat, lng, zoom].every(Number.isFinite)) map.setView([lat, lng], zoom, { animate: false });
  }

  // What an address says that this page does not have is passed over: the rest is shown.
  function read() {
    const said = address.read();
    reading = true;
    const off = new Set((said.get("off") || "").split(","));
    const only = said.get("only");
    page.setOn(Object.fromEntries(layers.map((layer) => [layer, !off.has(layer)])));
    page.showOnly(layers.includes(only) ? only : null);
    const place = page.placeOf(said.get("parcel"));
    if (place && place.layer) page.choose(place);
    if (said.has("at")) view(said.get("at"));
    reading = false;
  }

  map.on("chosen", ({ place }) => {
    chosen = place;
    write();
  });
  map.on("unchosen", () => {
    chosen = null;
    write();
  });
  map.on("moveend layers", write);
  window.addEventListener("hashchange", read);
  if (["at", "parcel", "off", "only"].some((name) => address.read().has(name))) read();
})(landwatch.page);
