/** The maps of the phone: the way to a parcel, the order of the list, what is taken along, what is drawn. */
import { expect, test } from "vitest";
import { wayTo, windOf } from "../src/field/bearing";
import { distance } from "../src/field/distance";
import type { Kind } from "../src/field/drawing";
import { Drawing, MOST_PLACES } from "../src/field/drawing";
import type { Plot } from "../src/field/goal";
import { boundariesOf, inOrder, isOverdue, numberOf } from "../src/field/goal";
import { luggageOf } from "../src/field/luggage";
import type { Day, Task } from "../src/field/protocol";

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

test.each([
  [0.4, "0 m"],
  [999.4, "999 m"],
  [999.5, "1.0 km"],
  [1740, "1.7 km"],
])("%d metres are told as %s", (metres, told) => {
  expect(distance(metres)).toBe(told);
});

const task = (contract_no: string, route: number, more: Partial<Task> = {}): Task => ({
  contract_no,
  cluster: null,
  project: null,
  holder: null,
  due: [{ label: "", until: "2023-12-31", state: "open" }],
  parcels: [{ parcel_no: `P${contract_no}`, boundary: PARCEL }],
  days: {},
  last_visit: null,
  route,
  ...more,
});
const PLOT: Plot = { parcel_no: "P9", name: null, contract_no: "合9", boundary: PARCEL };

test("the list is in the order of the way, and as it came where no order was taken along", () => {
  expect(inOrder([task("合1", 3), task("合2", 1), task("合3", 2)]).map(numberOf)).toEqual([
    "合2",
    "合3",
    "合1",
  ]);
  const old = ["合2", "合1"].map((number) => task(number, 0));
  expect(inOrder(old).map(numberOf)).toEqual(["合2", "合1"]);
});

test("a parcel of the map is called by its own number, and is never overdue", () => {
  expect([numberOf(PLOT), isOverdue(PLOT), boundariesOf(PLOT)]).toEqual(["P9", false, [PARCEL]]);
});

test("a contract is overdue where what presses most is", () => {
  const late = task("合1", 1, { due: [{ label: "", until: "2023-11-30", state: "overdue" }] });
  expect([isOverdue(late), isOverdue(task("合2", 2))]).toEqual([true, false]);
});

const photo = (item: string) => ({
  item,
  taken_on: "2023-09-01",
  url: `/field/v1/contracts/1/photos/${item}`,
});
const DAY = {
  items: [task("合1", 1, { last_photos: [photo("a"), photo("b")] }), task("合2", 2)],
} as unknown as Day;

test("what is taken along are the photographs of the list and the tiles of the ground, with their size", () => {
  const ground = { url: "/ground/{z}/{x}/{y}", tiles: [[10, 8, 4]] as const, bytes: 1000, credit: "" };
  expect(luggageOf(DAY, { ground })).toEqual({
    addresses: ["/field/v1/contracts/1/photos/a", "/field/v1/contracts/1/photos/b", "/ground/10/8/4"],
    bytes: 2 * 40_960 + 1000,
  });
  expect(luggageOf(DAY, { ground: null }).bytes).toBe(81_920);
});

/** A drawing of one figure with so many places. */
function drawn(kind: Kind, count: number): Drawing {
  const drawing = new Drawing();
  drawing.begin(kind);
  for (let place = 0; place < count; place++) drawing.add({ lon: 106.6 + place / 1000, lat: 29 });
  return drawing;
}

test("a sketch is GeoJSON in the one form of a record, with the note of each figure", () => {
  const drawing = drawn("line", 2);
  drawing.note = " 围墙 ";
  drawing.begin("point");
  drawing.add({ lon: 106.60000004, lat: 29.00000006 });
  expect(drawing.toText()).toBe(
    '{"features":[' +
      '{"geometry":{"coordinates":[[106.6,29],[106.601,29]],"type":"LineString"},' +
      '"properties":{"note":"围墙"},"type":"Feature"},' +
      '{"geometry":{"coordinates":[106.6,29.0000001],"type":"Point"},"properties":{},"type":"Feature"}],' +
      '"type":"FeatureCollection"}',
  );
});

test("an area is closed where it began", () => {
  const { features } = JSON.parse(drawn("area", 3).toText()) as {
    features: { geometry: { coordinates: number[][][] } }[];
  };
  const ring = features[0]?.geometry.coordinates[0] ?? [];
  expect([ring.length, ring[3]]).toEqual([4, ring[0]]);
});

test.each([
  ["line", 1, true],
  ["line", 2, false],
  ["area", 2, true],
  ["area", 3, false],
  ["point", 1, false],
] as const)("a %s of %d places is unfinished: %s", (kind, count, unfinished) => {
  expect(drawn(kind, count).unfinished !== null).toBe(unfinished);
});

test("each tap with the point in hand is a point of its own", () => {
  expect(drawn("point", 3).counted()).toEqual({ point: 3, line: 0, area: 0 });
});

test("undoing goes back into the figure before, and ends where nothing is left", () => {
  const drawing = drawn("line", 2);
  drawing.begin("area");
  drawing.undo();
  expect([drawing.kind, drawing.count]).toEqual(["line", 1]);
  drawing.undo();
  drawing.undo();
  expect(drawing.figures).toEqual([]);
});

test("a sketch takes as many places as the office does", () => {
  expect(drawn("line", MOST_PLACES + 1).count).toBe(2000);
  expect(drawn("area", MOST_PLACES).count).toBe(2000);
});
