// The page of one cluster: parcels by state, idle land, labels, legend as layer control, search, popups.
// Drawn as SVG, not on canvas: hatches are patterns, print stays sharp, and 5,000 parcels still take under a second.
((map) => {
  const { data, element } = landwatch;
  const { words, style } = data;
  const toggles = new Map(
    [...document.querySelectorAll(".legend input[data-layer]")].map((box) => [box.dataset.layer, box])
  );
  const isOn = (layer) => toggles.get(layer).checked;
  const pane = (name, zIndex) => {
    map.createPane(name).style.zIndex = zIndex;
    return L.svg({ pane: name, padding: 0.3 });
  };
  const ground = pane("ground", 410);
  const idleRenderer = pane("idle", 430);
  map.getPane("idle").style.pointerEvents = "none";
  const boundaryRenderer = pane("boundary", 405);
  const chosenRenderer = pane("chosen", 440);
  map.getPane("chosen").style.pointerEvents = "none";

  const latLngs = (shape) =>
    L.GeoJSON.coordsToLatLngs(shape.coordinates, shape.type === "MultiPolygon" ? 2 : 1);

  const boundary =
    data.boundary &&
    L.polygon(latLngs(data.boundary), {
      ...landwatch.stroke(style.boundary),
      fill: false,
      interactive: false,
      renderer: boundaryRenderer,
      pane: "boundary",
    });

  // Drawn from the least grave to the gravest, so that the outline of a default lies on top.
  const onGround = L.featureGroup();
  const places = data.parcels.map((parcel) => {
    const place = { parcel, layer: null, marking: null, at: null };
    if (!parcel.shape) return place;
    const rings = latLngs(parcel.shape);
    const look = style.states[parcel.state];
    place.layer = L.polygon(rings, {
      ...landwatch.stroke(look),
      fillColor: look.fill,
      fillOpacity: 0.92,
      renderer: ground,
      pane: "ground",
    });
    place.layer.place = place;
    onGround.addLayer(place.layer);
    place.at = L.latLng(parcel.at);
    if (parcel.idle) place.marking = L.polygon(rings, idleLook(parcel.idle));
    return place;
  });

  function idleLook(idle) {
    const look = style.idle[idle];
    const common = { interactive: false, renderer: idleRenderer, pane: "idle" };
    return look.hatch
      ? { ...common, stroke: false, fillColor: `url(#hatch-${idle})`, fillOpacity: 1 }
      : { ...common, fill: false, color: look.outline, weight: look.width };
  }

  const isShown = (place) => place.layer !== null && isOn(place.parcel.state);

  // Hidden by style, not taken off the map: the order of drawing stays as it is.
  function setShown(layer, shown) {
    if (layer) layer.getElement().style.display = shown ? "" : "none";
  }

  function applyToggles() {
    for (const place of places) {
      const shown = isShown(place);
      setShown(place.layer, shown);
      if (place.marking) setShown(place.marking, shown && isOn(place.parcel.idle));
    }
    setShown(boundary, isOn("boundary"));
  }

  // ---- popups -----------------------------------------------------------------------------------

  const popup = L.popup({
    minWidth: 250,
    autoPanPaddingTopLeft: [12, 62],
    autoPanPaddingBottomRight: [12, landwatch.isPhone() ? 56 : 12],
    className: "parcel-popup",
  });
  let chosen = null;

  function table(className, rows) {
    const body = rows.map(([label, ...cells]) =>
      element("tr", {}, element("th", { scope: "row" }, label), ...cells.map((cell) => element("td", {}, cell)))
    );
    return element("table", { class: className }, ...body);
  }

  function badge([label, look]) {
    const node = element("span", { class: `badge ${look}` }, label);
    const colours = style.states[look];
    if (colours) node.style.borderLeftColor = colours.fill;
    return node;
  }

  function deadlines(card) {
    const made = table("deadlines", data.deadlines.map((label, row) => [label, ...card.deadlines[row]]));
    const head = [element("td"), words.commencement, words.completion].map((cell, column) =>
      column ? element("th", { scope: "col" }, cell) : cell
    );
    made.prepend(element("tr", {}, ...head));
    return made;
  }

  function reviews(card) {
    const found = card.reviews.map(([head, note]) =>
      element("li", {}, element("strong", {}, head), note ? element("p", {}, note) : null)
    );
    return element(
      "section",
      { class: "reviews" },
      element("h4", {}, words.reviews),
      found.length ? element("ul", {}, ...found) : element("p", {}, words.noReviews)
    );
  }

  function contractCard(card) {
    return element(
      "article",
      { class: "contract" },
      element("h3", {}, card.title),
      element("p", { class: "badges" }, ...card.badges.map(badge)),
      card.reason ? element("p", { class: "reason" }, element("strong", {}, words.reason), card.reason) : null,
      table("facts", card.facts),
      deadlines(card),
      reviews(card),
      card.illustrative ? element("p", { class: "illustrative" }, words.illustrative) : null
    );
  }

  function parcelCard(parcel) {
    const former = parcel.former.map((line) => element("li", {}, line));
    const cards = parcel.live.map((no) => contractCard(data.cards[no]));
    return element(
      "div",
      { class: "card", tabindex: "0", role: "group", "aria-label": words.parcel + parcel.no },
      element("h2", {}, words.parcel + parcel.no),
      table("facts", parcel.facts),
      cards.length > 1 ? element("p", { class: "warning" }, words.severalContracts) : null,
      ...(cards.length ? cards : [element("p", { class: "badges" }, badge([words.noContract, "no_contract"]))]),
      former.length ? element("h4", {}, words.former) : null,
      former.length ? element("ul", {}, ...former) : null,
      parcel.illustrative && !cards.length ? element("p", { class: "illustrative" }, words.illustrative) : null
    );
  }

  function open(node, at) {
    const size = map.getSize();
    popup.options.maxHeight = Math.max(160, Math.min(600, size.y - 116));
    popup.options.maxWidth = Math.min(380, size.x - 56);
    popup.setContent(node).setLatLng(at).openOn(map);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup();
      box.focus();
    });
  }

  function choose(place) {
    open(parcelCard(place.parcel), place.at);
    if (chosen) chosen.remove();
    chosen = L.polygon(place.layer.getLatLngs(), {
      color: "#00b8d9", weight: 4, fill: false, interactive: false, renderer: chosenRenderer, pane: "chosen",
    }).addTo(map);
  }

  onGround.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    choose(event.layer.place);
  });
  map.on("popupclose", () => {
    if (chosen) chosen.remove();
    chosen = null;
  });

  // ---- search -----------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const unplaced = data.unplaced.map((no) => ({ contract: no }));
  const entries = [...places].reverse().concat(unplaced).map((place) => {
    const nos = place.contract ? [place.contract] : place.parcel.live;
    const cards = nos.map((no) => data.cards[no]);
    const first = place.contract || place.parcel.no;
    const find = [first, ...cards.flatMap((card) => card.find), ...(place.parcel ? place.parcel.find : [])];
    const holder = cards.length ? cards[0].holder : words.noContract;
    return { place, label: `${first} · ${holder}`, detail: nos.join(" · "), find: find.map(plain) };
  });
  const box = document.getElementById("search");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  let offered = [];
  let active = -1;

  function matches(query) {
    const wanted = plain(query);
    const hits = entries.filter((entry) => entry.find.some((text) => text.includes(wanted)));
    const exact = (entry) => (entry.find.some((text) => text.startsWith(wanted)) ? 0 : 1);
    return hits.sort((a, b) => exact(a) - exact(b));
  }

  function close() {
    offered = [];
    active = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function offer() {
    const hits = matches(box.value);
    offered = hits.slice(0, 50);
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...offered.map((entry, index) => {
        const item = element(
          "li",
          { role: "option", id: `result-${index}`, "aria-selected": "false" },
          element("span", {}, entry.label),
          element("small", {}, entry.detail)
        );
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => take(entry));
        return item;
      })
    );
    list.hidden = offered.length === 0;
    box.setAttribute("aria-expanded", String(offered.length > 0));
    status.textContent = hits.length ? words.found.replace("{count}", hits.length) : words.nothingFound;
    status.hidden = false;
  }

  function mark(step) {
    if (!offered.length) return offer();
    active = (active + step + offered.length) % offered.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", `result-${active}`);
  }

  function take(entry) {
    close();
    status.hidden = true;
    const { place } = entry;
    if (place.layer) {
      if (!isOn(place.parcel.state)) toggles.get(place.parcel.state).click();
      map.fitBounds(place.layer.getBounds(), { maxZoom: 16, animate: false });
      choose(place);
    } else {
      const node = place.contract ? contractCard(data.cards[place.contract]) : parcelCard(place.parcel);
      node.prepend(element("p", { class: "warning" }, words.noBoundary));
      node.setAttribute("tabindex", "0");
      open(node, map.getCenter());
    }
    popup.getElement().querySelector("[tabindex]").focus({ preventScroll: true });
  }

  const keys = {
    ArrowDown: () => mark(1),
    ArrowUp: () => mark(-1),
    Escape: close,
    Enter: () => {
      if (!offered.length) offer();
      if (offered.length) take(offered[Math.max(active, 0)]);
    },
  };
  // While Chinese is being composed, the box holds pinyin and Enter belongs to the input method.
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  const typed = () => {
    status.hidden = true;
    box.value.trim() ? offer() : close();
  };
  box.addEventListener("input", (event) => event.isComposing || typed());
  box.addEventListener("compositionend", typed);
  box.addEventListener("blur", close);

  // ---- putting it together ------------------------------------------------------------------------

  landwatch.furnish(map, { top: 60 });
  if (boundary) boundary.addTo(map);
  onGround.addTo(map);
  for (const place of places) if (place.marking) place.marking.addTo(map);
  const labels = landwatch.keepLabelsApart(
    map,
    [...places].reverse().filter((place) => place.layer).map((place) => ({
      texts: place.parcel.labels,
      at: place.at,
      bounds: place.layer.getBounds(),
      className: "parcel-label",
      font: "600 12px sans-serif",
      height: 16,
      beside: false,
      shown: () => isShown(place),
    }))
  );
  for (const [layer, toggle] of toggles) {
    toggle.addEventListener("change", () => {
      if (layer === "labels") return labels.show(toggle.checked);
      applyToggles();
      labels.place();
    });
  }
})(map_landwatch);
