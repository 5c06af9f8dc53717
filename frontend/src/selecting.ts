/**
 * Selecting by drawing: a click sets a corner (the space bar one in the middle of the map), Backspace takes the last
 * one back, Enter or a double click ends, Escape clears. What was drawn goes into the form of the page.
 */
import * as L from "leaflet";
import type { ClusterData } from "./data";
import { all, found, foundAs, named } from "./dom";
import { decoded, encoded, rectangle, type Corner } from "./drawn-area";
import type { Page } from "./page";
import { svgPane } from "./shapes";
import { filled } from "./wording";

type Shape = "polygon" | "rectangle";

export function selecting(page: Page<ClusterData>): void {
  const { map, data } = page;
  const { selecting: given } = data;
  if (!given) return;
  const { words, most } = given;
  const form = found("form[data-selection]");
  const area = foundAs(HTMLInputElement, "input[name=area]", form);
  const told = found("[data-drawn]", form);
  const buttons = all<HTMLButtonElement>("[data-draw]", form);
  const container = map.getContainer();
  const look = { color: "#0b57d0", weight: 2.5, interactive: false, ...svgPane(map, "selection", 460) };
  let kind: Shape | null = null;
  let corners = decoded(new URLSearchParams(location.search).get("area") ?? "");
  let drawn: L.Layer[] = [];

  function draw(pointer?: Corner): void {
    for (const layer of drawn) layer.remove();
    let places = pointer && kind ? [...corners, pointer] : corners;
    const [one, other] = places;
    if (kind === "rectangle" && one && other) places = rectangle(one, other);
    const shape =
      places.length > 2 ? L.polygon(places, { ...look, fillOpacity: 0.1 }) : L.polyline(places, look);
    drawn = [shape, ...corners.map((at) => L.circleMarker(at, { ...look, radius: 4, fillOpacity: 1 }))];
    for (const layer of drawn) layer.addTo(map);
  }

  function stop(): void {
    kind = null;
    page.picking = false;
    container.classList.remove("measuring");
    map.doubleClickZoom.enable();
    for (const button of buttons) button.setAttribute("aria-pressed", "false");
  }

  function end(): void {
    const few = corners.length < 3;
    stop();
    if (few) corners = [];
    area.value = encoded(corners);
    told.textContent = few ? words.tooFew : filled(words.drawn, { count: corners.length });
    draw();
    if (!few) found("[data-list-selected]", form).focus();
  }

  function add(place: L.LatLng): void {
    corners.push({ lat: place.lat, lng: place.lng });
    const [one, other] = corners;
    if (kind === "rectangle" && one && other) {
      corners = rectangle(one, other);
      end();
    } else if (corners.length >= most) end();
    else draw();
  }

  function start(next: Shape): void {
    [kind, corners] = [next, []];
    page.picking = true;
    container.classList.add("measuring");
    map.doubleClickZoom.disable();
    map.closePopup();
    area.value = "";
    told.textContent = next === "polygon" ? words.polygonHint : words.rectangleHint;
    for (const button of buttons) button.setAttribute("aria-pressed", String(named(button, "draw") === kind));
    draw();
    container.focus({ preventScroll: true });
    container.scrollIntoView({ block: "nearest" });
  }

  function clear(): void {
    stop();
    corners = [];
    area.value = told.textContent = "";
    draw();
  }

  for (const button of buttons) {
    const next = named(button, "draw") === "polygon" ? "polygon" : "rectangle";
    button.addEventListener("click", () => (kind === next ? clear() : start(next)));
  }
  map.on("click", ({ latlng }) => {
    if (kind) add(latlng);
  });
  map.on("mousemove", ({ latlng }) => {
    if (kind && corners.length) draw({ lat: latlng.lat, lng: latlng.lng });
  });
  map.on("dblclick", () => {
    if (!kind) return;
    corners.pop();
    end();
  });
  const keys: Partial<Record<string, () => void>> = {
    " ": () => add(map.getCenter()),
    Backspace: () => {
      corners.pop();
      draw();
    },
    Enter: end,
    Escape: clear,
  };
  container.addEventListener("keydown", (event) => {
    const act = kind && event.target === container ? keys[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
  if (corners.length) {
    area.value = encoded(corners);
    draw();
    map.fitBounds(L.latLngBounds(corners.map(({ lat, lng }) => L.latLng(lat, lng))), { padding: [40, 40] });
  }
}
