import { expect, test } from "vitest";
import { lookAt, splitLook, within } from "../src/months";

// The first look is 3; from the second month on it is 7, from the fifth on 0.
const RUN = [3, 2, 7, 5, 0];

test.each([
  [0, 3],
  [1, 3],
  [2, 7],
  [4, 7],
  [5, 0],
  [60, 0],
])("in month %d the look is %d", (month, look) => {
  expect(lookAt(RUN, month)).toBe(look);
});

test("a parcel that never changes has one look", () => {
  expect(lookAt([4], 12)).toBe(4);
});

test("a look is a state and one of three marks", () => {
  expect([0, 2, 3, 26].map((look) => splitLook(look, 3))).toEqual([
    [0, 0],
    [0, 2],
    [1, 0],
    [8, 2],
  ]);
});

test("steps do not leave the months", () => {
  expect([-1, 0, 7, 60, 61].map((place) => within(place, 60))).toEqual([0, 0, 7, 60, 60]);
});
