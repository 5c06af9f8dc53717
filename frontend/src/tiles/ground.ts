/** The layer of a map that paints tiles of an archive. */
import * as L from "leaflet";
import type { Brush } from "./brushes";
import { behind, SCREEN_TILE, type Behind } from "./scales";
import { TILE, under, type Box, type Feature, type Layers, type Point, type TileStore } from "./features";

/** What is painted, in this order: a layer of the tiles, with which brush, and which of its features. */
export interface Rule {
  layer: string;
  brush: Brush;
  /** Zoom of the screen from which on it is painted. */
  from?: number;
  filter: (attributes: Feature["attributes"]) => boolean;
}

const MARGIN = 16; // of the neighbours, for outlines and dots reach over the edge
const REACH = 2.5; // from a dot; pixels of the screen

function outOfSight({ minX, minY, maxX, maxY }: Box, { scale, shift }: Behind): boolean {
  const far = SCREEN_TILE + MARGIN;
  return (
    maxX * scale + shift.x < -MARGIN ||
    minX * scale + shift.x > far ||
    maxY * scale + shift.y < -MARGIN ||
    minY * scale + shift.y > far
  );
}

const enlarged = (rings: Point[][], scale: number): Point[][] =>
  scale === 1 ? rings : rings.map((ring) => ring.map(({ x, y }) => ({ x: x * scale, y: y * scale })));

function paint(
  context: CanvasRenderingContext2D,
  layers: Layers,
  rules: readonly Rule[],
  place: Behind,
  zoom: number,
): void {
  for (const { layer, brush, from = 0, filter } of rules) {
    const features = zoom >= from ? (layers.get(layer) ?? []) : [];
    let dipped = false;
    for (const feature of features) {
      if (outOfSight(feature.box, place) || !filter(feature.attributes)) continue;
      if (!dipped) brush.dip(context, zoom);
      dipped = true;
      brush.paint(context, enlarged(feature.rings, place.scale), zoom, feature);
    }
  }
}

/** A feature in view, with its corners on the map. */
export interface Seen {
  feature: Feature;
  bounds: () => L.LatLngBounds;
}

export class Ground extends L.GridLayer {
  private readonly held = new Map<HTMLElement, L.Coords>();

  constructor(
    private readonly store: TileStore,
    private readonly rules: readonly Rule[],
    private readonly closest: number,
  ) {
    super({ maxZoom: 20, noWrap: true, updateWhenZooming: false });
    this.on("tileunload", ({ tile }: L.TileEvent) => this.held.delete(tile));
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    this.held.set(canvas, coords);
    this.painted(canvas, coords).then(
      () => done(undefined, canvas),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    );
    return canvas;
  }

  /** Paint every tile in view anew, since what the rules let through has changed. */
  repaint(): void {
    for (const [canvas, coords] of this.held) void this.painted(canvas as HTMLCanvasElement, coords);
  }

  /** The features under a place of the map, as far as their tile is there. */
  at(map: L.Map, place: L.LatLng): Feature[] {
    const zoom = map.getZoom();
    const { x, y } = map.project(place, zoom);
    const screen = { z: zoom, x: Math.floor(x / SCREEN_TILE), y: Math.floor(y / SCREEN_TILE) };
    const { tile, scale, shift } = behind(screen, this.closest);
    const layers = this.store.at(tile);
    if (!layers) return [];
    const point = {
      x: (x - screen.x * SCREEN_TILE - shift.x) / scale,
      y: (y - screen.y * SCREEN_TILE - shift.y) / scale,
    };
    return under(layers, point, REACH / scale);
  }

  /** The features of some layers that are in tiles in view. */
  *inView(map: L.Map, names: readonly string[]): Generator<Seen> {
    const zoom = map.getZoom();
    const z = Math.min(zoom - 1, this.closest);
    const across = TILE * 2 ** (zoom - 1 - z);
    const { min, max } = map.getPixelBounds();
    if (!min || !max) return;
    for (let x = Math.floor(min.x / across); x <= max.x / across; x++) {
      for (let y = Math.floor(min.y / across); y <= max.y / across; y++) {
        const layers = this.store.at({ z, x, y });
        const corner = (px: number, py: number) =>
          map.unproject([(x + px / TILE) * across, (y + py / TILE) * across], zoom);
        for (const feature of names.flatMap((name) => layers?.get(name) ?? [])) {
          const { minX, minY, maxX, maxY } = feature.box;
          yield { feature, bounds: () => L.latLngBounds(corner(minX, minY), corner(maxX, maxY)) };
        }
      }
    }
  }

  private async painted(canvas: HTMLCanvasElement, coords: L.Coords): Promise<void> {
    const place = behind(coords, this.closest);
    const layers = await this.store.get(place.tile);
    const context = canvas.getContext("2d");
    if (!context || !this.held.has(canvas)) return;
    const ratio = window.devicePixelRatio;
    canvas.width = canvas.height = SCREEN_TILE * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.translate(place.shift.x, place.shift.y);
    context.miterLimit = 2;
    paint(context, layers, this.rules, place, coords.z);
  }
}
