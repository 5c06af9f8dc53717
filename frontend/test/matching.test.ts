import { expect, test } from "vitest";
import { among, amongLines, plain, plainLine } from "../src/matching";

test("full width, capitals and spaces make no difference", () => {
  expect(plain(" ＢＤ－０７ 号\t")).toBe("bd-07号");
});

test("a line keeps what stands between its texts", () => {
  expect(plainLine("BD 07\x1f川 渝")).toBe("bd07\x1f川渝");
});

const entries = [
  { no: "BD-070", names: ["第7机械"] },
  { no: "XBD-07", names: [] },
  { no: "BD-07", names: ["第70机械"] },
];
const search = among(entries, ({ no, names }) => [no, ...names]);

test("the whole number comes first, then what begins so, then what holds it", async () => {
  const { hits, count, exact } = await search("bd-07");
  expect(hits.map(({ no }) => no)).toEqual(["BD-07", "BD-070", "XBD-07"]);
  expect([count, exact]).toEqual([3, true]);
});

test("a part of a name finds, and is not exact", async () => {
  const { hits, exact } = await search("70机械");
  expect(hits.map(({ no }) => no)).toEqual(["BD-07"]);
  expect(exact).toBe(false);
});

test("nothing that fits is nothing", async () => {
  expect(await search("ZZ")).toEqual({ hits: [], count: 0, exact: false });
});

test("lines are ranked alike, counted all and given up to the most", () => {
  const lines = ["bd-070\x1f甲", "xbd-07\x1f乙", "丙\x1fbd-07", "丁"];
  expect(amongLines(lines, "bd-07", 2)).toEqual({ hits: [2, 0], count: 3, exact: true });
});
