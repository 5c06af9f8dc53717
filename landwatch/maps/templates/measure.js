// Measuring on the map: a click sets a point (the space bar one in the middle of the map), Backspace takes the last
// one back, Enter or a double click ends, Escape clears. While it is on, page.picking is set: clicks are not choices.
((page) => {
  const { element, plane } = landwatch;
  const { words } = landwatch.data;
  const { map } = page;
  map.createPane("measure").style.zIndex = 450;
  map.getPane("measure").style.pointerEvents = "none";
  const renderer = L.svg({ pane: "measure", padding: 0.3 });
  const look = { color: "#d6006c", weight: 2.5, interactive: false, renderer, pane: "measure" };
  const told = element("p", { class: "measured", role: "status" });
  told.hidden = true;
  let kind = null;
  let ended = false;
  let points = [];
  let drawn = [];

  const metres = (value) => value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  function sentence(places) {
    if (places.length < (kind === "area" ? 3 : 2)) return words[kind === "area" ? "areaHint" : "lengthHint"];
    const size = plane.area(places);
    const [text, sums] =
      kind === "area"
        ? [words.areaTold, { area: metres(size), mu: metres((size * 3) / 2000), length: metres(plane.length([...places, places[0]])) }]
        : [words.lengthTold, { length: metres(plane.length(places)) }];
    return Object.entries(sums).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
  }

  function draw(pointer) {
    for (const layer of drawn) layer.remove();
    const places = pointer && !ended ? [...points, pointer] : points;
    const shape = kind === "area" && places.length > 2 ? L.polygon(places, { ...look, fillOpacity: 0.15 }) : L.polyline(places, look);
    drawn = [shape, ...points.map((point) => L.circleMarker(point, { ...look, radius: 3, fillOpacity: 1 }))];
    for (const layer of drawn) layer.addTo(map);
    told.textContent = sentence(places);
  }

  function add(place) {
    if (ended) [points, ended] = [[], false];
    points.push(place);
    draw();
  }

  function end() {
    ended = true;
    draw();
  }

  function start(next) {
    [kind, points, ended] = [next, [], false];
    page.picking = Boolean(kind);
    map.getContainer().classList.toggle("measuring", page.picking);
    map.doubleClickZoom[kind ? "disable" : "enable"]();
    told.hidden = !kind;
    for (const [name, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(name === kind));
    if (!kind) {
      for (const layer of drawn) layer.remove();
      return;
    }
    map.closePopup();
    draw();
    map.getContainer().focus({ preventScroll: true });
  }

  function button(name, sign, title) {
    const made = element("button", { type: "button", title, "aria-label": title, "aria-pressed": "false" }, sign);
    made.addEventListener("click", () => start(kind === name ? null : name));
    return made;
  }

  const buttons = { length: button("length", "↔", words.measureLength), area: button("area", "▱", words.measureArea) };
  landwatch.control("topright", element("div", { class: "leaflet-bar home tools" }, buttons.length, buttons.area)).addTo(map);
  map.getContainer().parentElement.append(told);

  map.on("click", ({ latlng }) => kind && add(latlng));
  map.on("mousemove", ({ latlng }) => kind && !ended && points.length && draw(latlng));
  map.on("dblclick", () => {
    if (!kind) return;
    points.pop();
    end();
  });
  const keys = {
    " ": () => add(map.getCenter()),
    Backspace: () => {
      points.pop();
      draw();
    },
    Enter: end,
    Escape: () => start(null),
  };
  map.getContainer().addEventListener("keydown", (event) => {
    if (!kind || event.target !== map.getContainer() || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})(landwatch.page);
