import { expect, test } from "vitest";
import { measured } from "../src/measured";
import { planeOf } from "../src/plane";
import { decimal, filled, muOf } from "../src/wording";

const words = {
  measureLength: "",
  measureArea: "",
  lengthHint: "click",
  areaHint: "click around",
  lengthTold: "{length} m",
  areaTold: "{area} m², {mu} mu, {length} m around",
};
const RING = [
  { lng: 106.561, lat: 29.06 },
  { lng: 106.5655, lat: 29.0601 },
  { lng: 106.566, lat: 29.063 },
  { lng: 106.5602, lat: 29.0631 },
];

test("two thirds of a thousand square metres are a mu", () => {
  expect([2000 / 3, 1000, 40_000].map((area) => decimal(muOf(area)))).toEqual(["1.00", "1.50", "60.00"]);
});

test("numbers have two decimals and thousands apart", () => {
  expect(decimal(1234567.895)).toBe("1,234,567.90");
});

test("an area is told in square metres, mu and metres around it", () => {
  // 166,839.1444 m² × 3 / 2,000 = 250.2587 mu
  expect(measured("area", RING, planeOf(36), words)).toBe("166,839.14 m², 250.26 mu, 1,681.09 m around");
});

test("a length is told in metres", () => {
  expect(measured("length", RING, planeOf(36), words)).toBe("1,328.69 m");
});

test("with too few places it is told how to go on", () => {
  expect(measured("length", RING.slice(0, 1), planeOf(36), words)).toBe("click");
  expect(measured("area", RING.slice(0, 2), planeOf(36), words)).toBe("click around");
});

test("a value with a dollar sign stays as it is", () => {
  expect(filled("{name}, {name}", { name: "$&" })).toBe("$&, {name}");
});
