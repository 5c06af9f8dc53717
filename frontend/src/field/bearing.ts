/** From where somebody stands to a parcel: how far it is, and in which direction. */

export interface Place {
  readonly lon: number;
  readonly lat: number;
}

export interface Way {
  /** To the nearest corner or side; 0 inside. */
  readonly metres: number;
  /** Degrees from north, clockwise; null inside, where no direction leads on. */
  readonly bearing: number | null;
}

type Point = readonly [east: number, north: number];
type Ring = readonly Point[];

const METRES_A_DEGREE = 111_320;
const HERE: Way = { metres: 0, bearing: null };

/** The way from a place to the nearest of some boundaries in GeoJSON; null where none of them is drawn. */
export function wayTo(boundaries: readonly unknown[], from: Place): Way | null {
  const ways = boundaries.map((boundary) => wayToOne(boundary, from)).filter((way) => way !== null);
  if (ways.length === 0) return null;
  return ways.reduce((best, way) => (way.metres < best.metres ? way : best));
}

function wayToOne(boundary: unknown, from: Place): Way | null {
  const rings = ringsOf(boundary).map((ring) => ring.map(([lon, lat]) => planeOf({ lon, lat }, from)));
  if (rings.length === 0) return null;
  if (rings.filter(isAround).length % 2 === 1) return HERE;
  const sides = rings.flatMap((ring) => ring.slice(1).map((end, place) => nearest(ring[place] ?? end, end)));
  const [east, north] = sides.reduce((best, point) => (length(point) < length(best) ? point : best));
  return { metres: Math.hypot(east, north), bearing: turned(degrees(Math.atan2(east, north))) };
}

/** Metres east and north of a place: a plane is true enough over the few kilometres that somebody walks. */
function planeOf(at: Place, from: Place): Point {
  const wide = METRES_A_DEGREE * Math.cos((from.lat * Math.PI) / 180);
  return [(at.lon - from.lon) * wide, (at.lat - from.lat) * METRES_A_DEGREE];
}

/** The rings of a polygon or of several; none of anything else. */
export function ringsOf(boundary: unknown): Ring[] {
  const shape = boundary as { type?: string; coordinates?: unknown } | null;
  if (shape?.type === "Polygon") return shape.coordinates as Ring[];
  return shape?.type === "MultiPolygon" ? (shape.coordinates as Ring[][]).flat() : [];
}

/** Whether a ring goes around the origin. */
function isAround(ring: Ring): boolean {
  let inside = false;
  ring.slice(1).forEach(([x, y], place) => {
    const [fromX, fromY] = ring[place] ?? [x, y];
    if (y > 0 !== fromY > 0 && (-y * (fromX - x)) / (fromY - y) + x > 0) inside = !inside;
  });
  return inside;
}

/** The point of a side that is nearest to the origin. */
function nearest([x, y]: Point, [endX, endY]: Point): Point {
  const [dx, dy] = [endX - x, endY - y];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.max(0, Math.min(1, -(x * dx + y * dy) / squared));
  return [x + share * dx, y + share * dy];
}

const length = ([east, north]: Point): number => Math.hypot(east, north);
const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** An angle between 0 and 360 degrees. */
export const turned = (angle: number): number => ((angle % 360) + 360) % 360;

const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

/** The wind of eight that is nearest to a bearing. */
export const windOf = (bearing: number): (typeof WINDS)[number] =>
  WINDS[Math.round(turned(bearing) / 45) % 8] ?? "n";
