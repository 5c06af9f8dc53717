/** From outlines and looks of the data to what Leaflet draws. */
import * as L from "leaflet";
import type { Hatch, IdleLook, Line, Looks, Outline } from "./data";

export type Rings = L.LatLng[][] | L.LatLng[][][];

/** The corners of an outline, ring by ring. */
export function latLngs(shape: Outline): Rings {
  return L.GeoJSON.coordsToLatLngs(shape.coordinates, shape.type === "MultiPolygon" ? 2 : 1) as Rings;
}

export function stroke(look: Line): L.PathOptions {
  return { color: look.outline, weight: look.width, ...(look.dash ? { dashArray: look.dash } : {}) };
}

/** The look of an outline that nobody clicks. */
export function border(look: Line): L.PathOptions {
  return { ...stroke(look), fill: false, interactive: false };
}

const isHatch = (look: IdleLook): look is Hatch => "hatch" in look;

/** How a state, or what became of a contract, looks; patterns are defined in the page. */
export function stateLook(state: string, looks: Looks): L.PathOptions {
  const look = looks[state];
  if (!look) throw new Error(`No look is given for ${state}.`);
  return { ...stroke(look), fillColor: look.pattern ? `url(#state-${state})` : look.fill, fillOpacity: 1 };
}

/** How a mark of idle land looks on top of the state. */
export function idleLook(idle: string, looks: Record<string, IdleLook>): L.PathOptions {
  const look = looks[idle];
  if (!look) throw new Error(`No look is given for ${idle}.`);
  return isHatch(look)
    ? { stroke: false, fill: true, fillColor: `url(#hatch-${idle})`, fillOpacity: 1 }
    : { stroke: true, fill: false, color: look.outline, weight: look.width };
}

/** A renderer of a pane of its own; what is in a pane of a higher number lies on top. */
export function svgPane(map: L.Map, name: string, zIndex: number, { clickable = false } = {}): L.PathOptions {
  layer(map, name, zIndex, { clickable });
  return { renderer: L.svg({ pane: name, padding: 0.3 }), pane: name };
}

/** A pane without a renderer. */
export function layer(map: L.Map, name: string, zIndex: number, { clickable = false } = {}): HTMLElement {
  const pane = map.createPane(name);
  pane.style.zIndex = String(zIndex);
  if (!clickable) pane.style.pointerEvents = "none";
  return pane;
}

/** Show or hide what is drawn by style, not by taking it off the map: the order of drawing stays as it is. */
export function setShown(path: L.Path | null, shown: boolean): void {
  const node = path?.getElement() as SVGElement | undefined;
  if (node) node.style.display = shown ? "" : "none";
}
