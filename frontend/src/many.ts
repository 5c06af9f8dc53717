/**
 * The parcels of a cluster when they are many: painted from vector tiles on canvas, unpacked as they are needed.
 *
 * Parcels are numbered, the gravest first, and come when they are asked for.
 */
import * as L from "leaflet";
import type { PMTiles } from "pmtiles";
import { unpacked } from "./attached";
import type { ListRow, ManyData, Pack, TiledData } from "./data";
import { keepLabelsApart, PARCEL_LABEL, type Label } from "./labels";
import { layersOf } from "./layers";
import { amongLines, BETWEEN, plainLine } from "./matching";
import type { Page } from "./page";
import { isDrawn, type Hit, type Parcels, type Place, type Unplaced } from "./parcels";
import { border, latLngs } from "./shapes";
import { attachedArchive } from "./tiles/archive";
import { dot, marking, outline, square, type Brush } from "./tiles/brushes";
import { TileStore, type Attributes } from "./tiles/features";
import { Ground, type Rule, type Seen } from "./tiles/ground";

const NUMBERED = 15; // zoom from which on a parcel has room for a number
const MARKED = 13; // zoom from which on idle land is marked
const MOST_FOUND = 50;

export interface ManyHit extends Hit {
  /** Number of the parcel, or of the contract that has none. */
  readonly n: number;
}

/** Where the parcels come from; they are read when they are first asked for. */
export interface Store {
  /** The tiles, each with the number of its first parcel. */
  readonly archives: readonly { archive: PMTiles; first: number }[];
  /** Some parcels and their cards, by the number of the pack. */
  pack: (number: number) => Promise<Pack>;
  /** What a search looks through, a line for each parcel (see packing.py). */
  lines: () => Promise<string[]>;
  rows: (list: string) => Promise<ListRow[]>;
}

/** What is attached to the page. */
export function attachedStore({ tiles }: ManyData): Store {
  const names = Array.from({ length: tiles.lists }, (_, n) => `list-${n}`);
  return {
    archives: [{ archive: attachedArchive(tiles), first: 0 }],
    pack: async (number) => JSON.parse(await unpacked(`cards-${number}`)) as Pack,
    lines: async () => (await Promise.all(names.map(unpacked))).flatMap((text) => text.split("\n")),
    rows: async (list) => JSON.parse(await unpacked(`rows-${list}`)) as ListRow[],
  };
}

/** What of a store was asked for, kept. */
function keeping(store: Store, { tiles, cards }: TiledData) {
  const packs = new Map<number, Promise<Pack>>();
  let lines: Promise<string[]> | null = null;

  function packOf(n: number): Promise<Pack> {
    const number = Math.floor(n / tiles.pack);
    const pack = packs.get(number) ?? store.pack(number);
    packs.set(number, pack);
    return pack;
  }

  async function placeAt(n: number): Promise<Place | Unplaced> {
    const pack = await packOf(n);
    Object.assign(cards, pack.cards);
    const parcel = pack.places[n % tiles.pack];
    if (!parcel) throw new Error(`The page has no parcel ${n}.`);
    if ("contract" in parcel) return parcel;
    const { state, idle, shape, at } = parcel;
    return { parcel, state, idle, layer: shape && L.polygon(latLngs(shape)), at: at && L.latLng(at) };
  }

  return { placeAt, searched: () => (lines ??= store.lines()), rowsOf: store.rows };
}

/** Draw the parcels. */
export function manyParcels(page: Page<TiledData>, store: Store): Parcels<ManyHit> {
  const { map, data } = page;
  const { style, tiles } = data;
  const { placeAt, searched, rowsOf } = keeping(store, data);
  const layers = layersOf(map, showWhatIsOn);
  const stateOf = ({ state }: Attributes) => tiles.states[state] ?? "";
  const markOf = ({ idle = 0 }: Attributes) => tiles.marks[idle - 1] ?? null;
  const isSeen = (attributes: Attributes) => layers.shows(stateOf(attributes), [markOf(attributes)]);
  const isMarked = (attributes: Attributes) => {
    const mark = markOf(attributes);
    return mark !== null && layers.isOn(mark);
  };

  // ---- painting ----------------------------------------------------------------------------------------------------

  const leastFirst = [...tiles.states].reverse();
  const look = <T>(of: Record<string, T>, name: string): T => {
    const found = of[name];
    if (!found) throw new Error(`No look is given for ${name}.`);
    return found;
  };
  const rulesOf = (names: readonly string[], brush: (state: string) => Brush): Rule[] =>
    leastFirst.flatMap((state) =>
      names.map((layer) => ({
        layer,
        brush: brush(state),
        filter: (attributes) => stateOf(attributes) === state && isSeen(attributes),
      })),
    );
  const rules: Rule[] = [
    ...rulesOf(tiles.squares, (state) => square(look(style.states, state))),
    ...rulesOf(tiles.outlines, (state) => outline(look(style.states, state))),
    ...rulesOf(tiles.dots ? [tiles.dots] : [], (state) =>
      dot(look(style.states, state), ({ attributes }) => isMarked(attributes)),
    ),
    ...tiles.marks.flatMap((mark) =>
      tiles.outlines.map((layer) => ({
        layer,
        from: MARKED,
        brush: marking(look(style.idle, mark)),
        filter: (attributes: Attributes) =>
          markOf(attributes) === mark && isMarked(attributes) && isSeen(attributes),
      })),
    ),
  ];
  const grounds = store.archives.map(
    ({ archive, first }) => new Ground(new TileStore(archive, first), rules, tiles.closest),
  );
  const boundary = data.boundary && L.polygon(latLngs(data.boundary), border(style.boundary));

  function showWhatIsOn(): void {
    if (layers.isOn("boundary")) boundary?.addTo(map);
    else boundary?.remove();
    for (const ground of grounds) ground.repaint();
    labels.show(layers.isOn("labels"));
  }

  // ---- numbers -----------------------------------------------------------------------------------------------------

  const labelled: Label[] = [];

  /** The parcels in view by number, each by its largest piece: a tile holds only what lies in it. */
  function largestPieces(): [number, Seen][] {
    const pieces = new Map<number, Seen & { size: number }>();
    for (const seen of grounds.flatMap((ground) => [...ground.inView(map, tiles.outlines)])) {
      const { attributes, box } = seen.feature;
      const size = (box.maxX - box.minX) * (box.maxY - box.minY);
      const { n } = attributes;
      if (n !== undefined && size > (pieces.get(n)?.size ?? 0)) pieces.set(n, { ...seen, size });
    }
    return [...pieces].sort(([one], [other]) => one - other);
  }

  function labelOf(line: string | undefined, { feature, bounds }: Seen): Label {
    const [no = "", , , short = ""] = (line ?? "").split(BETWEEN);
    const box = bounds();
    return {
      ...PARCEL_LABEL,
      texts: [short === "" ? no : short],
      at: box.getCenter(),
      bounds: box,
      shown: () => isSeen(feature.attributes),
    };
  }

  async function label(): Promise<void> {
    const zoom = map.getZoom();
    const numbered = zoom >= NUMBERED && layers.isOn("labels");
    const lines = numbered ? await searched() : [];
    if (zoom !== map.getZoom()) return;
    labelled.length = 0;
    if (numbered) labelled.push(...largestPieces().map(([n, seen]) => labelOf(lines[n], seen)));
    labels.place();
  }

  boundary?.addTo(map);
  for (const ground of grounds) ground.addTo(map);
  const labels = keepLabelsApart(map, labelled);
  for (const ground of grounds) ground.on("load", () => void label());
  map.on("moveend", () => void label());

  // ---- searching ---------------------------------------------------------------------------------------------------

  let comparable: Promise<string[]> | null = null;
  const prepared = () => (comparable ??= searched().then((lines) => lines.map(plainLine)));
  grounds[0]?.once("load", () => setTimeout(() => void prepared(), 200));

  function hit(line: string | undefined, n: number): ManyHit {
    const [first = "", contracts = "", holder = ""] = (line ?? "").split(BETWEEN);
    return {
      n,
      label: `${first} · ${holder === "" ? data.words.noContract : holder}`,
      detail: contracts.split("、").join(" · "),
    };
  }

  async function matches(wanted: string) {
    const [lines, compared] = await Promise.all([searched(), prepared()]);
    const { hits, ...found } = amongLines(compared, wanted, MOST_FOUND);
    return { ...found, hits: hits.map((n) => hit(lines[n], n)) };
  }

  // The number of a parcel begins its line.
  async function seek(no: string): Promise<Place | undefined> {
    const n = (await searched()).findIndex((line) => line.startsWith(`${no}${BETWEEN}`));
    const place = n < 0 ? undefined : await placeAt(n);
    return place && "parcel" in place ? place : undefined;
  }

  /** The gravest parcel under a place, where a dot is nearest, that; or whether a square is there. */
  function parcelUnder(at: L.LatLng): number | "square" | null {
    const seen = grounds
      .flatMap((ground) => ground.at(map, at))
      .map(({ attributes }) => attributes)
      .filter(isSeen);
    const numbers = seen.flatMap(({ n }) => n ?? []);
    if (numbers.length) return Math.min(...numbers);
    return seen.length ? "square" : null;
  }

  return {
    ...layers,
    isShown: (place) => place.layer !== null && layers.shows(place.state, [place.idle]),
    placeOf: () => undefined,
    has: () => true,
    seek,
    rowsOf,
    matches,
    placeOfHit: ({ n }) => placeAt(n),
    atHand: false,
    onClick(chosen) {
      map.on("click", ({ latlng }) => {
        if (page.picking) return;
        const found = parcelUnder(latlng);
        if (found === "square") map.setView(latlng, map.getZoom() + 2);
        else if (found !== null) {
          void placeAt(found).then((place) => {
            if ("parcel" in place && isDrawn(place)) chosen(place);
          });
        }
      });
    },
  };
}
