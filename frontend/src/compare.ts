/** Two days: one map of what differs, or both days side by side, whose views move together; and the list. */
import * as L from "leaflet";
import { contractLink } from "./contracts";
import type { ChangedParcel, CompareData, ComparedContract, DrawnParcel } from "./data";
import { all, element, fill, found, named } from "./dom";
import { keepFilled, zoomButtons } from "./furniture";
import { keepLabelsApart, PARCEL_LABEL } from "./labels";
import type { Page } from "./page";
import { border, idleLook, latLngs, stateLook, stroke, svgPane } from "./shapes";
import { filled } from "./wording";

/** A parcel as it is drawn on one of the maps. */
export interface ComparedSpot<Parcel extends DrawnParcel = DrawnParcel> {
  parcel: Parcel;
  layer: L.Polygon;
  at: L.LatLng;
}

export interface ComparePage extends Page<CompareData> {
  /** The map of what differs, then those of both days once they have been looked at. */
  maps: () => L.Map[];
  readonly difference: readonly ComparedSpot<ChangedParcel>[];
}

type Words = CompareData["words"];

function told(contract: ComparedContract, words: Words): HTMLElement {
  const line = (day: string, [state, reason]: readonly [string, string]) => [
    element("dt", {}, day),
    element("dd", {}, element("strong", {}, state), reason ? element("span", {}, reason) : null),
  ];
  return element(
    "dl",
    { class: "told" },
    ...line(words.before, contract.before),
    ...line(words.after, contract.after),
  );
}

function badge({ change }: ComparedContract, { style }: CompareData): HTMLElement {
  const name = found(`[data-row="${change}"] label span`).textContent;
  const node = element("span", { class: "badge" }, name);
  node.style.borderLeftColor = style.changes[change]?.fill ?? "";
  return node;
}

/** The popup of a parcel: what became of its contracts. */
function popups(data: CompareData) {
  const { words } = data;
  const popup = L.popup({
    minWidth: 240,
    maxWidth: 360,
    maxHeight: 420,
    className: "parcel-popup",
    autoPanPadding: [12, 12],
  });
  const contractsOf = new Map<string, ComparedContract[]>();
  for (const contract of data.contracts) {
    for (const no of contract.parcels) contractsOf.set(no, [...(contractsOf.get(no) ?? []), contract]);
  }

  function card(no: string): HTMLElement {
    const under = (contractsOf.get(no) ?? []).map((contract) =>
      element(
        "article",
        { class: "contract" },
        element("h3", {}, contract.holder),
        element("p", { class: "badges" }, badge(contract, data)),
        element(
          "p",
          {},
          `${words.contract} `,
          contractLink(data.pages, contract.no),
          ` · ${contract.mu} ${words.mu}`,
        ),
        told(contract, words),
      ),
    );
    return element(
      "div",
      { class: "card", tabindex: "0", role: "group", "aria-label": words.parcel + no },
      element("h2", {}, words.parcel + no),
      ...(under.length ? under : [element("p", {}, words.none)]),
    );
  }

  return {
    open: (map: L.Map, no: string, at: L.LatLng) => {
      popup.setContent(card(no)).setLatLng(at).openOn(map);
    },
    enter: () => {
      const node = popup.getElement();
      if (node) found("[tabindex]", node).focus({ preventScroll: true });
    },
  };
}

type Open = ReturnType<typeof popups>["open"];

interface Drawing<Parcel extends DrawnParcel> {
  map: L.Map;
  parcels: readonly Parcel[];
  lookOf: (parcel: Parcel) => L.PathOptions;
  markOf: (parcel: Parcel) => L.PathOptions | null;
  open: Open;
}

/** Draw one day, or the difference. */
function draw<Parcel extends DrawnParcel>(
  data: CompareData,
  { map, parcels, lookOf, markOf, open }: Drawing<Parcel>,
): ComparedSpot<Parcel>[] {
  const ground = svgPane(map, "ground", 410, { clickable: true });
  const marks = svgPane(map, "marks", 430);
  for (const { shape } of data.boundaries) L.polygon(latLngs(shape), border(data.style.boundary)).addTo(map);
  const spots = parcels.flatMap((parcel) => {
    const outline = data.shapes[parcel.shape];
    if (!outline) return [];
    const at = L.latLng(outline.at);
    const layer = L.polygon(latLngs(outline.shape), { ...lookOf(parcel), ...ground }).addTo(map);
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      open(map, parcel.no, at);
    });
    const mark = markOf(parcel);
    if (mark) L.polygon(latLngs(outline.shape), { ...mark, interactive: false, ...marks }).addTo(map);
    return [{ parcel, layer, at }];
  });
  const labels = [...spots].reverse().map(({ parcel, at, layer }) => ({
    ...PARCEL_LABEL,
    texts: data.labels[parcel.no] ?? [],
    at,
    bounds: layer.getBounds(),
    shown: () => true,
  }));
  keepLabelsApart(map, labels);
  return spots;
}

/** Move two maps together. */
function coupled(one: L.Map, other: L.Map): void {
  let moving = false;
  const follow = (leader: L.Map, follower: L.Map) => {
    if (moving) return;
    moving = true;
    follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    moving = false;
  };
  one.on("move", () => follow(one, other));
  other.on("move", () => follow(other, one));
}

/** The maps of both days, one beside the other. */
function sideBySide(main: L.Map, data: CompareData, open: Open): [L.Map, L.Map] {
  const { style, words } = data;
  // A renderer belongs to one map.
  const { renderer: _own, ...options } = main.options;
  const of = (when: "before" | "after"): L.Map => {
    const map = L.map(`map-${when}`, options);
    map.setView(main.getCenter(), main.getZoom(), { animate: false });
    draw(data, {
      map,
      parcels: data[when],
      lookOf: ({ state }) => stateLook(state, style.states),
      markOf: ({ idle }) => (idle === null ? null : idleLook(idle, style.idle)),
      open,
    });
    keepFilled(map);
    return map;
  };
  const [one, other] = [of("before"), of("after")];
  coupled(one, other);
  zoomButtons(other, words);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(one);
  return [one, other];
}

/** Draw the page. */
export function comparePage(page: Page<CompareData>): ComparePage {
  const { map: main, data } = page;
  const { words, style } = data;
  const { open, enter } = popups(data);
  const boxes = all<HTMLInputElement>("[data-change]");
  const isOn = (change: string) => boxes.some((box) => named(box, "change") === change && box.checked);

  // A parcel without a look is outlined, and can still be asked.
  function changeLook({ change }: ChangedParcel): L.PathOptions {
    if (change !== null && isOn(change)) return { ...stateLook(change, style.changes), fill: true };
    return { ...stroke(style.no_change), fill: true, fillColor: "#fff", fillOpacity: 0 };
  }

  // What matters most is drawn last, so that its outline lies on top.
  const order = Object.keys(style.changes);
  const rank = ({ change }: ChangedParcel) => (change === null ? order.length : order.indexOf(change));
  const byChange = [...data.after].sort((one, other) => rank(other) - rank(one));
  const difference = draw(data, {
    map: main,
    parcels: byChange,
    lookOf: changeLook,
    markOf: () => null,
    open,
  });

  // ---- views -------------------------------------------------------------------------------------------------------

  let both: [L.Map, L.Map] | null = null;
  let inView = "difference";
  const leading = () => (inView === "both" && both ? both[1] : main);
  const buttons = all("[data-view]");

  function view(name: string): void {
    for (const button of buttons) button.setAttribute("aria-pressed", String(named(button, "view") === name));
    for (const pane of all("[data-pane]")) pane.hidden = named(pane, "pane") !== name;
    if (name === inView) return;
    const seen = leading().getBounds();
    inView = name;
    both ??= sideBySide(main, data, open);
    const shown = name === "both" ? both : [main];
    for (const map of shown) map.invalidateSize({ animate: false });
    shown[0]?.fitBounds(seen.pad(-0.12), { animate: false });
  }
  for (const button of buttons) button.addEventListener("click", () => view(named(button, "view")));
  for (const button of all("[data-cluster]")) {
    const cluster = data.boundaries.find(({ name }) => name === named(button, "cluster"));
    button.addEventListener("click", () => {
      if (!cluster) return;
      leading().fitBounds(L.polygon(latLngs(cluster.shape)).getBounds(), { animate: false });
    });
  }

  // ---- list --------------------------------------------------------------------------------------------------------

  const heading = found("#list-heading");
  const list = found(".compared-list ol");
  const spotOf = new Map(difference.map((spot) => [spot.parcel.no, spot]));

  function parcelButton(no: string): HTMLElement {
    const spot = spotOf.get(no);
    if (!spot) return element("span", {}, no);
    const button = element("button", { type: "button", class: "to-parcel" }, no);
    button.addEventListener("click", () => {
      leading().fitBounds(spot.layer.getBounds(), { maxZoom: 16, animate: false });
      open(leading(), no, spot.at);
      enter();
    });
    return button;
  }

  function row(contract: ComparedContract): HTMLElement {
    const what = element("span", {}, `${contract.mu} ${words.mu} · ${contract.cluster}`);
    return element(
      "li",
      { "data-contract": contract.no },
      element("p", { class: "what" }, badge(contract, data), what),
      element("p", {}, element("strong", {}, contract.holder), " · ", contractLink(data.pages, contract.no)),
      element("p", { class: "parcels" }, ...contract.parcels.flatMap((no) => [parcelButton(no), " "])),
      told(contract, words),
    );
  }

  function applyChoice(): void {
    for (const { parcel, layer } of difference) layer.setStyle(changeLook(parcel));
    const listed = data.contracts.filter(({ change }) => isOn(change));
    heading.textContent = listed.length ? filled(words.listed, { count: listed.length }) : words.nothing;
    fill(list, ...listed.map(row));
  }
  for (const box of boxes) box.addEventListener("change", applyChoice);
  applyChoice();
  return Object.assign(page, { maps: () => [main, ...(both ?? [])], difference });
}
