/**
 * From degrees of CGCS2000 to metres of the 3-degree zone of the district, and lengths and areas on that plane,
 * which is the one that mu are measured on. Series of Krüger to the fourth order: exact to a thousandth of a
 * millimetre within the zone.
 */

export interface Place {
  lat: number;
  lng: number;
}

/** Metres as surveyors name them: x to the north, y to the east with the number of the zone before it. */
export interface PlanePoint {
  x: number;
  y: number;
}

export interface Plane {
  /** Degrees to metres. */
  project: (place: Place) => PlanePoint;
  /** Metres along a line of places. */
  length: (places: readonly Place[]) => number;
  /** Square metres inside a ring of places that need not be closed. */
  area: (places: readonly Place[]) => number;
}

const AXIS = 6378137;
const FLATTENING = 1 / 298.257222101;
const N = FLATTENING / (2 - FLATTENING);
const RADIUS = (AXIS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ECCENTRICITY = (2 * Math.sqrt(N)) / (1 + N);
const SERIES = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const RADIANS = Math.PI / 180;

/** The plane of a 3-degree zone, by its number. */
export function planeOf(zone: number): Plane {
  const meridian = 3 * zone;
  const falseEasting = zone * 1e6 + 500000;

  function project({ lat, lng }: Place): PlanePoint {
    const sine = Math.sin(lat * RADIANS);
    const conformal = Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
    const across = (lng - meridian) * RADIANS;
    const north = Math.atan2(conformal, Math.cos(across));
    const east = Math.asinh(Math.sin(across) / Math.hypot(conformal, Math.cos(across)));
    let [x, y] = [north, east];
    SERIES.forEach((factor, index) => {
      const order = 2 * (index + 1);
      x += factor * Math.sin(order * north) * Math.cosh(order * east);
      y += factor * Math.cos(order * north) * Math.sinh(order * east);
    });
    return { x: RADIUS * x, y: falseEasting + RADIUS * y };
  }

  function length(places: readonly Place[]): number {
    let sum = 0;
    let last: PlanePoint | null = null;
    for (const point of places.map(project)) {
      if (last) sum += Math.hypot(point.x - last.x, point.y - last.y);
      last = point;
    }
    return sum;
  }

  function area(places: readonly Place[]): number {
    const points = places.map(project);
    const [first] = points;
    if (!first) return 0;
    let twice = 0;
    let last = first;
    // From the first corner, lest millions of metres cost the square its last digits.
    for (const point of points) {
      twice += (last.x - first.x) * (point.y - first.y) - (point.x - first.x) * (last.y - first.y);
      last = point;
    }
    return Math.abs(twice) / 2;
  }

  return { project, length, area };
}
