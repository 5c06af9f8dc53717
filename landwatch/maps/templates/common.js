"use strict";

// What every page of landwatch needs: safe elements, map furniture, labels that keep apart.
const landwatch = (() => {
  const data = JSON.parse(document.getElementById("landwatch-data").textContent);

  // Texts become text nodes, never markup: names of companies come from outside.
  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  const phone = window.matchMedia("(max-width: 700px)");
  const isPhone = () => phone.matches;

  function stroke(look) {
    return { color: look.outline, weight: look.width, dashArray: look.dash || null };
  }

  function control(position, node) {
    const made = L.control({ position });
    made.onAdd = () => {
      L.DomEvent.disableClickPropagation(node);
      return node;
    };
    return made;
  }

  // On a phone the map comes first: summary and legend are folded away until they are asked for.
  function fold() {
    document.querySelectorAll("details[data-fold]").forEach((part) => (part.open = !isPhone()));
  }
  phone.addEventListener("change", fold);

  // Zoom buttons, the whole view, a metric scale bar and the coordinates under the pointer, in degrees and on the plane.
  function furnish(map, { top }) {
    const words = data.words;
    const room = { paddingTopLeft: [14, top], paddingBottomRight: [14, 72] }; // below stand the scale bar and the coordinates
    const showAll = () => map.fitBounds(data.bounds, { ...room, animate: false });
    L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    const home = element("button", { type: "button", title: words.showAll, "aria-label": words.showAll }, "⤢");
    home.addEventListener("click", showAll);
    control("topright", element("div", { class: "leaflet-bar home" }, home)).addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
    control("bottomright", element("div", { class: "north", role: "img", "aria-label": words.northUp }, words.north)).addTo(map);
    const readout = element("div", { class: "coordinates" });
    control("bottomleft", readout).addTo(map);
    const tell = (at) => {
      const { x, y } = landwatch.plane.project(at);
      readout.replaceChildren(
        words.coordinates.replace("{lon}", at.lng.toFixed(6)).replace("{lat}", at.lat.toFixed(6)),
        document.createElement("br"),
        words.plane.replace("{x}", x.toFixed(2)).replace("{y}", y.toFixed(2))
      );
    };
    map.on("mousemove", (event) => tell(event.latlng));
    map.on("move", () => tell(map.getCenter()));
    map.on("popupopen popupclose", ({ type }) => map.getContainer().classList.toggle("popup-open", type === "popupopen"));
    map.on("popupopen", ({ popup }) => {
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", words.close);
      close.setAttribute("title", words.close);
    });
    fold();
    map.invalidateSize({ animate: false });
    showAll();
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  }

  const ruler = document.createElement("canvas").getContext("2d");

  function textSize(text, font, height) {
    ruler.font = font;
    return [Math.ceil(ruler.measureText(text).width) + 6, height];
  }

  function overlaps(box, other) {
    return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
  }

  const boxAt = (left, top, [width, height]) => [left, top, left + width, top + height].map(Math.round);

  // Labels in order of rank; one that would cover an earlier one is left out. A label is
  // {texts, at, bounds, beside, font, height, className, shown}: the first of `texts` that fits into its
  // shape and is free is taken; where none fits, and `beside` is set, the first is put next to the shape.
  function keepLabelsApart(map, labels) {
    const pane = map.createPane("labels");
    pane.style.zIndex = 620;
    pane.style.pointerEvents = "none";
    let visible = true;

    function candidates(label) {
      const { x: west, y: north } = map.latLngToLayerPoint(label.bounds.getNorthWest());
      const { x: east, y: south } = map.latLngToLayerPoint(label.bounds.getSouthEast());
      if (!label.beside && label.height > 0.75 * (south - north)) return [];
      const { x, y } = map.latLngToLayerPoint(label.at);
      label.sizes = label.sizes || label.texts.map((text) => textSize(text, label.font, label.height));
      // Parcels lie askew in their box: a label as wide as the box would run over the outline.
      const fitting = label.texts
        .map((text, index) => [text, label.sizes[index]])
        .filter(([, [width, height]]) => width <= 0.75 * (east - west) && height <= 0.75 * (south - north))
        .map(([text, size]) => [text, boxAt(x - size[0] / 2, y - size[1] / 2, size)]);
      if (fitting.length || !label.beside) return fitting;
      const [width, height] = label.sizes[0];
      const spots = [
        [east + 3, y - height / 2],
        [west - width - 3, y - height / 2],
        [x - width / 2, south + 3],
        [x - width / 2, north - height - 3],
      ];
      return spots.map(([left, top]) => [label.texts[0], boxAt(left, top, [width, height])]);
    }

    function node(label, text, [left, top, right, bottom]) {
      const made = element("span", { class: `label ${label.className}` }, text);
      made.style.transform = `translate(${left}px, ${top}px)`;
      made.style.font = label.font;
      made.style.width = `${right - left}px`;
      made.style.lineHeight = `${bottom - top}px`;
      return made;
    }

    function place() {
      const taken = [];
      const nodes = [];
      const view = map.getBounds();
      for (const label of visible ? labels : []) {
        if (!label.shown() || !view.contains(label.at)) continue;
        const free = candidates(label).find(([, box]) => !taken.some((other) => overlaps(box, other)));
        if (!free) continue;
        taken.push(free[1]);
        nodes.push(node(label, ...free));
      }
      pane.replaceChildren(...nodes);
    }

    map.on("zoomstart", () => pane.replaceChildren());
    map.on("zoomend moveend", place);
    place();
    return {
      place,
      show(flag) {
        visible = flag;
        place();
      },
    };
  }

  // Base64 that stands in the page behind its scripts; where it has not been read yet it is waited for.
  const arrived = (node) => node && (node.nextElementSibling || document.readyState !== "loading");
  async function attached(name) {
    const id = `attached-${name}`;
    while (!arrived(document.getElementById(id))) await new Promise((resolve) => setTimeout(resolve, 10));
    return document.getElementById(id).textContent;
  }

  // The names and values behind "#" in the address. In an atlas the name of the page stands before them.
  const page = document.documentElement.dataset.page;
  const before = page ? `${page}/` : "";
  const address = {
    read: () => new URLSearchParams(location.hash.slice(1 + before.length)),
    // In the frame of a notebook a page has no address of its own.
    write(values) {
      if (location.protocol !== "about:") history.replaceState(null, "", `#${before}${new URLSearchParams(values)}`);
    },
  };

  return { address, attached, control, data, element, furnish, isPhone, keepLabelsApart, stroke };
})();
