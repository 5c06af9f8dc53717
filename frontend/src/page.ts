/**
 * What every page is made of, and what it offers to whoever looks into it: `window.landwatch`.
 *
 * Its data stand in the element `landwatch-data`. In a page that is one file folium has made the map before this
 * script runs, and has put on it what a notebook added; a page that a server sends says how to make it.
 */
import * as L from "leaflet";
import { address, type Address } from "./address";
import { openBasemap } from "./basemap";
import type { PageData } from "./data";
import { found } from "./dom";
import { furnish } from "./furniture";
import { planeOf, type Plane } from "./plane";
import type { gcj02 } from "./shift";

/** What all pages share. The page of a cluster is a `ClusterPage`, that of two days a `ComparePage`. */
export interface Page<Data extends PageData = PageData> {
  readonly map: L.Map;
  readonly data: Data;
  /** The plane that the page measures on. */
  readonly plane: Plane;
  /** Whether clicks on the map belong to a tool and choose nothing. */
  picking: boolean;
}

/** The public interface of a page in its window. */
export interface Landwatch {
  /** What the page shows and how to lead it: more than this on the page of a cluster or of two days. */
  readonly page: Page;
  readonly data: PageData;
  readonly address: Address;
  readonly plane: Plane;
  /** Where the page has a base map, how it is shifted. */
  readonly basemap: { gcj02: typeof gcj02 } | null;
}

declare global {
  interface Window {
    landwatch: Landwatch;
  }
  /** Made by folium. */
  const map_landwatch: L.Map;
}

/** Read the data of the page and furnish its map; `top` pixels of it are covered. */
export function openPage<Data extends PageData>({ top }: { top: number }): Page<Data> {
  const data = JSON.parse(found("#landwatch-data").textContent) as Data;
  const plane = planeOf(data.zone);
  const map = data.map ? L.map("map_landwatch", data.map) : map_landwatch;
  furnish(map, { ...data, plane, top });
  return { map, data, plane, picking: false };
}

/** Put the base map under a page that is drawn, and show the page to whoever looks into it. */
export function publish(page: Page): void {
  const { data, plane } = page;
  window.landwatch = { page, data, address, plane, basemap: openBasemap(page) };
}
