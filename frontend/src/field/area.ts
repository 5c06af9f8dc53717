/** The map of the area as a phone draws it without a line; north is up. */

import * as L from "leaflet";
import { element } from "../dom";
import type { Place } from "./bearing";
import type { Json } from "./canonical";
import type { Goal, Plot } from "./goal";
import { boundariesOf, isOverdue } from "./goal";
import type { AreaFeature, AreaMap, Task } from "./protocol";
import type { Fix } from "./shutter";
import { say } from "./texts";

type Shape = Parameters<typeof L.geoJSON>[0];

const CLOSEST = 20;
const PALE = 0.6; // so that lines and numbers stand out on dark ground
const NEAR = 17; // where a parcel fills the width of a phone
// Dark enough for the sun: more than 7 to 1 on white and on pale ground.
const INK = "#000";
const OPEN = "#003c8f";
const OVERDUE = "#9b0000";

const LOOKS = {
  cluster: { color: INK, weight: 2, dashArray: "9 6", fill: false, interactive: false },
  parcel: { color: "#333", weight: 1.5, fillColor: "#fff", fillOpacity: 0.05 },
  open: { color: OPEN, weight: 3, fillColor: OPEN, fillOpacity: 0.2 },
  overdue: { color: OVERDUE, weight: 3, fillColor: OVERDUE, fillOpacity: 0.2 },
  goal: { color: INK, weight: 6, fill: false, interactive: false },
  fix: { color: OPEN, weight: 2, fillColor: OPEN, fillOpacity: 0.12, interactive: false },
  point: { radius: 8, color: "#fff", weight: 3, fillColor: OPEN, fillOpacity: 1, interactive: false },
} as const;

/** A map in a part of the page. */
export class Area {
  readonly map: L.Map;
  private readonly land = L.layerGroup();
  private readonly goal = L.layerGroup();
  private readonly own = L.layerGroup();

  constructor(
    node: HTMLElement,
    private readonly picked: (plot: Plot) => void = () => undefined,
  ) {
    this.map = L.map(node, { preferCanvas: true, attributionControl: false, zoomControl: false });
    L.control.zoom({ position: "topright" }).addTo(this.map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    new North({ position: "topleft" }).addTo(this.map);
    this.map.setView([0, 0], 2);
    for (const layer of [this.land, this.goal, this.own]) layer.addTo(this.map);
  }

  /** Draw what was taken along; what is on the list of the person stands out, with its place on the way. */
  draw({ area, ground }: AreaMap, tasks: readonly Task[]): void {
    this.land.clearLayers();
    if (ground) this.land.addLayer(tilesOf(ground));
    const due = new Map(
      tasks.flatMap((task) => task.parcels.map(({ parcel_no }): [string, Task] => [parcel_no, task])),
    );
    const drawn = L.geoJSON(area, {
      style: (feature) => lookOf(propertiesOf(feature), due),
      onEachFeature: (feature, layer) => {
        const properties = propertiesOf(feature);
        if (!("parcel_no" in properties)) return;
        const plot = { ...properties, boundary: feature.geometry as unknown as Json };
        layer.on("click", () => this.picked(plot));
      },
    });
    this.land.addLayer(drawn);
    for (const task of tasks) this.number(task);
    this.showAll();
  }

  private number(task: Task): void {
    const bounds = boundsOf(task);
    if (!bounds.isValid()) return;
    const icon = L.divIcon({
      className: isOverdue(task) ? "stop overdue" : "stop",
      html: String(task.route ?? ""),
      iconSize: [30, 30],
    });
    this.land.addLayer(L.marker(bounds.getCenter(), { icon, interactive: false, keyboard: false }));
  }

  showAll(): void {
    const bounds = L.featureGroup(
      this.land.getLayers().filter((layer) => layer instanceof L.GeoJSON),
    ).getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, padding: [8, 8] });
  }

  /** Mark where somebody goes, and show it. */
  showGoal(goal: Goal): void {
    this.goal.clearLayers();
    for (const boundary of boundariesOf(goal)) {
      if (boundary) this.goal.addLayer(L.geoJSON(boundary as unknown as Shape, { style: LOOKS.goal }));
    }
    const bounds = boundsOf(goal);
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, maxZoom: NEAR, padding: [40, 40] });
  }

  /** Show where the phone is, and how exactly it knows that. */
  showFix({ lon, lat, accuracy }: Fix): void {
    this.own.clearLayers();
    this.own.addLayer(L.circle([lat, lon], { radius: accuracy, ...LOOKS.fix }));
    this.own.addLayer(L.circleMarker([lat, lon], LOOKS.point));
  }

  centre({ lon, lat }: Place): void {
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), NEAR), { animate: false });
  }
}

const propertiesOf = (feature?: { properties: unknown }): AreaFeature["properties"] =>
  feature?.properties as AreaFeature["properties"];

function lookOf(properties: AreaFeature["properties"], due: ReadonlyMap<string, Task>): L.PathOptions {
  if (!("parcel_no" in properties)) return LOOKS.cluster;
  const task = due.get(properties.parcel_no);
  if (!task) return LOOKS.parcel;
  return isOverdue(task) ? LOOKS.overdue : LOOKS.open;
}

function boundsOf(goal: Goal): L.LatLngBounds {
  const shapes = boundariesOf(goal).filter((boundary) => boundary !== null);
  return L.featureGroup(shapes.map((shape) => L.geoJSON(shape as unknown as Shape))).getBounds();
}

/** The office's tiles; a closer view enlarges them, one that is much farther would need thousands. */
function tilesOf({ url, tiles }: NonNullable<AreaMap["ground"]>): L.TileLayer {
  const zooms = tiles.map(([zoom]) => zoom);
  const farthest = Math.min(...zooms);
  return L.tileLayer(url, {
    minZoom: farthest - 1,
    minNativeZoom: farthest,
    maxNativeZoom: Math.max(...zooms),
    maxZoom: CLOSEST,
    noWrap: true,
    opacity: PALE,
  });
}

/** The map never turns: the sign says so. */
class North extends L.Control {
  override onAdd(): HTMLElement {
    return element("div", { class: "north" }, "▲", element("b", {}, say("north")));
  }
}
