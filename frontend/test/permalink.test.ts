import { expect, test } from "vitest";
import { read, written } from "../src/permalink";

const nothing = { view: null, parcel: null, off: [], only: null };

test("an address names view, parcel, hidden layers and the layer alone, in this order", () => {
  const kept = {
    view: { lat: 29.0612344, lon: 106.5687658, zoom: 15.5 },
    parcel: "BD-03",
    off: ["completed", "labels"],
    only: "suspected",
  };
  expect(new URLSearchParams(written(kept)).toString()).toBe(
    "at=29.061234%2C106.568766%2C15.5&parcel=BD-03&off=completed%2Clabels&only=suspected",
  );
});

test("what there is nothing to say of is left out", () => {
  expect(written(nothing)).toEqual({});
});

test("an address is read as it was written", () => {
  const kept = { view: { lat: 29.06, lon: 106.56, zoom: 15 }, parcel: "北-1/2", off: ["a"], only: null };
  expect(read(new URLSearchParams(new URLSearchParams(written(kept)).toString()))).toEqual(kept);
});

test.each(["find=BD-03", ""])("an address that says nothing of a view is none: %s", (text) => {
  expect(read(new URLSearchParams(text))).toBeNull();
});

test.each(["at=29,106", "at=north,east,3", "at="])("a view that is no place is passed over: %s", (text) => {
  expect(read(new URLSearchParams(text))).toEqual(nothing);
});
