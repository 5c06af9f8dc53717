// The page of an import: boundaries with faults, each fault marked and numbered at its place, and a list beside.
((map) => {
  const { data, element } = landwatch;
  const colours = { error: "#b3261e", warning: "#9a6200" };
  const popup = L.popup({ maxWidth: 340, minWidth: 240, autoPanPadding: [12, 12] });

  function draw(part, look) {
    if (part.type === "Point") {
      const [lon, lat] = part.coordinates;
      return L.circleMarker([lat, lon], { ...look, radius: 7 });
    }
    return L.polygon(L.GeoJSON.coordsToLatLngs(part.coordinates, 1), look);
  }

  for (const part of data.district) draw(part, { color: "#56616a", weight: 1.5, dashArray: "8 6", fill: false, interactive: false }).addTo(map);
  for (const part of data.neighbours) draw(part, { color: "#8a949c", weight: 1, fillColor: "#c9ced3", fillOpacity: 0.35, interactive: false }).addTo(map);

  function card(fault) {
    return element(
      "div",
      { class: "card fault-card", tabindex: "0" },
      element("h2", {}, `${fault.number} · ${fault.title}`),
      element("p", {}, fault.record),
      element("p", {}, fault.message),
      element("p", { class: "advice" }, fault.advice),
      element("p", { class: "source" }, fault.source)
    );
  }

  const faults = new Map(data.faults.map((fault) => [fault.number, fault]));
  const open = (fault) => popup.setContent(card(fault)).setLatLng(fault.at).openOn(map);
  for (const fault of data.faults) {
    const colour = colours[fault.severity];
    for (const part of fault.boundary) {
      draw(part, { color: colour, weight: 2.5, fillColor: colour, fillOpacity: 0.12 })
        .on("click", () => open(fault))
        .addTo(map);
    }
    for (const part of fault.mark) {
      draw(part, { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.75, className: "fault-mark" })
        .on("click", () => open(fault))
        .addTo(map);
    }
    L.marker(fault.at, {
      icon: L.divIcon({ className: `fault-number ${fault.severity}`, html: String(fault.number), iconSize: [26, 26], iconAnchor: [-4, 30] }),
      title: fault.title,
      alt: fault.title,
      riseOnHover: true,
    })
      .on("click", () => open(fault))
      .addTo(map);
  }

  document.querySelectorAll("[data-fault]").forEach((button) =>
    button.addEventListener("click", () => {
      const fault = faults.get(Number(button.dataset.fault));
      map.fitBounds(fault.bounds, { padding: [60, 60], maxZoom: 18, animate: false });
      open(fault);
    })
  );
  landwatch.furnish(map, { top: 40 });
})(map_landwatch);
