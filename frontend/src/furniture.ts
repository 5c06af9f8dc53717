/** What stands on every map: zoom buttons, the whole view, a scale bar, north and coordinates. */
import * as L from "leaflet";
import type { Corners, MapWord, Words } from "./data";
import { all, element, fill, found, isPhone, onPhone } from "./dom";
import type { Plane } from "./plane";
import { filled } from "./wording";

/** Put an element into a corner of the map; clicks on it are not clicks on the map. */
export function control(position: L.ControlPosition, node: HTMLElement): L.Control {
  const made = new L.Control({ position });
  made.onAdd = () => {
    L.DomEvent.disableClickPropagation(node);
    return node;
  };
  return made;
}

/** Keep the map as large as its frame. */
export function keepFilled(map: L.Map): void {
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
}

/** Zoom buttons in the upper right corner. */
export function zoomButtons(map: L.Map, words: Words<"zoomIn" | "zoomOut">): void {
  L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
}

// On a phone the map comes first: summary and legend are folded away until they are asked for.
function fold(): void {
  for (const part of all<HTMLDetailsElement>("details[data-fold]")) part.open = !isPhone();
}

function readCoordinates(map: L.Map, words: Words<MapWord>, plane: Plane): void {
  const readout = element("div", { class: "coordinates" });
  control("bottomleft", readout).addTo(map);
  const tell = (at: L.LatLng) => {
    const { x, y } = plane.project(at);
    fill(
      readout,
      filled(words.coordinates, { lon: at.lng.toFixed(6), lat: at.lat.toFixed(6) }),
      element("br"),
      filled(words.plane, { x: x.toFixed(2), y: y.toFixed(2) }),
    );
  };
  map.on("mousemove", ({ latlng }) => tell(latlng));
  map.on("move", () => tell(map.getCenter()));
}

function nameCloseButton(map: L.Map, { close }: Words<"close">): void {
  map.on("popupopen popupclose", ({ type }) => {
    map.getContainer().classList.toggle("popup-open", type === "popupopen");
  });
  map.on("popupopen", ({ popup }) => {
    const node = popup.getElement();
    if (!node) return;
    const button = found(".leaflet-popup-close-button", node);
    button.setAttribute("aria-label", close);
    button.setAttribute("title", close);
  });
}

interface Furniture {
  bounds: Corners;
  words: Words<MapWord>;
  plane: Plane;
  /** Pixels above that something else covers. */
  top: number;
}

/** Furnish a map and show all of it. */
export function furnish(map: L.Map, { bounds, words, plane, top }: Furniture): void {
  // Below stand the scale bar and the coordinates.
  const room: L.FitBoundsOptions = {
    paddingTopLeft: [14, top],
    paddingBottomRight: [14, 72],
    animate: false,
  };
  const showAll = () => map.fitBounds(bounds, room);
  zoomButtons(map, words);
  const home = element("button", { type: "button", title: words.showAll, "aria-label": words.showAll }, "⤢");
  home.addEventListener("click", showAll);
  control("topright", element("div", { class: "leaflet-bar home" }, home)).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
  const north = element("div", { class: "north", role: "img", "aria-label": words.northUp }, words.north);
  control("bottomright", north).addTo(map);
  readCoordinates(map, words, plane);
  nameCloseButton(map, words);
  onPhone(fold);
  fold();
  map.invalidateSize({ animate: false });
  showAll();
  keepFilled(map);
}
