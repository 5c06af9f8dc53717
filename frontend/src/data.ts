/**
 * What Python writes into a page, as JSON in the element `landwatch-data`.
 *
 * `tests/maps/test_page_data.py` lets the compiler judge whether what Python writes fits these types, keys included.
 */
import type { MultiPolygon, Point, Polygon } from "geojson";
import type { MapOptions } from "leaflet";

/** Degrees of CGCS2000 (EPSG:4490) as Leaflet writes them: latitude, longitude. */
export type LatLon = [lat: number, lon: number];
/** South-west and north-east corner. */
export type Corners = [LatLon, LatLon];
/** Degrees as GeoJSON writes them: longitude, latitude. */
export type Outline = Polygon | MultiPolygon;
export type Words<Name extends string> = Record<Name, string>;

// ---- looks, from style.yaml ------------------------------------------------------------------------------------

/** Widths are pixels, a dash is an SVG dash array. */
export interface Line {
  outline: string;
  width: number;
  dash?: string | null;
}

/** Lines, lines both ways, or dots over the fill; `angle` as style.yaml has it: 0 is level, 45 rises to the right. */
export interface Pattern {
  kind: "lines" | "cross" | "dots";
  colour: string;
  spacing: number;
  width: number;
  angle?: number;
}

export interface Look extends Line {
  fill: string;
  pattern?: Pattern;
}

export interface Hatch {
  hatch: string;
  halo: string;
  spacing: number;
  hatch_width: number;
}

export type IdleLook = Hatch | Line;
export type Looks = Record<string, Look>;

// ---- every page ------------------------------------------------------------------------------------------------

export type MapWord =
  "zoomIn" | "zoomOut" | "showAll" | "close" | "north" | "northUp" | "coordinates" | "plane";

/** Tiles of a web map (`layers`), tiles attached (`tiles`, farthest and closest zoom) or a picture (`corners`). */
export interface BasemapData {
  credit: string;
  unreachable: string;
  closest?: number;
  layers?: string[];
  shifted?: boolean;
  tiles?: [farthest: number, closest: number];
  corners?: LatLon[];
  kind?: string;
}

export interface PageData {
  bounds: Corners;
  /** Number of the 3-degree zone that the page measures on. */
  zone: number;
  words: Words<MapWord>;
  basemap?: BasemapData;
  /** How to make the map; only where a server sends the page, without the script of folium that makes it. */
  map?: MapOptions;
}

// ---- a cluster -------------------------------------------------------------------------------------------------

/** What a popup says of a contract. */
export interface Card {
  no: string;
  title: string;
  holder: string;
  badges: [label: string, look: string][];
  facts: [label: string, value: string][];
  deadlines: [commencement: string, completion: string][];
  reason: string;
  reviews: [head: string, note: string][];
  illustrative: boolean;
  find: string[];
}

export interface Parcel {
  no: string;
  labels: string[];
  state: string;
  idle: string | null;
  /** Contracts in force. */
  live: string[];
  /** A line for each contract that binds it no longer. */
  former: string[];
  facts: [label: string, value: string][];
  /** Layers of revitalised land, each with the first day it was booked. */
  revitalised: [layer: string, since: string][];
  find: string[];
  illustrative: boolean;
  at: LatLon | null;
  shape: Outline | null;
}

/** A contract of a list; the last entry only where cards are not at hand. */
export type ListRow = [
  contract: string | null,
  parcels: string[],
  since: string,
  mu: string,
  remark: string,
  known?: { holder: string; reason: string } | null,
];

/** What a number of the legend stands for. Lists of a page of many parcels have their rows attached. */
export interface LandList {
  title: string;
  total: string;
  /** What the day of a row is; null where rows have none. */
  head: string | null;
  rows?: ListRow[];
  /** The lists that it is made of. */
  of?: string[];
}

/** Texts and nodes by their places; the text at 0 is empty. */
export interface Explanations {
  texts: string[];
  nodes: ExplanationNode[];
  contracts: Record<string, [roots: number[], steps: Step[], dossier: string]>;
  law: string;
  conventions: string;
}
export type ExplanationNode = [label: number, value: number, basis: number, children: number[]];
export type Step = [severity: string, text: string, clause: string];

/** The months that a page replays; the last is the day judged. */
export interface Months {
  days: string[];
  labels: string[];
  /** The lines under the slider, by month. */
  figures: string[][];
}

/** A number stands for state and mark: state × number of marks + mark. */
export type LookNumber = number;

export interface ClusterMonths extends Months {
  /** Of each parcel its first look, then in turns the month of a change and the look since then. */
  runs: LookNumber[][];
  states: string[];
  marks: (string | null)[];
  stateNames: string[];
  markNames: string[];
  rows: string[];
  /** Count and mu of each of `rows`, by month. */
  sums: [count: string, mu: string][][];
}

export type ReplayWord = "play" | "pause" | "comma" | "listsOfJudgedDay" | "thenAndNow";
export type SearchWord = "noContract" | "found" | "nothingFound";
export type MeasureWord =
  "measureLength" | "measureArea" | "lengthHint" | "areaHint" | "lengthTold" | "areaTold";
export type CardWord =
  | "parcel"
  | "commencement"
  | "completion"
  | "reason"
  | "reviews"
  | "noReviews"
  | "illustrative"
  | "severalContracts"
  | "former"
  | "noBoundary";
export type ExplanationWord = "contract" | "why" | "nextSteps" | "restsOn" | "conventions" | "law";
export type ListWord = "parcels" | "mu" | "nothingListed" | "showMore";

export interface ClusterData extends PageData {
  words: Words<MapWord | ReplayWord | SearchWord | MeasureWord | CardWord | ExplanationWord | ListWord>;
  boundary: Outline | null;
  style: { states: Looks; idle: Record<string, IdleLook>; revitalised: Line; boundary: Line };
  timeline: ClusterMonths | null;
  /** Names of the rows of a card's deadlines. */
  deadlines: string[];
  /** Null where a server tells them. */
  explanations: Explanations | null;
  lists: Record<string, LandList>;
  cards: Record<string, Card>;
  contracts?: ContractPages;
  selecting?: Selecting;
}

/** What whoever draws is told. */
export interface Selecting {
  words: Words<"polygonHint" | "rectangleHint" | "drawn" | "tooFew">;
  /** The number of corners that an address takes. */
  most: number;
}

/** Where contracts have pages: addresses with `{no}` for the number, and what the link to one says. */
export interface ContractPages {
  address: string;
  /** Where the server tells what a judgement rests on. */
  explained: string;
  open: string;
}

/** A cluster of few parcels: all of them in the data. */
export interface FewData extends ClusterData {
  parcels: Parcel[];
  /** Contracts that have no drawn parcel. */
  unplaced: string[];
}

/** A cluster of many parcels: tiles, cards and lists are attached to the page, see packing.py. */
export interface ManyData extends TiledData {
  tiles: AttachedTiles;
}

/** All clusters, of many parcels: a server has tiles, cards and lists, see served_land.py. */
export interface ServedData extends TiledData {
  tiles: ServedTiles;
}

/** Parcels drawn from tiles, wherever these are. */
export interface TiledData extends ClusterData {
  tiles: Tiles;
}

export interface AttachedTiles extends Tiles {
  /** Bytes of the archive in one attachment: a multiple of three. */
  part: number;
  /** Number of the attachments that a search goes through. */
  lists: number;
  /** Length of the archive. */
  bytes: number;
  farthest: number;
}

export interface ServedTiles extends Tiles {
  /** The clusters, each with the number of its first parcel. */
  archives: [cluster: string, first: number][];
  /** Pieces of another version do not fit: the server refuses to give them. */
  version: string;
  /** Addresses, with a name in braces for what is asked. */
  served: Words<"tiles" | "places" | "lines" | "rows">;
}

export interface Tiles {
  /** Parcels whose cards come together. */
  pack: number;
  closest: number;
  outlines: string[];
  squares: string[];
  dots: string | null;
  /** What the numbers in the tiles stand for. */
  states: string[];
  marks: string[];
}

/** An attachment `cards-…`. */
export interface Pack {
  places: (Parcel | { contract: string; live: string[] })[];
  cards: Record<string, Card>;
}

// ---- the zone --------------------------------------------------------------------------------------------------

export interface Cluster {
  name: string;
  operator: string;
  rate: string;
  facts: [label: string, value: string][];
  page: string | null;
  look: Look;
  at: LatLon;
  shape: Outline;
}

export interface ZoneMonth {
  outlines: { fill: string; rate: string }[];
  /** Lines of each cell of each row of the table. */
  cells: string[][][];
}

/** Place of the cluster among `pages`, number of parcel or contract, holder, contracts, other words. */
export type SearchEntry = [number, string, string | null, string[], string[]];

export interface OverviewData extends PageData {
  words: Words<MapWord | ReplayWord | SearchWord | "open">;
  clusters: Cluster[];
  timeline: (Months & { months: ZoneMonth[] }) | null;
  pages: [cluster: string, address: string][];
  entries: SearchEntry[];
}

// ---- two days --------------------------------------------------------------------------------------------------

export interface DrawnParcel {
  no: string;
  /** Place among `shapes`. */
  shape: number;
  state: string;
  idle: string | null;
}

export interface ChangedParcel extends DrawnParcel {
  change: string | null;
}

export interface ComparedContract {
  no: string;
  change: string;
  cluster: string;
  holder: string;
  mu: string;
  parcels: string[];
  before: [state: string, reason: string];
  after: [state: string, reason: string];
}

export interface CompareData extends PageData {
  words: Words<MapWord | "before" | "after" | "parcel" | "contract" | "mu" | "none" | "listed" | "nothing">;
  boundaries: { name: string; shape: Outline }[];
  style: {
    states: Looks;
    idle: Record<string, IdleLook>;
    boundary: Line;
    changes: Looks;
    no_change: Line;
  };
  days: [string, string];
  shapes: { shape: Outline; at: LatLon }[];
  before: DrawnParcel[];
  after: ChangedParcel[];
  labels: Record<string, string[]>;
  contracts: ComparedContract[];
  pages?: ContractPages;
}

// ---- an import -------------------------------------------------------------------------------------------------

export type Part = Polygon | Point;

export interface Fault {
  number: number;
  severity: "error" | "warning";
  title: string;
  record: string;
  source: string;
  message: string;
  advice: string;
  boundary: Part[];
  mark: Part[];
  at: LatLon;
  bounds: Corners;
}

export interface FaultData extends PageData {
  district: Part[];
  neighbours: Part[];
  faults: Fault[];
}
