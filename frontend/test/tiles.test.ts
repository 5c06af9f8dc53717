import { PbfWriter } from "pbf";
import type { PMTiles } from "pmtiles";
import { expect, test } from "vitest";
import { piecesOf } from "../src/tiles/archive";
import { read, TileStore, under } from "../src/tiles/features";
import { behind } from "../src/tiles/scales";

// ---- a tile written by hand: a parcel with a courtyard, and a dot -------------------------------------------------

const zigzag = (value: number) => (value << 1) ^ (value >> 31);
const command = (id: number, count: number) => (count << 3) | id;

/** The commands of rings, each closed, or of a single point. */
function geometry(rings: [number, number][][], closed: boolean): number[] {
  let [x, y] = [0, 0];
  const step = ([px, py]: [number, number]) => {
    const moved = [zigzag(px - x), zigzag(py - y)];
    [x, y] = [px, py];
    return moved;
  };
  return rings.flatMap(([first = [0, 0], ...others]) => [
    command(1, 1),
    ...step(first),
    ...(others.length ? [command(2, others.length), ...others.flatMap(step)] : []),
    ...(closed ? [command(7, 1)] : []),
  ]);
}

function layer(name: string, type: number, commands: number[], values: Record<string, number>): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  pbf.writeMessage(
    2,
    (_, feature) => {
      feature.writePackedVarint(
        2,
        Object.keys(values).flatMap((_key, at) => [at, at]),
      );
      feature.writeVarintField(3, type);
      feature.writePackedVarint(4, commands);
    },
    null,
  );
  for (const key of Object.keys(values)) pbf.writeStringField(3, key);
  for (const value of Object.values(values)) {
    pbf.writeMessage(4, (_, message) => message.writeVarintField(5, value), null);
  }
  pbf.writeVarintField(5, 4096);
  return pbf.finish();
}

function tile(): Uint8Array {
  const outer: [number, number][] = [
    [800, 800],
    [2400, 800],
    [2400, 2400],
    [800, 2400],
  ];
  const court: [number, number][] = [
    [1200, 1200],
    [1200, 1600],
    [1600, 1600],
    [1600, 1200],
  ];
  const pbf = new PbfWriter();
  pbf.writeBytesField(3, layer("parcels-10", 3, geometry([outer, court], true), { n: 7, state: 1, idle: 0 }));
  pbf.writeBytesField(3, layer("flagged", 1, geometry([[[800, 800]]], false), { n: 7, state: 1, idle: 2 }));
  return pbf.finish();
}

test("features come in pixels of a tile, with their attributes and their box", () => {
  const [parcel] = read(tile()).get("parcels-10") ?? [];
  expect(parcel?.attributes).toEqual({ n: 7, state: 1, idle: 0 });
  expect(parcel?.box).toEqual({ minX: 100, minY: 100, maxX: 300, maxY: 300 });
  expect(parcel?.rings[0]?.[1]).toMatchObject({ x: 300, y: 100 });
});

test.each([
  ["the land", { x: 120, y: 200 }, ["polygon"]],
  ["the courtyard", { x: 175, y: 175 }, []],
  ["the ground beside", { x: 320, y: 200 }, []],
  ["the dot on the corner", { x: 101, y: 101 }, ["polygon", "dot"]],
  ["outside the corner, near the dot", { x: 98.5, y: 99 }, ["dot"]],
])("under a point of %s lies what is drawn there", (_where, point, expected) => {
  const found = under(read(tile()), point, 2.5).map(({ isPoint }) => (isPoint ? "dot" : "polygon"));
  expect(found).toEqual(expected);
});

// ---- scales -------------------------------------------------------------------------------------------------------

test("four tiles of the screen are painted from one of the archive", () => {
  expect(behind({ z: 14, x: 13043, y: 6800 }, 14)).toEqual({
    tile: { z: 13, x: 6521, y: 3400 },
    scale: 1,
    shift: { x: -256, y: 0 },
  });
});

test("beyond the closest zoom the tiles of the archive are enlarged", () => {
  expect(behind({ z: 17, x: 104349, y: 54405 }, 14)).toEqual({
    tile: { z: 14, x: 13043, y: 6800 },
    scale: 4,
    shift: { x: -5 * 256, y: -5 * 256 },
  });
});

// ---- the archive --------------------------------------------------------------------------------------------------

test("bytes within a part are cut from its base64 at a multiple of three", () => {
  expect(piecesOf(10, 5, { bytes: 100, part: 30 })).toEqual([
    { part: 0, from: 12, to: 20, skip: 1, bytes: 5 },
  ]);
});

test("bytes across parts come from both, and none from behind the end", () => {
  expect(piecesOf(28, 100, { bytes: 35, part: 30 })).toEqual([
    { part: 0, from: 36, to: 40, skip: 1, bytes: 2 },
    { part: 1, from: 0, to: 8, skip: 0, bytes: 5 },
  ]);
});

test("a tile is fetched once, also when it is asked for twice at a time; where nothing is, it is empty", async () => {
  const asked: string[] = [];
  const archive = {
    getZxy: (z: number, x: number, y: number) => {
      asked.push(`${z}/${x}/${y}`);
      return Promise.resolve(x === 1 ? { data: tile() } : undefined);
    },
  } as unknown as PMTiles;
  const store = new TileStore(archive);
  const here = { z: 3, x: 1, y: 2 };
  const [one, other] = await Promise.all([store.get(here), store.get(here)]);
  expect(one).toBe(other);
  expect(store.at(here)).toBe(await store.get(here));
  expect((await store.get({ z: 3, x: 5, y: 2 })).size).toBe(0);
  expect(asked).toEqual(["3/1/2", "3/5/2"]);
});
