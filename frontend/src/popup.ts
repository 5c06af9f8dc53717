/** What is known of a parcel and its contracts, in a popup. The map fires "chosen" and "unchosen" with a `place`. */
import * as L from "leaflet";
import { contractLink } from "./contracts";
import type { Card, ClusterData, Parcel } from "./data";
import { element, found, isPhone } from "./dom";
import type { ExplanationDialog } from "./explanation";
import { isDrawn, type ClusterPage, type DrawnPlace, type Guide, type Hit, type Place } from "./parcels";
import { svgPane } from "./shapes";

/** What the map fires as a popup of a parcel opens and closes. */
export interface ChoiceEvent extends L.LeafletEvent {
  place: DrawnPlace;
}

function table(className: string, rows: readonly (readonly string[])[]): HTMLTableElement {
  const body = rows.map(([label, ...cells]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, label),
      ...cells.map((cell) => element("td", {}, cell)),
    ),
  );
  return element("table", { class: className }, ...body);
}

/** The elements of popups. */
function cards({ words, style, ...data }: ClusterData, { whyButton }: ExplanationDialog) {
  function badge([label, look]: readonly [string, string]): HTMLElement {
    const node = element("span", { class: `badge ${look}` }, label);
    const colours = style.states[look];
    if (colours) node.style.borderLeftColor = colours.fill;
    return node;
  }

  function deadlines(card: Card): HTMLElement {
    const made = table(
      "deadlines",
      data.deadlines.map((label, row) => [label, ...(card.deadlines[row] ?? [])]),
    );
    const heads = [words.commencement, words.completion].map((head) => element("th", { scope: "col" }, head));
    made.prepend(element("tr", {}, element("td"), ...heads));
    return made;
  }

  function reviews(card: Card): HTMLElement {
    const lines = card.reviews.map(([head, note]) =>
      element("li", {}, element("strong", {}, head), note ? element("p", {}, note) : null),
    );
    return element(
      "section",
      { class: "reviews" },
      element("h4", {}, words.reviews),
      lines.length ? element("ul", {}, ...lines) : element("p", {}, words.noReviews),
    );
  }

  const illustrative = () => element("p", { class: "illustrative" }, words.illustrative);

  function ofContract(card: Card): HTMLElement {
    const why = element("strong", {}, words.reason);
    return element(
      "article",
      { class: "contract" },
      element("h3", {}, card.title),
      element("p", { class: "badges" }, ...card.badges.map(badge)),
      card.reason ? element("p", { class: "reason" }, why, card.reason, whyButton(card.no)) : null,
      data.contracts ? element("p", {}, contractLink(data.contracts, card.no, data.contracts.open)) : null,
      table("facts", card.facts),
      deadlines(card),
      reviews(card),
      card.illustrative ? illustrative() : null,
    );
  }

  function ofParcel(parcel: Parcel): HTMLElement {
    const former = parcel.former.map((line) => element("li", {}, line));
    const contracts = parcel.live.flatMap((no) => data.cards[no] ?? []).map(ofContract);
    const none = element("p", { class: "badges" }, badge([words.noContract, "no_contract"]));
    return element(
      "div",
      { class: "card", tabindex: "0", role: "group", "aria-label": words.parcel + parcel.no },
      element("h2", {}, words.parcel + parcel.no),
      table("facts", parcel.facts),
      contracts.length > 1 ? element("p", { class: "warning" }, words.severalContracts) : null,
      ...(contracts.length ? contracts : [none]),
      former.length ? element("h4", {}, words.former) : null,
      former.length ? element("ul", {}, ...former) : null,
      parcel.illustrative && !contracts.length ? illustrative() : null,
    );
  }

  return { ofContract, ofParcel };
}

/** Popups of a page, and the outline of the chosen parcel. */
export function parcelPopups<Found extends Hit>(
  page: ClusterPage<ClusterData, Found>,
  explanation: ExplanationDialog,
): Guide {
  const { map, data } = page;
  const { ofContract, ofParcel } = cards(data, explanation);
  const chosenPane = svgPane(map, "chosen", 440);
  const popup = L.popup({
    minWidth: 250,
    autoPanPaddingTopLeft: [12, 62],
    autoPanPaddingBottomRight: [12, isPhone() ? 56 : 12],
    className: "parcel-popup",
  });
  let chosen: { place: DrawnPlace; outline: L.Polygon } | null = null;
  let opener: Element | null = null;

  function open(node: HTMLElement, at: L.LatLng): void {
    const size = map.getSize();
    if (!popup.isOpen() || !popup.getElement()?.contains(document.activeElement)) {
      opener = document.activeElement;
    }
    popup.options.maxHeight = Math.max(160, Math.min(600, size.y - 116));
    popup.options.maxWidth = Math.min(380, size.x - 56);
    popup.setContent(node).setLatLng(at).openOn(map);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup();
      if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
    });
  }

  function unchoose(): void {
    if (!chosen) return;
    const { place, outline } = chosen;
    outline.remove();
    chosen = null;
    map.fire("unchosen", { place });
  }

  function choose(place: DrawnPlace): void {
    open(ofParcel(place.parcel), place.at);
    unchoose();
    const outline = L.polygon(place.layer.getLatLngs(), {
      color: "#00b8d9",
      weight: 4,
      fill: false,
      interactive: false,
      ...chosenPane,
    }).addTo(map);
    chosen = { place, outline };
    map.fire("chosen", { place });
  }

  map.on("popupclose", unchoose);

  // Who works by keyboard goes on in the popup, and comes back with Escape to where that was.
  function enter(): void {
    const node = popup.getElement();
    if (node) found("[tabindex]", node).focus({ preventScroll: true });
  }

  function openUnplaced(node: HTMLElement): void {
    node.prepend(element("p", { class: "warning" }, data.words.noBoundary));
    node.setAttribute("tabindex", "0");
    open(node, map.getCenter());
  }

  function show(place: Place): void {
    // On a phone the list stands below the map.
    map.getContainer().scrollIntoView({ block: "nearest" });
    if (isDrawn(place)) {
      if (!page.isShown(place)) page.showOnly(null);
      if (!page.isShown(place)) page.setOn({ [place.state]: true });
      map.fitBounds(place.layer.getBounds(), { maxZoom: 16, animate: false });
      choose(place);
    } else {
      openUnplaced(ofParcel(place.parcel));
    }
    enter();
  }

  function showContract(no: string): void {
    const card = data.cards[no];
    if (!card) return;
    openUnplaced(ofContract(card));
    enter();
  }

  return { choose, show, showContract };
}
