/** Tiles of the screen, which Leaflet asks for, and those of the archive, from which they are painted. */
import { TILE, type Point, type TileNumber } from "./features";

/** Pixels across a tile of the screen. */
export const SCREEN_TILE = 256;

/** A tile of the archive behind a tile of the screen, which is half as wide, or less beyond the closest zoom. */
export interface Behind {
  tile: TileNumber;
  /** Pixels of the screen for one of the tile. */
  scale: number;
  /** Where the corner of the tile lies from that of the tile of the screen. */
  shift: Point;
}

/** The tile of the archive that a tile of the screen is painted from. */
export function behind({ z, x, y }: TileNumber, closest: number): Behind {
  const zoom = Math.min(z - 1, closest);
  const scale = 2 ** (z - 1 - zoom);
  const across = (TILE * scale) / SCREEN_TILE;
  const tile = { z: zoom, x: Math.floor(x / across), y: Math.floor(y / across) };
  return {
    tile,
    scale,
    shift: { x: (tile.x * across - x) * SCREEN_TILE, y: (tile.y * across - y) * SCREEN_TILE },
  };
}
