/** What is in the tiles: features in pixels of a tile, and which of them lie under a point. */
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import type { PMTiles } from "pmtiles";

/** Pixels across a tile of the archive; on the screen as many, or twice as many for each zoom beyond the closest. */
export const TILE = 512;

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** As landwatch/maps/tiles.py writes them. */
export interface Attributes {
  /** Number of the parcel, the gravest first; squares have none. */
  n?: number;
  /** Place among the states. */
  state: number;
  /** 0 for none, else the place among the idle marks, from 1. */
  idle?: number;
}

export interface Feature {
  attributes: Attributes;
  isPoint: boolean;
  rings: Point[][];
  box: Box;
}

/** A tile of the archive, by the layers that are in it. */
export type Layers = Map<string, Feature[]>;

export interface TileNumber {
  z: number;
  x: number;
  y: number;
}

function attributesOf(raw: unknown, first: number): Attributes {
  const attributes = raw as Attributes;
  return attributes.n === undefined ? attributes : { ...attributes, n: attributes.n + first };
}

function feature(
  raw: ReturnType<VectorTile["layers"][string]["feature"]>,
  scale: number,
  first: number,
): Feature {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  const rings: Point[][] = raw.loadGeometry();
  for (const ring of rings) {
    for (const point of ring) {
      const x = (point.x *= scale);
      const y = (point.y *= scale);
      if (x < box.minX) box.minX = x;
      if (x > box.maxX) box.maxX = x;
      if (y < box.minY) box.minY = y;
      if (y > box.maxY) box.maxY = y;
    }
  }
  return { attributes: attributesOf(raw.properties, first), isPoint: raw.type === 1, rings, box };
}

/** Read a tile as it stands in the archive; `first` is the number of the archive's first parcel on the page. */
export function read(bytes: Uint8Array | ArrayBuffer, first = 0): Layers {
  const { layers } = new VectorTile(new PbfReader(bytes));
  return new Map(
    Object.entries(layers).map(([name, layer]) => {
      const scale = TILE / layer.extent;
      return [
        name,
        Array.from({ length: layer.length }, (_, at) => feature(layer.feature(at), scale, first)),
      ];
    }),
  );
}

function inside(rings: readonly Point[][], { x, y }: Point): boolean {
  let odd = false;
  for (const ring of rings) {
    let last = ring[ring.length - 1];
    for (const point of ring) {
      if (last && point.y > y !== last.y > y) {
        const crossing = ((last.x - point.x) * (y - point.y)) / (last.y - point.y) + point.x;
        if (x < crossing) odd = !odd;
      }
      last = point;
    }
  }
  return odd;
}

const within = ({ minX, minY, maxX, maxY }: Box, { x, y }: Point, reach: number): boolean =>
  x >= minX - reach && x <= maxX + reach && y >= minY - reach && y <= maxY + reach;

/** The features at a point of a tile; of points those nearer than `reach`. All are pixels of the tile. */
export function under(layers: Layers, point: Point, reach: number): Feature[] {
  return [...layers.values()].flat().filter(({ box, isPoint, rings }) => {
    if (!within(box, point, isPoint ? reach : 0)) return false;
    if (!isPoint) return inside(rings, point);
    return rings.some(([at]) => at !== undefined && Math.hypot(at.x - point.x, at.y - point.y) < reach);
  });
}

const MOST_KEPT = 64;

/** The tiles of an archive; those used last are kept. */
export class TileStore {
  private readonly kept = new Map<string, Layers>();
  private readonly coming = new Map<string, Promise<Layers>>();

  constructor(
    private readonly archive: PMTiles,
    private readonly first = 0,
  ) {}

  /** A tile, if it is kept. */
  at({ z, x, y }: TileNumber): Layers | undefined {
    return this.kept.get(`${z}/${x}/${y}`);
  }

  /** A tile; where nothing is, it has no layers. */
  async get(tile: TileNumber): Promise<Layers> {
    const key = `${tile.z}/${tile.x}/${tile.y}`;
    const kept = this.kept.get(key);
    if (kept) {
      this.keep(key, kept);
      return kept;
    }
    const coming = this.coming.get(key) ?? this.fetch(tile).finally(() => this.coming.delete(key));
    this.coming.set(key, coming);
    const layers = await coming;
    this.keep(key, layers);
    return layers;
  }

  private async fetch({ z, x, y }: TileNumber): Promise<Layers> {
    const found = await this.archive.getZxy(z, x, y);
    return found ? read(found.data, this.first) : new Map<string, Feature[]>();
  }

  private keep(key: string, layers: Layers): void {
    this.kept.delete(key);
    this.kept.set(key, layers);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}
