/** On paper: the map is made as large as its place on the sheet, what was in view stays in view, then it grows back. */
import * as L from "leaflet";
import { all, found } from "./dom";
import type { Page } from "./page";

const MORE = ".land-list .more:not([hidden])";

/** The list is printed whole. */
function unfoldList(): void {
  for (let [more] = all(MORE); more; [more] = all(MORE)) more.click();
}

/** `atAnyScale`: shapes fill the sheet; tiles keep their own scales. */
export function printing({ map, data }: Page, { atAnyScale }: { atAnyScale: boolean }): void {
  const everything = L.latLngBounds(data.bounds);
  const frame = found(".map-frame");
  let view = { centre: map.getCenter(), zoom: map.getZoom(), zoomSnap: map.options.zoomSnap };

  window.addEventListener("beforeprint", () => {
    // A sheet with the states of an earlier month must say so on the map itself.
    const [month] = all(".timeline.past .month");
    if (month) frame.dataset.month = month.textContent;
    else delete frame.dataset.month;
    unfoldList();
    const size = map.getSize();
    const inView = L.latLngBounds(
      map.containerPointToLatLng([14, 14]),
      map.containerPointToLatLng(size.subtract([14, 72])), // what stands there on the screen is not printed
    );
    view = { centre: map.getCenter(), zoom: map.getZoom(), zoomSnap: map.options.zoomSnap };
    document.documentElement.classList.add("printing");
    map.closePopup();
    map.invalidateSize({ animate: false });
    if (atAnyScale) map.options.zoomSnap = 0;
    const shown = inView.contains(everything) ? everything : inView;
    map.fitBounds(shown, { padding: [14, 14], animate: false });
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    map.options.zoomSnap = view.zoomSnap;
    map.invalidateSize({ animate: false });
    map.setView(view.centre, view.zoom, { animate: false });
  });
}
