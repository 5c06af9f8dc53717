/** Where the phone is: watched while somebody is at a visit, so that the shutter knows it at once. */

export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracy: number;
  readonly heading: number | null;
  readonly at: Date;
}

let last: Fix | null = null;
let watching = false;

/** The newest position; null while none is known. */
export const lastFix = (): Fix | null => last;

/** Begin to watch the position; `changed` is called with each new one, and with null where none can be had. */
export function watchPosition(changed: (fix: Fix | null) => void): void {
  if (watching || !("geolocation" in navigator)) {
    changed(last);
    return;
  }
  watching = true;
  navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      last = {
        lon: coords.longitude,
        lat: coords.latitude,
        accuracy: coords.accuracy,
        heading: coords.heading,
        at: new Date(timestamp),
      };
      changed(last);
    },
    () => changed(last),
    { enableHighAccuracy: true, maximumAge: 5000 },
  );
}

const METRES_A_DEGREE = 111_320;

type Ring = readonly (readonly [number, number])[];

/** Metres from a place to the nearest corner or side of a boundary in GeoJSON; 0 inside, null without one. */
export function metresTo(boundary: unknown, fix: Fix): number | null {
  const rings = ringsOf(boundary);
  if (rings.length === 0) return null;
  const wide = METRES_A_DEGREE * Math.cos((fix.lat * Math.PI) / 180);
  const local = rings.map((ring) =>
    ring.map(([lon, lat]): [number, number] => [(lon - fix.lon) * wide, (lat - fix.lat) * METRES_A_DEGREE]),
  );
  if (local.filter(isAround).length % 2 === 1) return 0;
  return Math.min(
    ...local.flatMap((ring) => ring.slice(1).map((end, place) => toSide(ring[place] ?? end, end))),
  );
}

function ringsOf(boundary: unknown): Ring[] {
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

/** From the origin to a side. */
function toSide([x, y]: readonly [number, number], [endX, endY]: readonly [number, number]): number {
  const [dx, dy] = [endX - x, endY - y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, -(x * dx + y * dy) / length));
  return Math.hypot(x + share * dx, y + share * dy);
}
