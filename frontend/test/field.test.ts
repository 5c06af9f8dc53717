/** What phone and server must work out alike, and what may be given up. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { canonical, dayInChina, instant, newUuid, sha256 } from "../src/field/canonical";
import { valuesOf } from "../src/field/form";
import { nameOf, packed } from "../src/field/packed";
import { progressOf } from "../src/field/sending";
import type { SavedRecord } from "../src/field/store";
import { isDone } from "../src/field/store";

test("a record has one form, whatever the order of its keys", () => {
  const given = {
    on: "2023-12-20",
    contract_no: "合1",
    shots: { b: { lon: 106.5, lat: 29 }, a: {} },
    photos: ["b", "a"],
  };
  expect(canonical(given)).toBe(
    '{"contract_no":"合1","on":"2023-12-20","photos":["b","a"],"shots":{"a":{},"b":{"lat":29,"lon":106.5}}}',
  );
});

// The examples of RFC 8785, appendix B.
test.each([
  [0, "0"],
  [1e21, "1e+21"],
  [9.5367431640625e-7, "9.5367431640625e-7"],
  [333333333.3333333, "333333333.3333333"],
])("the number %s is written as %s", (number, text) => {
  expect(canonical(number)).toBe(text);
});

test("the hash is SHA-256 in hex", async () => {
  const content = new TextEncoder().encode("基坑");
  expect(await sha256(content)).toBe(createHash("sha256").update(content).digest("hex"));
});

test("a visit late in the evening of Greenwich is one of the next day in China", () => {
  expect(dayInChina(new Date("2023-12-31T16:30:00Z"))).toBe("2024-01-01");
});

test("names are UUIDs of the random kind in small letters", () => {
  expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("an instant bears the offset of the phone", () => {
  const at = new Date(2023, 11, 20, 10, 11, 12);
  expect(new Date(instant(at)).getTime()).toBe(at.getTime());
  expect(instant(at)).toMatch(/^2023-12-20T10:11:12[+-]\d\d:\d\d$/);
});

const RECORD: SavedRecord = {
  uuid: "4ae15f41-c0a8-5df3-9122-9f5e48fc0b0f",
  login: "zhang",
  body: "{}",
  sha256: "aa",
  photos: ["p1", "p2"],
  about: "渝綦工2022-018",
  savedAt: "2023-12-20T02:11:00.000Z",
};
const received = {
  record: "aa",
  photos: ["p1", "p2"],
  missing: [],
  state: "recorded",
  reason: null,
  visit: "XC-1",
};

test.each([
  ["no receipt", RECORD, false],
  ["another hash", { ...RECORD, receipt: { ...received, record: "bb" } }, false],
  ["a photograph missing", { ...RECORD, receipt: { ...received, missing: ["p2"] } }, false],
  ["a photograph not named", { ...RECORD, receipt: { ...received, photos: ["p1"] } }, false],
  ["everything named", { ...RECORD, receipt: received }, true],
  ["a sketch not named", { ...RECORD, sketches: ["s1"], receipt: received }, false],
  ["a voice note not named", { ...RECORD, voices: ["v1"], receipt: received }, false],
  [
    "voice note and sketch named",
    {
      ...RECORD,
      voices: ["v1"],
      sketches: ["s1"],
      receipt: { ...received, voices: ["v1"], sketches: ["s1"] },
    },
    true,
  ],
])("with %s a record may be given up: %#", (_name, record, done) => {
  expect(isDone(record)).toBe(done);
});

test("it is told which photograph of which contract is waited for, of one's own records alone", () => {
  const done = { ...RECORD, receipt: received };
  const waiting = { ...RECORD, about: "渝綦工2021-005", receipt: { ...received, missing: ["p2"] } };
  const foreign = { ...RECORD, login: "li" };
  expect(progressOf([done, waiting, foreign], "zhang")).toMatchObject({
    done: 1,
    all: 2,
    kind: "photo",
    place: 2,
    waiting,
  });
  expect(progressOf([done], "zhang")).toMatchObject({ done: 1, all: 1, waiting: null });
});

test.each([
  ["v2", "voice", 2],
  ["s1", "sketch", 1],
])("it is told which voice note or sketch is waited for: %s", (missing, kind, place) => {
  const files = { voices: ["v1", "v2"], sketches: ["s1"] };
  const waiting = { ...RECORD, ...files, receipt: { ...received, ...files, missing: [missing] } };
  expect(progressOf([waiting], "zhang")).toMatchObject({ kind, place });
});

test.each([
  ["1/3", undefined],
  ["29/100", "29"],
  ["0.35", "35"],
  ["0", "0"],
])("the share %s is offered as percent where it is a whole number: %s", (share, percent) => {
  expect(valuesOf({ done_share: share }).done).toBe(percent);
});

test("what the last visit said is offered as the fields of the form", () => {
  const answers = { begun: { yes: false, reason: "资金未到位" }, reported: { yes: true, reason: null } };
  expect(valuesOf({ works: "levelled", answers })).toEqual({
    stage: "levelled",
    begun: "no",
    begun_reason: "资金未到位",
    reported: "yes",
  });
});

test("a file holds each record, and each photograph once that is still on the phone", async () => {
  const there = new Map([["p1", new Blob(["gate"])]]);
  const other = { ...RECORD, uuid: "0b6a2a3e-5b0e-4d0c-9d57-3f1f0e2c9b11", photos: ["p1"] };
  const text = await (await packed([RECORD, other], (name) => Promise.resolve(there.get(name)))).text();
  const names = [`records/${RECORD.uuid}.json`, "blobs/p1", `records/${other.uuid}.json`];
  // Each name stands before its content and in the list at the end.
  expect(names.map((name) => text.split(name).length - 1)).toEqual([2, 2, 2]);
  expect(text).not.toContain("blobs/p2");
});

test("the file says whose it is, and when it was written", () => {
  expect(nameOf("zhang", new Date(2023, 11, 20, 10, 11))).toBe("landwatch-zhang-20231220-1011.zip");
});
