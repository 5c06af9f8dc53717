/** GCJ-02 against the places that are published with the distortion. */
import { expect, test } from "vitest";
import { gcj02, trueFrom } from "../src/shift";

// Given by others with an axis of 6378137 instead of 6378245 m, which is a hundredth of a metre here.
const KNOWN: [string, [number, number], [number, number]][] = [
  ["Shanghai", [121.5272106, 31.1774276], [121.531541859215, 31.17530398364597]],
  ["Shenzhen", [113.912316, 22.543847], [113.9171764808363, 22.540796131694766]],
  ["Beijing", [116.377817, 39.911954], [116.38404722455657, 39.91334545536069]],
];

test.each(KNOWN)("%s is shifted as published", (_place, [lon, lat], shifted) => {
  const [east, north] = gcj02(lon, lat);
  expect(east).toBeCloseTo(shifted[0], 6);
  expect(north).toBeCloseTo(shifted[1], 6);
});

test("a place that is shifted and taken back is where it was, to a hundredth of a millimetre", () => {
  const [lon, lat] = trueFrom(...gcj02(106.65, 29.03));
  expect(lon).toBeCloseTo(106.65, 10);
  expect(lat).toBeCloseTo(29.03, 10);
});
