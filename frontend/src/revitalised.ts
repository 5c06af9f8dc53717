/**
 * Revitalised land: a dotted line on the parcels of the years that are switched on; in an earlier month only what
 * had been booked by its end.
 */
import * as L from "leaflet";
import type { FewData } from "./data";
import type { FewParcels } from "./few";
import type { MonthBar } from "./months";
import type { Page } from "./page";
import { isDrawn } from "./parcels";
import { setShown, stroke, svgPane } from "./shapes";

export function revitalisedLand(page: Page<FewData> & FewParcels, months: MonthBar | null): void {
  const { map, data } = page;
  const look: L.PathOptions = {
    ...stroke(data.style.revitalised),
    fill: false,
    lineCap: "round",
    interactive: false,
    ...svgPane(map, "revitalised", 425),
  };
  const marked = page.places
    .filter(isDrawn)
    .filter(({ parcel }) => parcel.revitalised.length)
    .map((place) => ({
      place,
      line: L.polygon(place.layer.getLatLngs() as L.LatLng[][], look).addTo(map),
    }));
  let upTo: string | undefined;

  function show(): void {
    const counts = ([layer, since]: [string, string]) =>
      page.isOn(layer) && (upTo === undefined || since <= upTo);
    for (const { place, line } of marked) {
      setShown(line, page.isShown(place) && place.parcel.revitalised.some(counts));
    }
  }

  map.on("layers restyled", show);
  months?.onMonth((place) => {
    upTo = data.timeline?.days[place];
    show();
  });
}
