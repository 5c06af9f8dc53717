/** The page of a cluster, whether its parcels stand in the data or are unpacked from tiles. */
import type * as L from "leaflet";
import type { ClusterData, ListRow, Parcel } from "./data";
import type { Layers } from "./layers";
import type { Matches } from "./matching";
import type { Page } from "./page";

/** A parcel on the page. */
export interface Place {
  /** What the data say of it. */
  readonly parcel: Parcel;
  /** State and idle mark on the day shown. */
  state: string;
  idle: string | null;
  /** Its outline; null where it has no boundary. */
  readonly layer: L.Polygon | null;
  readonly at: L.LatLng | null;
}

/** A parcel with a boundary. */
export interface DrawnPlace extends Place {
  readonly layer: L.Polygon;
  readonly at: L.LatLng;
}

/** A contract that has no parcel on the page. */
export interface Unplaced {
  readonly contract: string;
}

/** Something that a search found. */
export interface Hit {
  readonly label: string;
  readonly detail: string;
}

/** Where the parcels of a page come from; the page of few and that of many differ in nothing else. */
export interface Parcels<Found extends Hit = Hit> extends Layers {
  /** Whether a parcel is drawn and its state is shown. */
  isShown: (place: Place) => boolean;
  /** The parcel of a number, where it is at hand. */
  placeOf: (no: string) => Place | undefined;
  /** Whether a number of a list can lead to its parcel. */
  has: (no: string) => boolean;
  /** The parcel of a number, wherever it is. */
  seek: (no: string) => Promise<Place | undefined>;
  /** Call with the parcel that is clicked on the map, unless a tool is picking. */
  onClick: (chosen: (place: DrawnPlace) => void) => void;
  /** The rows of a list. */
  rowsOf: (list: string) => Promise<ListRow[]>;
  /** What a search finds, and the parcel or contract of a hit. */
  readonly matches: Matches<Found>;
  placeOfHit: (hit: Found) => Promise<Place | Unplaced>;
  /** Whether all parcels are at hand: then addresses keep the chosen one, and shapes fill a sheet of paper. */
  readonly atHand: boolean;
}

export type ClusterPage<Data extends ClusterData = ClusterData, Found extends Hit = Hit> = Page<Data> &
  Parcels<Found>;

/** What leads to parcels and contracts. */
export interface Guide {
  /** Open the popup of a parcel that is drawn and outline it. */
  choose: (place: DrawnPlace) => void;
  /** Bring a parcel into view, switch its state on, and choose it; works without a boundary, too. */
  show: (place: Place) => void;
  /** The same for a contract that has no parcel on the page. */
  showContract: (no: string) => void;
}

export function isDrawn<P extends Place>(place: P): place is P & DrawnPlace {
  return place.layer !== null && place.at !== null;
}

/** Lead to what was found. */
export function lead(guide: Guide, place: Place | Unplaced): void {
  if ("contract" in place) guide.showContract(place.contract);
  else guide.show(place);
}
