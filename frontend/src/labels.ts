/** Labels in order of rank; one that would cover an earlier one is left out. */
import * as L from "leaflet";
import { element, fill } from "./dom";
import { layer } from "./shapes";

export interface Label {
  /** The first that fits into the shape and is free is taken. */
  texts: readonly string[];
  at: L.LatLng;
  bounds: L.LatLngBounds;
  /** Whether the first text is put next to the shape where none fits into it. */
  beside: boolean;
  font: string;
  height: number;
  className: string;
  shown: () => boolean;
}

export interface Labels {
  place: () => void;
  show: (flag: boolean) => void;
}

type Size = [width: number, height: number];
export type Box = [left: number, top: number, right: number, bottom: number];

/** How the number of a parcel is written. */
export const PARCEL_LABEL = {
  className: "parcel-label",
  font: "600 12px sans-serif",
  height: 16,
  beside: false,
};

export function overlaps(box: Box, other: Box): boolean {
  return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
}

function boxAt(left: number, top: number, [width, height]: Size): Box {
  return [Math.round(left), Math.round(top), Math.round(left + width), Math.round(top + height)];
}

function ruler(): (text: string, font: string, height: number) => Size {
  const context = document.createElement("canvas").getContext("2d");
  const widths = new Map<string, number>();
  return (text, font, height) => {
    const key = `${font}|${text}`;
    let width = widths.get(key);
    if (width === undefined && context) {
      context.font = font;
      width = Math.ceil(context.measureText(text).width) + 6;
      widths.set(key, width);
    }
    return [width ?? 0, height];
  };
}

/** Keep labels apart, also those that are put into the list later; `place` looks at it anew. */
export function keepLabelsApart(map: L.Map, labels: readonly Label[]): Labels {
  const pane = layer(map, "labels", 620);
  const sizeOf = ruler();
  let visible = true;

  function candidates(label: Label): [string, Box][] {
    const { x: west, y: north } = map.latLngToLayerPoint(label.bounds.getNorthWest());
    const { x: east, y: south } = map.latLngToLayerPoint(label.bounds.getSouthEast());
    if (!label.beside && label.height > 0.75 * (south - north)) return [];
    const { x, y } = map.latLngToLayerPoint(label.at);
    const sized = label.texts.map((text): [string, Size] => [text, sizeOf(text, label.font, label.height)]);
    // Parcels lie askew in their box: a label as wide as the box would run over the outline.
    const fitting = sized
      .filter(([, [width, height]]) => width <= 0.75 * (east - west) && height <= 0.75 * (south - north))
      .map(([text, size]): [string, Box] => [text, boxAt(x - size[0] / 2, y - size[1] / 2, size)]);
    const [first] = sized;
    if (fitting.length || !label.beside || !first) return fitting;
    const [text, size] = first;
    const [width, height] = size;
    return [
      [text, boxAt(east + 3, y - height / 2, size)],
      [text, boxAt(west - width - 3, y - height / 2, size)],
      [text, boxAt(x - width / 2, south + 3, size)],
      [text, boxAt(x - width / 2, north - height - 3, size)],
    ];
  }

  function node(label: Label, text: string, [left, top, right, bottom]: Box): HTMLElement {
    const made = element("span", { class: `label ${label.className}` }, text);
    made.style.transform = `translate(${left}px, ${top}px)`;
    made.style.font = label.font;
    made.style.width = `${right - left}px`;
    made.style.lineHeight = `${bottom - top}px`;
    return made;
  }

  function place(): void {
    const taken: Box[] = [];
    const nodes: HTMLElement[] = [];
    const view = map.getBounds();
    for (const label of visible ? labels : []) {
      if (!label.shown() || !view.contains(label.at)) continue;
      const free = candidates(label).find(([, box]) => !taken.some((other) => overlaps(box, other)));
      if (!free) continue;
      taken.push(free[1]);
      nodes.push(node(label, ...free));
    }
    fill(pane, ...nodes);
  }

  map.on("zoomstart", () => fill(pane));
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
