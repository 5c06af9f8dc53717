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

  // Zoom buttons, the whole view, a metric scale bar and the coordinates under the pointer.
  function furnish(map, bounds) {
    const words = data.words;
    const showAll = () => map.fitBounds(bounds, { padding: [14, 14], animate: false });
    L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    const home = element("button", { type: "button", title: words.showAll, "aria-label": words.showAll }, "⤢");
    home.addEventListener("click", showAll);
    control("topright", element("div", { class: "leaflet-bar home" }, home)).addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
    control("bottomright", element("div", { class: "north", role: "img", "aria-label": words.northUp }, words.north)).addTo(map);
    const readout = element("div", { class: "coordinates" });
    control("bottomleft", readout).addTo(map);
    const tell = (at) => {
      readout.textContent = words.coordinates
        .replace("{lon}", at.lng.toFixed(6))
        .replace("{lat}", at.lat.toFixed(6));
    };
    map.on("mousemove", (event) => tell(event.latlng));
    map.on("move", () => tell(map.getCenter()));
    map.on("popupopen popupclose", ({ type }) => map.getContainer().classList.toggle("popup-open", type === "popupopen"));
    map.on("popupopen", ({ popup }) => {
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", words.close);
      close.setAttribute("title", words.close);
    });
    showAll();
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
    const fold = () => document.querySelectorAll("details[data-fold]").forEach((part) => (part.open = !isPhone()));
    phone.addEventListener("change", fold);
    fold();
  }

  const ruler = document.createElement("canvas").getContext("2d");

  function textSize(label) {
    ruler.font = label.font;
    return [Math.ceil(ruler.measureText(label.text).width) + 6, label.height];
  }

  function overlaps(box, other) {
    return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
  }

  // Labels in order of rank; one that would cover an earlier one, or its own parcel's outline, is left out.
  // A label is {text, at, font, height, className, bounds?, spots}: `spots` are offsets to try, in label sizes.
  function keepLabelsApart(map, labels) {
    const pane = map.createPane("labels");
    pane.style.zIndex = 620;
    pane.style.pointerEvents = "none";
    let visible = true;

    function fits(label, size) {
      if (!label.bounds) return true;
      const corner = map.latLngToLayerPoint(label.bounds.getNorthWest());
      const other = map.latLngToLayerPoint(label.bounds.getSouthEast());
      return size[0] <= other.x - corner.x && size[1] <= other.y - corner.y;
    }

    function place() {
      const taken = [];
      const nodes = [];
      const view = map.getBounds();
      for (const label of visible ? labels : []) {
        if (!label.shown() || !view.contains(label.at)) continue;
        label.size = label.size || textSize(label);
        if (!fits(label, label.size)) continue;
        const point = map.latLngToLayerPoint(label.at);
        for (const [dx, dy] of label.spots) {
          const left = Math.round(point.x + (dx - 0.5) * label.size[0]);
          const top = Math.round(point.y + (dy - 0.5) * label.size[1]);
          const box = [left, top, left + label.size[0], top + label.size[1]];
          if (taken.some((other) => overlaps(box, other))) continue;
          taken.push(box);
          const node = element("span", { class: `label ${label.className}` }, label.text);
          node.style.transform = `translate(${left}px, ${top}px)`;
          node.style.font = label.font;
          node.style.width = `${label.size[0]}px`;
          node.style.lineHeight = `${label.size[1]}px`;
          nodes.push(node);
          break;
        }
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

  return { control, data, element, furnish, isPhone, keepLabelsApart, stroke };
})();
