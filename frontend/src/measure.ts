/**
 * Measuring on the map: a click sets a point (the space bar one in the middle of the map), Backspace takes the last
 * one back, Enter or a double click ends, Escape clears. While it is on, `picking` of the page is set.
 */
import * as L from "leaflet";
import type { MeasureWord, PageData, Words } from "./data";
import { element } from "./dom";
import { control } from "./furniture";
import { measured, type Kind } from "./measured";
import type { Page } from "./page";
import { svgPane } from "./shapes";

export function measureTools(page: Page<PageData & { words: Words<MeasureWord> }>): void {
  const { map, plane } = page;
  const { words } = page.data;
  const container = map.getContainer();
  const look = { color: "#d6006c", weight: 2.5, interactive: false, ...svgPane(map, "measure", 450) };
  const told = element("p", { class: "measured", role: "status" });
  told.hidden = true;
  let kind: Kind | null = null;
  let ended = false;
  let points: L.LatLng[] = [];
  let drawn: L.Layer[] = [];

  function clear(): void {
    for (const layer of drawn) layer.remove();
    drawn = [];
  }

  function draw(pointer?: L.LatLng): void {
    clear();
    if (!kind) return;
    const places = pointer && !ended ? [...points, pointer] : points;
    const shape =
      kind === "area" && places.length > 2
        ? L.polygon(places, { ...look, fillOpacity: 0.15 })
        : L.polyline(places, look);
    drawn = [shape, ...points.map((point) => L.circleMarker(point, { ...look, radius: 3, fillOpacity: 1 }))];
    for (const layer of drawn) layer.addTo(map);
    told.textContent = measured(kind, places, plane, words);
  }

  function add(place: L.LatLng): void {
    if (ended) [points, ended] = [[], false];
    points.push(place);
    draw();
  }

  function end(): void {
    ended = true;
    draw();
  }

  function start(next: Kind | null): void {
    [kind, points, ended] = [next, [], false];
    page.picking = kind !== null;
    container.classList.toggle("measuring", page.picking);
    if (kind) map.doubleClickZoom.disable();
    else map.doubleClickZoom.enable();
    told.hidden = !kind;
    for (const [name, button] of Object.entries(buttons)) {
      button.setAttribute("aria-pressed", String(name === kind));
    }
    if (!kind) return clear();
    map.closePopup();
    draw();
    container.focus({ preventScroll: true });
  }

  function button(name: Kind, sign: string, title: string): HTMLButtonElement {
    const made = element(
      "button",
      { type: "button", title, "aria-label": title, "aria-pressed": "false" },
      sign,
    );
    made.addEventListener("click", () => start(kind === name ? null : name));
    return made;
  }

  const buttons = {
    length: button("length", "↔", words.measureLength),
    area: button("area", "▱", words.measureArea),
  };
  const bar = element("div", { class: "leaflet-bar home tools" }, buttons.length, buttons.area);
  control("topright", bar).addTo(map);
  container.parentElement?.append(told);

  map.on("click", ({ latlng }) => {
    if (kind) add(latlng);
  });
  map.on("mousemove", ({ latlng }) => {
    if (kind && !ended && points.length) draw(latlng);
  });
  map.on("dblclick", () => {
    if (!kind) return;
    points.pop();
    end();
  });
  const keys: Partial<Record<string, () => void>> = {
    " ": () => add(map.getCenter()),
    Backspace: () => {
      points.pop();
      draw();
    },
    Enter: end,
    Escape: () => start(null),
  };
  container.addEventListener("keydown", (event) => {
    const act = kind && event.target === container ? keys[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
