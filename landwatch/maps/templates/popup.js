// What is known of a parcel and its contracts, in a popup. Adds to landwatch.page:
//   choose(place)   open the popup of a place that is drawn and outline it
//   show(place)     bring a place into view, switch its state on, and choose it; works without a boundary, too
//   showContract(no) the same for a contract that has no parcel on the page
((page) => {
  const { data, element } = landwatch;
  const { words, style } = data;
  const { map } = page;
  map.createPane("chosen").style.zIndex = 440;
  map.getPane("chosen").style.pointerEvents = "none";
  const chosenRenderer = L.svg({ pane: "chosen", padding: 0.3 });
  const popup = L.popup({
    minWidth: 250,
    autoPanPaddingTopLeft: [12, 62],
    autoPanPaddingBottomRight: [12, landwatch.isPhone() ? 56 : 12],
    className: "parcel-popup",
  });
  let chosen = null;
  let opener = null;

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
      card.reason ? element("p", { class: "reason" }, element("strong", {}, words.reason), card.reason, page.whyButton(card.no)) : null,
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
    if (!popup.isOpen() || !popup.getElement().contains(document.activeElement)) opener = document.activeElement;
    popup.options.maxHeight = Math.max(160, Math.min(600, size.y - 116));
    popup.options.maxWidth = Math.min(380, size.x - 56);
    popup.setContent(node).setLatLng(at).openOn(map);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup();
      opener.focus();
    });
  }

  function unchoose() {
    if (!chosen) return;
    const { place } = chosen;
    chosen.remove();
    chosen = null;
    map.fire("unchosen", { place });
  }

  function choose(place) {
    open(parcelCard(place.parcel), place.at);
    unchoose();
    chosen = L.polygon(place.layer.getLatLngs(), {
      color: "#00b8d9", weight: 4, fill: false, interactive: false, renderer: chosenRenderer, pane: "chosen",
    }).addTo(map);
    chosen.place = place;
    map.fire("chosen", { place });
  }

  map.on("popupclose", unchoose);

  // Who works by keyboard goes on in the popup, and comes back with Escape to where that was.
  function enter() {
    popup.getElement().querySelector("[tabindex]").focus({ preventScroll: true });
  }

  function openUnplaced(node) {
    node.prepend(element("p", { class: "warning" }, words.noBoundary));
    node.setAttribute("tabindex", "0");
    open(node, map.getCenter());
  }

  function show(place) {
    // On a phone the list stands below the map.
    map.getContainer().scrollIntoView({ block: "nearest" });
    if (place.layer) {
      if (!page.isShown(place)) page.showOnly(null);
      if (!page.isShown(place)) page.setOn({ [place.state]: true });
      map.fitBounds(place.layer.getBounds(), { maxZoom: 16, animate: false });
      choose(place);
    } else {
      openUnplaced(parcelCard(place.parcel));
    }
    enter();
  }

  function showContract(no) {
    openUnplaced(contractCard(data.cards[no]));
    enter();
  }

  Object.assign(page, { choose, show, showContract });
})(landwatch.page);
