/**
 * The address keeps what is looked at: view, chosen parcel and layers; whoever opens it sees the same. On a page
 * that unpacks its parcels as they are needed, the parcel is not kept.
 */
import { address } from "./address";
import type { ClusterData } from "./data";
import { all, named } from "./dom";
import { isDrawn, type ClusterPage, type Guide, type Hit, type Place } from "./parcels";
import type { ChoiceEvent } from "./popup";

/** What an address keeps. */
export interface View {
  lat: number;
  lon: number;
  zoom: number;
}

export interface Kept {
  view: View | null;
  parcel: string | null;
  /** Layers that are switched off. */
  off: string[];
  /** The layer that is shown alone. */
  only: string | null;
}

/** The values of an address, in their order. */
export function written({ view, parcel, off, only }: Kept): Record<string, string> {
  return {
    ...(view ? { at: [view.lat.toFixed(6), view.lon.toFixed(6), view.zoom].join(",") } : {}),
    ...(parcel === null ? {} : { parcel }),
    ...(off.length ? { off: off.join(",") } : {}),
    ...(only === null ? {} : { only }),
  };
}

function viewOf(text: string | null): View | null {
  const [lat = NaN, lon = NaN, zoom = NaN] = (text ?? "").split(",").map(Number);
  return [lat, lon, zoom].every(Number.isFinite) ? { lat, lon, zoom } : null;
}

/** What the values of an address say; null where they say nothing of all this. */
export function read(said: URLSearchParams): Kept | null {
  if (!["at", "parcel", "off", "only"].some((name) => said.has(name))) return null;
  return {
    view: viewOf(said.get("at")),
    parcel: said.get("parcel"),
    off: (said.get("off") ?? "").split(",").filter(Boolean),
    only: said.get("only"),
  };
}

export function keepAddress<Found extends Hit>(
  page: ClusterPage<ClusterData, Found>,
  { choose }: Guide,
): void {
  const { map } = page;
  const layers = all("[data-layer]").map((box) => named(box, "layer"));
  let chosen: Place | null = null;
  let reading = false;

  function write(): void {
    if (reading) return;
    const { lat, lng: lon } = map.getCenter();
    address.write(
      written({
        view: { lat, lon, zoom: map.getZoom() },
        parcel: page.atHand ? (chosen?.parcel.no ?? null) : null,
        off: layers.filter((layer) => !page.isOn(layer)),
        only: page.alone(),
      }),
    );
  }

  // What an address says that this page does not have is passed over: the rest is shown.
  function show({ view, parcel, off, only }: Kept): void {
    reading = true;
    page.setOn(Object.fromEntries(layers.map((layer) => [layer, !off.includes(layer)])));
    page.showOnly(only !== null && layers.includes(only) ? only : null);
    const place = parcel === null ? undefined : page.placeOf(parcel);
    if (place && isDrawn(place)) choose(place);
    if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
    reading = false;
  }

  map.on("chosen", (event) => {
    chosen = (event as ChoiceEvent).place;
    write();
  });
  map.on("unchosen", () => {
    chosen = null;
    write();
  });
  map.on("moveend layers", write);
  const nothing: Kept = { view: null, parcel: null, off: [], only: null };
  window.addEventListener("hashchange", () => {
    // A link to a part of the page says nothing of the map.
    if (!document.getElementById(location.hash.slice(1))) show(read(address.read()) ?? nothing);
  });
  const kept = read(address.read());
  if (kept) show(kept);
}
