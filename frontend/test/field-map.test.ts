/** The way to a parcel: how far, and in which direction. */
import { expect, test } from "vitest";
import { wayTo, windOf } from "../src/field/bearing";

/** A parcel 0.002° wide and high, by its south-western corner. */
const parcel = (lon: number, lat: number) => ({
  type: "Polygon",
  coordinates: [
    [
      [lon, lat],
      [lon + 0.002, lat],
      [lon + 0.002, lat + 0.002],
      [lon, lat + 0.002],
      [lon, lat],
    ],
  ],
});
const PARCEL = parcel(106.6, 29);

test("inside a parcel no metre is left, and no direction leads on", () => {
  expect(wayTo([PARCEL], { lon: 106.601, lat: 29.001 })).toEqual({ metres: 0, bearing: null });
});

// 0.001° of latitude are 111.3 m here, 0.001° of longitude 97.4 m.
test.each([
  ["south of it", 106.601, 28.999, 111.3, 0],
  ["east of it", 106.603, 29.001, 97.4, 270],
  ["north of it", 106.601, 29.003, 111.3, 180],
  ["west of it", 106.599, 29.001, 97.4, 90],
  ["off its south-western corner", 106.599, 28.999, 147.9, 41.2],
])("%s the nearest side or corner counts", (_where, lon, lat, metres, bearing) => {
  const way = wayTo([PARCEL], { lon, lat });
  expect(way?.metres).toBeCloseTo(metres, 0);
  expect(way?.bearing).toBeCloseTo(bearing, 0);
});

test("of several parcels the nearest counts", () => {
  const way = wayTo([PARCEL, parcel(106.61, 29)], { lon: 106.609, lat: 29.001 });
  expect(way?.metres).toBeCloseTo(97.4, 0);
});

test("in the hole of a parcel one is not on it", () => {
  const hole = parcel(106.6005, 29.0005).coordinates[0]?.map(([lon = 0, lat = 0]) => [
    106.6005 + (lon - 106.6005) / 2,
    29.0005 + (lat - 29.0005) / 2,
  ]);
  const ring = { type: "Polygon", coordinates: [...PARCEL.coordinates, hole] };
  expect(wayTo([ring], { lon: 106.601, lat: 29.001 })?.metres).toBeCloseTo(48.7, 0);
});

test("without a boundary the way is not known", () => {
  expect(wayTo([null], { lon: 106.6, lat: 29 })).toBeNull();
  expect(wayTo([], { lon: 106.6, lat: 29 })).toBeNull();
});

test.each([
  [0, "n"],
  [22, "n"],
  [23, "ne"],
  [180, "s"],
  [337, "nw"],
  [338, "n"],
  [-90, "w"],
])("%d degrees are called %s", (bearing, wind) => {
  expect(windOf(bearing)).toBe(wind);
});
