/** What is taken along beside the list: the map of the area, small photographs, the office's tiles of the ground. */

import type { AreaMap, Day } from "./protocol";
import { areaMap, picture } from "./protocol";

/** The cache of it; the worker answers from there, too. */
const CACHE = "landwatch-field-day";
/** Where the map of a person is kept: who shares the phone sees other land. */
const mapOf = (login: string): string => `/field/v1/map?of=${encodeURIComponent(login)}`;
const PHOTO_BYTES = 40 * 1024; // of the largest
const AT_ONCE = 4; // more only wait for each other on a bad line

export interface Luggage {
  readonly addresses: readonly string[];
  /** What they come to, at most. */
  readonly bytes: number;
}

/** Everything that a day needs beside its list. */
export function luggageOf(day: Day, { ground }: Pick<AreaMap, "ground">): Luggage {
  const photos = day.items.flatMap((task) => (task.last_photos ?? []).map((photo) => photo.url));
  const tiles = ground?.tiles.map(([z, x, y]) => tileAddress(ground.url, z, x, y)) ?? [];
  return { addresses: [...photos, ...tiles], bytes: photos.length * PHOTO_BYTES + (ground?.bytes ?? 0) };
}

const tileAddress = (url: string, z: number, x: number, y: number): string =>
  url.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));

/** Get the map of the area for whoever is signed in, and keep it. */
export async function takeMap(login: string): Promise<AreaMap> {
  const answer = await areaMap();
  await (await caches.open(CACHE)).put(mapOf(login), answer.clone());
  return (await answer.json()) as AreaMap;
}

let brought: AreaMap | null = null;

/** Let the page itself be what brought the map along. */
export function bringMap(map: AreaMap): void {
  brought = map;
}

/** The map that a person took along; null where none was. */
export async function mapTaken(login: string): Promise<AreaMap | null> {
  if (brought) return brought;
  const kept = await (await caches.open(CACHE)).match(mapOf(login));
  return kept ? ((await kept.json()) as AreaMap) : null;
}

/** What of it is not on the phone yet. */
export async function stillMissing({ addresses }: Luggage): Promise<string[]> {
  const cache = await caches.open(CACHE);
  const there = new Set((await cache.keys()).map((request) => request.url));
  return addresses.filter((address) => !there.has(new URL(address, location.href).href));
}

/** Give up what was taken along for another day, or by somebody else. */
export async function unpack(login: string, { addresses }: Luggage): Promise<void> {
  const cache = await caches.open(CACHE);
  const wanted = new Set([mapOf(login), ...addresses].map((address) => new URL(address, location.href).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

/** Store what is missing; `told` hears of each, `goesOn` says whether to ask for the next. */
export async function pack(
  missing: readonly string[],
  told: (stored: number) => void,
  goesOn: () => boolean,
): Promise<void> {
  const cache = await caches.open(CACHE);
  const left = [...missing];
  let stored = 0;
  const work = async (): Promise<void> => {
    for (let address = left.shift(); address !== undefined && goesOn(); address = left.shift()) {
      // An empty answer stands for what the office cannot show: it is not asked for again.
      await cache.put(address, (await picture(address)) ?? new Response(null));
      told((stored += 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
