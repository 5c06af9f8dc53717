// Two days: one map of what differs, or both days side by side, whose views move together; and the list.
((main) => {
  const { data, element } = landwatch;
  const { words, style } = data;
  const boxes = [...document.querySelectorAll("[data-change]")];
  const isOn = (change) => boxes.find((box) => box.dataset.change === change).checked;
  const latLngs = ({ coordinates, type }) => L.GeoJSON.coordsToLatLngs(coordinates, type === "MultiPolygon" ? 2 : 1);
  const outlines = data.shapes.map(({ shape, at }) => ({ rings: latLngs(shape), at: L.latLng(at) }));
  const holders = new Map();
  for (const contract of data.contracts) {
    for (const no of contract.parcels) holders.set(no, [...(holders.get(no) || []), contract]);
  }

  function told(contract) {
    const line = (day, [state, reason]) => [
      element("dt", {}, day),
      element("dd", {}, element("strong", {}, state), reason ? element("span", {}, reason) : null),
    ];
    return element("dl", { class: "told" }, ...line(words.before, contract.before), ...line(words.after, contract.after));
  }

  function badge({ change }) {
    const name = document.querySelector(`[data-row="${change}"] label span`).textContent;
    const node = element("span", { class: "badge" }, name);
    node.style.borderLeftColor = style.changes[change].fill;
    return node;
  }

  // ---- maps -------------------------------------------------------------------------------------

  const popup = L.popup({ minWidth: 240, maxWidth: 360, maxHeight: 420, className: "parcel-popup", autoPanPadding: [12, 12] });

  function card(no) {
    const under = (holders.get(no) || []).map((contract) =>
      element(
        "article",
        { class: "contract" },
        element("h3", {}, contract.holder),
        element("p", { class: "badges" }, badge(contract)),
        element("p", {}, `${words.contract} ${contract.no} · ${contract.mu} ${words.mu}`),
        told(contract)
      )
    );
    return element(
      "div",
      { class: "card", tabindex: "0", role: "group", "aria-label": words.parcel + no },
      element("h2", {}, words.parcel + no),
      ...(under.length ? under : [element("p", {}, words.none)])
    );
  }

  function open(map, no, at) {
    popup.setContent(card(no)).setLatLng(at).openOn(map);
  }

  // The look of a state or change; a parcel without one is outlined, and can still be asked.
  function drawnAs(name, looks) {
    const look = name ? looks[name] : style.no_change;
    const fillColor = look.pattern ? `url(#state-${name})` : look.fill || "#fff";
    return { ...landwatch.stroke(look), fill: true, fillColor, fillOpacity: name ? 1 : 0 };
  }

  // Draws one day, or the difference; gives the parcels drawn: {parcel, layer, at}.
  function draw(map, parcels, lookOf, markOf) {
    const pane = (name, zIndex) => {
      map.createPane(name).style.zIndex = zIndex;
      return L.svg({ pane: name, padding: 0.3 });
    };
    const [ground, marks] = [pane("ground", 410), pane("marks", 430)];
    map.getPane("marks").style.pointerEvents = "none";
    const border = { ...landwatch.stroke(style.boundary), fill: false, interactive: false };
    for (const { shape } of data.boundaries) L.polygon(latLngs(shape), border).addTo(map);
    const spots = parcels.map((parcel) => {
      const { rings, at } = outlines[parcel.shape];
      const layer = L.polygon(rings, { ...lookOf(parcel), renderer: ground, pane: "ground" }).addTo(map);
      layer.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        open(map, parcel.no, at);
      });
      const mark = markOf(parcel);
      if (mark) L.polygon(rings, { ...mark, interactive: false, renderer: marks, pane: "marks" }).addTo(map);
      return { parcel, layer, at };
    });
    landwatch.keepLabelsApart(
      map,
      [...spots].reverse().map((spot) => ({
        texts: data.labels[spot.parcel.no],
        at: spot.at,
        bounds: spot.layer.getBounds(),
        className: "parcel-label",
        font: "600 12px sans-serif",
        height: 16,
        beside: false,
        shown: () => true,
      }))
    );
    return spots;
  }

  function idleMark({ idle }) {
    const look = idle && style.idle[idle];
    if (!look) return null;
    return look.hatch
      ? { stroke: false, fill: true, fillColor: `url(#hatch-${idle})`, fillOpacity: 1 }
      : { fill: false, color: look.outline, weight: look.width };
  }

  const changeLook = ({ change }) => drawnAs(change && isOn(change) ? change : null, style.changes);

  // What matters most is drawn last, so that its outline lies on top.
  const order = Object.keys(style.changes);
  const rank = ({ change }) => (change ? order.indexOf(change) : order.length);
  const byChange = [...data.after].sort((one, other) => rank(other) - rank(one));
  landwatch.furnish(main, { top: 14 });
  const difference = draw(main, byChange, changeLook, () => null);

  let both = null;
  let inView = "difference";

  function sideBySide() {
    const made = ["before", "after"].map((when) => {
      const map = L.map(`map-${when}`, { ...main.options, renderer: undefined });
      map.setView(main.getCenter(), main.getZoom(), { animate: false });
      draw(map, data[when], ({ state }) => drawnAs(state, style.states), idleMark);
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
      return map;
    });
    let moving = false;
    const follow = (leader, follower) => {
      if (moving) return;
      moving = true;
      follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
      moving = false;
    };
    const [one, other] = made;
    one.on("move", () => follow(one, other));
    other.on("move", () => follow(other, one));
    L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(other);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(one);
    return made;
  }

  const buttons = [...document.querySelectorAll("[data-view]")];

  function view(name) {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    for (const pane of document.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== name;
    if (name === inView) return;
    const seen = (name === "both" ? main : both[1]).getBounds();
    inView = name;
    both = both || sideBySide();
    const shown = name === "both" ? both : [main];
    for (const map of shown) map.invalidateSize({ animate: false });
    shown[0].fitBounds(seen.pad(-0.12), { animate: false });
  }
  for (const button of buttons) button.addEventListener("click", () => view(button.dataset.view));
  for (const button of document.querySelectorAll("[data-cluster]")) {
    const { shape } = data.boundaries.find(({ name }) => name === button.dataset.cluster);
    button.addEventListener("click", () => {
      (inView === "both" ? both[1] : main).fitBounds(L.polygon(latLngs(shape)).getBounds(), { animate: false });
    });
  }
  landwatch.compared = { maps: () => [main, ...(both || [])], difference };

  // ---- list -------------------------------------------------------------------------------------

  const heading = document.getElementById("list-heading");
  const list = document.querySelector(".compared-list ol");
  const spotOf = new Map(difference.map((spot) => [spot.parcel.no, spot]));

  function parcelButton(no) {
    const spot = spotOf.get(no);
    if (!spot) return element("span", {}, no);
    const button = element("button", { type: "button", class: "to-parcel" }, no);
    button.addEventListener("click", () => {
      const map = inView === "both" ? both[1] : main;
      map.fitBounds(spot.layer.getBounds(), { maxZoom: 16, animate: false });
      open(map, no, spot.at);
      popup.getElement().querySelector("[tabindex]").focus({ preventScroll: true });
    });
    return button;
  }

  function row(contract) {
    return element(
      "li",
      { "data-contract": contract.no },
      element("p", { class: "what" }, badge(contract), element("span", {}, `${contract.mu} ${words.mu} · ${contract.cluster}`)),
      element("p", {}, element("strong", {}, contract.holder), ` · ${contract.no}`),
      element("p", { class: "parcels" }, ...contract.parcels.flatMap((no) => [parcelButton(no), " "])),
      told(contract)
    );
  }

  function applyChoice() {
    for (const { parcel, layer } of difference) layer.setStyle(changeLook(parcel));
    const listed = data.contracts.filter((contract) => isOn(contract.change));
    heading.textContent = listed.length ? words.listed.replace("{count}", listed.length) : words.nothing;
    list.replaceChildren(...listed.map(row));
  }
  for (const box of boxes) box.addEventListener("change", applyChoice);
  applyChoice();
})(map_landwatch);
