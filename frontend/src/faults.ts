/** An import: boundaries with faults, each fault marked and numbered at its place, and a list beside. */
import * as L from "leaflet";
import type { Fault, FaultData, Part } from "./data";
import { all, element, named } from "./dom";
import type { Page } from "./page";

const COLOURS = { error: "#b3261e", warning: "#9a6200" };
const DISTRICT: L.PolylineOptions = {
  color: "#56616a",
  weight: 1.5,
  dashArray: "8 6",
  fill: false,
  interactive: false,
};
const NEIGHBOUR: L.PolylineOptions = {
  color: "#8a949c",
  weight: 1,
  fillColor: "#c9ced3",
  fillOpacity: 0.35,
  interactive: false,
};

function drawn(part: Part, look: L.PolylineOptions): L.Path {
  if (part.type === "Polygon") {
    return L.polygon(L.GeoJSON.coordsToLatLngs(part.coordinates, 1) as L.LatLng[][], look);
  }
  const [lon = NaN, lat = NaN] = part.coordinates;
  return L.circleMarker([lat, lon], { ...look, radius: 7 });
}

function card(fault: Fault): HTMLElement {
  return element(
    "div",
    { class: "card fault-card", tabindex: "0" },
    element("h2", {}, `${fault.number} · ${fault.title}`),
    element("p", {}, fault.record),
    element("p", {}, fault.message),
    element("p", { class: "advice" }, fault.advice),
    element("p", { class: "source" }, fault.source),
  );
}

function numberOf(fault: Fault): L.Marker {
  const icon = L.divIcon({
    className: `fault-number ${fault.severity}`,
    html: String(fault.number),
    iconSize: [26, 26],
    iconAnchor: [-4, 30],
  });
  return L.marker(fault.at, { icon, title: fault.title, alt: fault.title, riseOnHover: true });
}

/** Draw the faults. */
export function drawFaults({ map, data }: Page<FaultData>): void {
  const popup = L.popup({ maxWidth: 340, minWidth: 240, autoPanPadding: [12, 12] });
  const open = (fault: Fault) => popup.setContent(card(fault)).setLatLng(fault.at).openOn(map);
  for (const part of data.district) drawn(part, DISTRICT).addTo(map);
  for (const part of data.neighbours) drawn(part, NEIGHBOUR).addTo(map);
  for (const fault of data.faults) {
    const color = COLOURS[fault.severity];
    const boundary = { color, weight: 2.5, fillColor: color, fillOpacity: 0.12 };
    const mark = { color, weight: 2, fillColor: color, fillOpacity: 0.75, className: "fault-mark" };
    const layers = [
      ...fault.boundary.map((part) => drawn(part, boundary)),
      ...fault.mark.map((part) => drawn(part, mark)),
      numberOf(fault),
    ];
    for (const layer of layers) layer.on("click", () => open(fault)).addTo(map);
  }

  const byNumber = new Map(data.faults.map((fault) => [String(fault.number), fault]));
  for (const button of all("[data-fault]")) {
    const fault = byNumber.get(named(button, "fault"));
    button.addEventListener("click", () => {
      if (!fault) return;
      map.fitBounds(fault.bounds, { padding: [60, 60], maxZoom: 18, animate: false });
      open(fault);
    });
  }
}
