import type { Evented } from "leaflet";
import { expect, test } from "vitest";
import { layersOf } from "../src/layers";

/** Layers, and what happened to them in order. */
function watched() {
  const happened: string[] = [];
  const map = { fire: (type: string) => happened.push(`fired ${type}`) } as unknown as Evented;
  return { layers: layersOf(map, () => happened.push("drawn")), happened };
}

test("every layer is on until it is switched off", () => {
  const { layers } = watched();
  layers.setOn({ completed: false });
  expect([layers.isOn("completed"), layers.isOn("excused")]).toEqual([false, true]);
  expect([layers.shows("completed", []), layers.shows("excused", [null])]).toEqual([false, true]);
});

test("what is on is drawn before the map hears of it", () => {
  const { layers, happened } = watched();
  layers.setOn({ labels: false });
  expect(happened).toEqual(["drawn", "fired layers"]);
});

test("a layer alone shows what bears it, also as a mark, and switches it on", () => {
  const { layers } = watched();
  layers.setOn({ suspected: false, completed: false });
  layers.showOnly("suspected");
  expect(layers.alone()).toBe("suspected");
  expect(layers.isOn("suspected")).toBe(true);
  expect(layers.shows("completed", ["suspected"])).toBe(true);
  expect(layers.shows("excused", ["recognised"])).toBe(false);
});

test("no longer alone, the layers are as they were switched", () => {
  const { layers } = watched();
  layers.setOn({ completed: false });
  layers.showOnly("excused");
  layers.showOnly(null);
  expect([layers.shows("completed", []), layers.shows("excused", [])]).toEqual([false, true]);
});
