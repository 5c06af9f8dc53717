/**
 * What lies under the map: tiles of a web map, tiles from a file, or a picture. Where it cannot be had, the page
 * says so and works without it.
 */
import * as L from "leaflet";
import { attached } from "./attached";
import type { BasemapData, LatLon } from "./data";
import { element } from "./dom";
import { control } from "./furniture";
import type { Page } from "./page";
import { gcj02, trueFrom } from "./shift";
import { layer as paneOf } from "./shapes";

const PANE = "basemap";
const LAND_OPACITY = "0.82"; // the land lets a little of the base map through
const PATIENCE = 6000; // milliseconds; on a closed network an answer may take minutes to fail

/** What Leaflet's own layers know of themselves; a map that is shifted has to work with it. */
interface Inside {
  _map: L.Map & {
    _latLngToNewLayerPoint: (at: L.LatLngExpression, zoom: number, center: L.LatLng) => L.Point;
  };
  _level: { origin: L.Point };
  _tileZoom: number;
  _image: HTMLImageElement;
  _getTiledPixelBounds: (center: L.LatLng) => L.Bounds;
}
const inside = (layer: L.Layer): Inside => layer as unknown as Inside;
const parent = inside(L.TileLayer.prototype);

/** Each tile of a shifted map is put where its north-west corner belongs; what is asked for moves the other way. */
class Shifted extends L.TileLayer {
  _getTilePos(coords: L.Coords): L.Point {
    const { _map: map, _level: level } = inside(this);
    const corner = map.unproject(coords.scaleBy(this.getTileSize()), coords.z);
    const [lng, lat] = trueFrom(corner.lng, corner.lat);
    return map.project([lat, lng], coords.z).subtract(level.origin).round();
  }

  _getTiledPixelBounds(center: L.LatLng): L.Bounds {
    const { _map: map, _tileZoom: zoom } = inside(this);
    const { min, max } = parent._getTiledPixelBounds.call(this, center);
    const [lng, lat] = gcj02(center.lng, center.lat);
    const move = map.project([lat, lng], zoom).subtract(map.project(center, zoom));
    return min && max ? L.bounds(min.add(move), max.add(move)) : L.bounds([]);
  }
}

/** Tiles of a file, all in the page: a line each of column, row, kind and base64. */
class Packed extends L.GridLayer {
  private readonly zooms = new Map<number, Promise<Map<string, [kind: string, text: string]>>>();

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const image = element("img", { alt: "" });
    void this.tilesOf(coords.z).then((tiles) => {
      image.addEventListener("load", () => done(undefined, image));
      const tile = tiles.get(`${coords.x} ${coords.y}`);
      if (tile) image.src = `data:image/${tile[0]};base64,${tile[1]}`;
      else done(new Error("no tile"), image);
    });
    return image;
  }

  private tilesOf(zoom: number) {
    const known = this.zooms.get(zoom);
    if (known) return known;
    const coming = attached(`basemap-${zoom}`).then((text) => {
      const tiles = new Map<string, [string, string]>();
      for (const line of text.split("\n")) {
        const [x = "", y = "", kind = "", image = ""] = line.split(" ");
        tiles.set(`${x} ${y}`, [kind, image]);
      }
      return tiles;
    });
    this.zooms.set(zoom, coming);
    return coming;
  }
}

type Corners = [corner: L.Point, beside: L.Point, below: L.Point];

/** A picture, which may stand askew. */
class Picture extends L.ImageOverlay {
  private readonly corners: readonly LatLon[];

  constructor(image: HTMLImageElement, corners: readonly LatLon[]) {
    super(image as unknown as string, L.latLngBounds(corners as LatLon[]), { pane: PANE });
    this.corners = corners;
  }

  _reset(): void {
    this.place((at) => inside(this)._map.latLngToLayerPoint(at));
  }

  _animateZoom({ zoom, center }: L.ZoomAnimEvent): void {
    this.place((at) => inside(this)._map._latLngToNewLayerPoint(at, zoom, center));
  }

  private place(pointOf: (at: LatLon) => L.Point): void {
    const { _image: image } = inside(this);
    const [corner, beside, below] = this.corners.map(pointOf) as Corners;
    const right = beside.subtract(corner).divideBy(image.naturalWidth);
    const down = below.subtract(corner).divideBy(image.naturalHeight);
    Object.assign(image.style, {
      width: `${image.naturalWidth}px`,
      height: `${image.naturalHeight}px`,
      maxWidth: "none",
      transform: `matrix(${right.x}, ${right.y}, ${down.x}, ${down.y}, ${corner.x}, ${corner.y})`,
    });
  }
}

/** A line that says when the base map is not there. */
function statusLine(map: L.Map, { unreachable }: BasemapData): (missing: boolean) => void {
  const status = element("p", { class: "basemap-status", role: "status" });
  status.hidden = true;
  map.getContainer().parentElement?.append(status);
  return (missing) => {
    status.textContent = missing ? unreachable : "";
    status.hidden = !missing;
  };
}

function watched(layer: L.GridLayer, setMissing: (missing: boolean) => void): L.GridLayer {
  let came = 0;
  layer.on("loading", () => (came = 0));
  layer.on("tileload", () => {
    came += 1;
    setMissing(false);
  });
  layer.on("load", () => setMissing(came === 0));
  setTimeout(() => {
    if (came === 0) setMissing(true);
  }, PATIENCE);
  return layer;
}

async function showPicture(map: L.Map, { kind, corners = [] }: BasemapData): Promise<void> {
  const image = element("img", { alt: "" });
  image.src = `data:image/${kind ?? ""};base64,${await attached("basemap")}`;
  await image.decode();
  new Picture(image, corners).addTo(map);
}

function draw(map: L.Map, basemap: BasemapData, setMissing: (missing: boolean) => void): void {
  const { layers, tiles, corners, shifted, closest } = basemap;
  const options: L.TileLayerOptions = {
    pane: PANE,
    maxZoom: 20,
    noWrap: true,
    ...(closest === undefined ? {} : { maxNativeZoom: closest }),
  };
  if (layers) {
    const Layer = shifted ? Shifted : L.TileLayer;
    const [first, ...others] = layers.map((address) => new Layer(address, options));
    if (first) watched(first, setMissing).addTo(map);
    for (const other of others) other.addTo(map);
  } else if (tiles) {
    const [minNativeZoom, maxNativeZoom] = tiles;
    watched(new Packed({ ...options, minNativeZoom, maxNativeZoom }), setMissing).addTo(map);
  } else if (corners) {
    showPicture(map, basemap).catch(() => setMissing(true));
  } else {
    setMissing(true);
  }
}

/** Put the base map of a page under what is drawn; null where it has none. */
export function openBasemap({ map, data }: Page): { gcj02: typeof gcj02 } | null {
  const { basemap } = data;
  if (!basemap) return null;
  paneOf(map, PANE, 150);
  for (const name of ["tilePane", "ground", "overlayPane"]) {
    const pane = map.getPane(name);
    if (pane) pane.style.opacity = LAND_OPACITY;
  }
  draw(map, basemap, statusLine(map, basemap));
  control("bottomright", element("div", { class: "credit" }, basemap.credit)).addTo(map);
  return { gcj02 };
}
