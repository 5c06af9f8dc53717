// The page of the zone: one outline a cluster, filled by its commencement default rate, and where to go next.
((map) => {
  const { data, element } = landwatch;
  const { words } = data;
  const popup = L.popup({ maxWidth: 300, minWidth: 220, autoPanPadding: [12, 12] });

  function card(cluster) {
    return element(
      "div",
      { class: "card cluster-card", tabindex: "0" },
      element("h2", {}, cluster.name),
      element("p", {}, cluster.operator),
      element(
        "table",
        { class: "facts" },
        ...cluster.facts.map(([label, value]) =>
          element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, value))
        )
      ),
      cluster.page ? element("a", { href: cluster.page }, words.open) : null
    );
  }

  const outlines = L.featureGroup();
  const outlineOf = new Map();
  for (const cluster of data.clusters) {
    const rings = L.GeoJSON.coordsToLatLngs(cluster.shape.coordinates, cluster.shape.type === "MultiPolygon" ? 2 : 1);
    const layer = L.polygon(rings, { ...landwatch.stroke(cluster.look), fillColor: cluster.look.fill, fillOpacity: 0.9 });
    layer.cluster = cluster;
    outlineOf.set(cluster, layer);
    outlines.addLayer(layer);
  }
  const open = (cluster, at) => popup.setContent(card(cluster)).setLatLng(at).openOn(map);
  outlines.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    open(event.layer.cluster, event.latlng);
  });

  landwatch.furnish(map, { top: document.getElementById("search") ? 60 : 20 });
  outlines.addTo(map);
  const named = data.clusters.map((cluster) => ({
    texts: [`${cluster.name} ${cluster.rate}`],
    at: L.latLng(cluster.at),
    bounds: outlineOf.get(cluster).getBounds(),
    className: "cluster-label",
    font: "600 13px sans-serif",
    height: 18,
    beside: true,
    shown: () => true,
  }));
  const labels = landwatch.keepLabelsApart(map, named);

  // Another month: fill and label of each cluster, and the columns of the table that belong to a day.
  const bar = document.querySelector(".timeline");
  if (!bar) return;
  const rows = [...document.querySelectorAll("tr[data-cluster]"), document.querySelector(".clusters tfoot tr")];
  bar.addEventListener("month", ({ detail: { place } }) => {
    const month = data.timeline.months[place];
    data.clusters.forEach((cluster, number) => {
      const { fill, rate } = month.outlines[number];
      outlineOf.get(cluster).setStyle({ fillColor: fill });
      Object.assign(named[number], { texts: [`${cluster.name} ${rate}`], sizes: null });
    });
    labels.place();
    map.closePopup();
    rows.forEach((row, number) => {
      month.cells[number].forEach(([first, ...others], column) => {
        row.cells[column + 1].replaceChildren(first, ...others.map((line) => element("small", {}, line)));
      });
    });
  });
})(map_landwatch);
