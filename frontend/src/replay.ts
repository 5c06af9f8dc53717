/** The months on the page of a cluster: parcels restyled, and the sums of the month in the legend. */
import type { ClusterMonths, FewData, Parcel } from "./data";
import { element, found } from "./dom";
import type { FewParcels } from "./few";
import { lookAt, splitLook, type MonthBar } from "./months";
import type { Page } from "./page";
import type { Place } from "./parcels";
import type { ChoiceEvent } from "./popup";
import { filled } from "./wording";

/** A row of the legend with what stands in it. */
interface Row {
  row: HTMLElement;
  list: HTMLButtonElement | null;
  name: string | null;
  mu: HTMLElement;
}

function rowOf(id: string): Row {
  const row = found(`.legend [data-row="${id}"]`);
  const list = row.querySelector<HTMLButtonElement>("[data-list]");
  return { row, list, name: list?.getAttribute("aria-label") ?? null, mu: found(".mu", row) };
}

export function replay(page: Page<FewData> & FewParcels, timeline: ClusterMonths, months: MonthBar): void {
  const { map, data } = page;
  const { words } = data;
  const { last } = months;
  const runs = new Map<Parcel, number[]>();
  data.parcels.forEach((parcel, number) => runs.set(parcel, timeline.runs[number] ?? []));
  const lookOf = ({ parcel }: Place, month: number) =>
    splitLook(lookAt(runs.get(parcel) ?? [], month), timeline.marks.length);
  const rows = timeline.rows.map(rowOf);
  const ofJudgedDay = element("p", { class: "of-judged-day" }, words.listsOfJudgedDay);
  const lists = found(".list-body");

  // The lists are of the day judged: in another month a number of the legend opens none.
  function printSums(month: number): void {
    rows.forEach(({ row, list, name, mu }, number) => {
      const [count = "", area = ""] = timeline.sums[month]?.[number] ?? [];
      (list ?? found(".count", row)).textContent = count;
      mu.textContent = area;
      row.classList.toggle("empty", count === "0");
      if (!list) return;
      list.disabled = month !== last;
      list.setAttribute("aria-label", month === last && name !== null ? name : count);
    });
    if (month === last) ofJudgedDay.remove();
    else lists.before(ofJudgedDay);
  }

  months.onMonth((month) => {
    const looks = new Map(page.places.map((place) => [place, lookOf(place, month)]));
    page.restyle(
      (place) => timeline.states[looks.get(place)?.[0] ?? 0] ?? place.state,
      (place) => timeline.marks[looks.get(place)?.[1] ?? 0] ?? null,
    );
    printSums(month);
  });

  // A popup tells of the day judged, while the map shows another month: both are named.
  map.on("chosen", (event) => {
    const month = months.shown();
    if (month === last) return;
    const [state, mark] = lookOf((event as ChoiceEvent).place, month);
    const names = [timeline.stateNames[state], timeline.markNames[mark]].filter(Boolean);
    const told = filled(words.thenAndNow, {
      month: timeline.labels[month] ?? "",
      state: names.join(words.comma),
    });
    found(".parcel-popup .card").prepend(element("p", { class: "warning" }, told));
  });
}
