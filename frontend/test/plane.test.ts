/** The plane against values of pyproj: EPSG:4490 to EPSG:4524 (zone 36) and EPSG:4525 (zone 37). */
import { expect, test } from "vitest";
import { planeOf, type Place } from "../src/plane";

const RING: Place[] = [
  { lng: 106.561, lat: 29.06 },
  { lng: 106.5655, lat: 29.0601 },
  { lng: 106.566, lat: 29.063 },
  { lng: 106.5602, lat: 29.0631 },
];

test.each([
  [36, { lng: 106.65, lat: 29.03 }, 3213346.3314, 36368488.9895],
  [36, { lng: 108, lat: 29 }, 3209269.3238, 36500000],
  [36, { lng: 109.5, lat: 28.4 }, 3143686.1873, 36647003.6546],
  [37, { lng: 111.2, lat: 30.1 }, 3331215.6004, 37519277.8989],
])("in zone %d a place has the coordinates of pyproj to a tenth of a millimetre", (zone, place, x, y) => {
  const found = planeOf(zone).project(place);
  expect(found.x).toBeCloseTo(x, 3);
  expect(found.y).toBeCloseTo(y, 3);
});

test("the length of a line and the area of a ring are those of shapely on the plane", () => {
  const plane = planeOf(36);
  expect(plane.length(RING)).toBeCloseTo(1328.6869, 3);
  expect(plane.area(RING)).toBeCloseTo(166839.1444, 2);
});

test("a closed ring has the area of an open one, whichever way it is walked", () => {
  const plane = planeOf(36);
  const closed = [...RING, ...RING.slice(0, 1)];
  expect(plane.area(closed)).toBeCloseTo(plane.area(RING), 6);
  expect(plane.area([...RING].reverse())).toBeCloseTo(plane.area(RING), 6);
});

test("one place has no length, and two places no area", () => {
  const plane = planeOf(36);
  expect(plane.length(RING.slice(0, 1))).toBe(0);
  expect(plane.area(RING.slice(0, 2))).toBeCloseTo(0, 9);
  expect(plane.area([])).toBe(0);
});
