/** An area that somebody drew: as an address has it, and back. */
import { expect, test } from "vitest";
import { decoded, encoded, rectangle } from "../src/drawn-area";

const CORNERS = [
  { lat: 29, lng: 106.5 },
  { lat: 29, lng: 106.6 },
  { lat: 29.1, lng: 106.6 },
];

test("an area is written as longitude and latitude, to a decimetre", () => {
  expect(encoded(CORNERS)).toBe("106.500000,29.000000;106.600000,29.000000;106.600000,29.100000");
});

test("what was written is read again", () => {
  expect(decoded(encoded(CORNERS))).toEqual(CORNERS);
});

test.each(["", "106.5,29;106.6,29", "106.5,29;x,29;106.6,29.1"])("%s is no area", (text) => {
  expect(decoded(text)).toEqual([]);
});

test("a rectangle has the same corners from whichever side it is drawn", () => {
  const [one, other] = [
    { lat: 29, lng: 106.6 },
    { lat: 29.1, lng: 106.5 },
  ];
  expect(rectangle(one, other)).toEqual(rectangle(other, one));
});
