/**
 * The list beside the map: the contracts that a number of the legend stands for, since when and why.
 * A click on a number of the legend opens its list; idle land comes first of all.
 */
import { contractLink } from "./contracts";
import type { ClusterData, ListRow } from "./data";
import { all, element, fill, found, foundAs, named } from "./dom";
import type { ExplanationDialog } from "./explanation";
import type { ClusterPage, Guide, Hit } from "./parcels";
import { filled } from "./wording";

// Of a long list the first rows are drawn, few of the list that is open from the start.
const MOST = 500;
const AT_FIRST = 50;

/** A row, and the mark of idle land where a list is made of several. */
type Marked = [row: ListRow, idle: string | null];

export function landLists<Found extends Hit>(
  page: ClusterPage<ClusterData, Found>,
  { show }: Guide,
  { whyButton }: ExplanationDialog,
): void {
  const { words, lists, cards } = page.data;
  const panel = foundAs(HTMLDetailsElement, ".land-list");
  const heading = found("summary", panel);
  const body = found(".list-body", panel);
  const buttons = all("[data-list]");
  let opened: string | null = null;

  function parcelButton(no: string): HTMLElement {
    if (!page.has(no)) return element("span", {}, no);
    const button = element("button", { type: "button", class: "to-parcel" }, no);
    button.addEventListener("click", () => {
      void page.seek(no).then((place) => {
        if (place) show(place);
      });
    });
    return button;
  }

  function mark(idle: string): HTMLElement {
    return element("span", { class: `badge ${idle}` }, lists[idle]?.title);
  }

  const joined = (...texts: (string | null | undefined)[]) => texts.filter(Boolean).join(" · ");

  function holderAnd(holder: string | undefined, no: string | null): (HTMLElement | string)[] {
    if (no === null) return [holder ?? ""];
    return [holder ? `${holder} · ` : "", contractLink(page.data.contracts, no)];
  }

  // Where cards are not at hand, holder and reason stand at the end of the row.
  function rows([[no, parcels, since, mu, remark, known], idle]: Marked, head: string | null): HTMLElement[] {
    const card = known ?? (no === null ? undefined : cards[no]);
    const first = element(
      "tr",
      {},
      element("th", { scope: "row" }, ...parcels.flatMap((parcel) => [parcelButton(parcel), " "])),
      head ? element("td", { class: "since" }, since) : null,
      element("td", { class: "mu" }, mu),
    );
    if (!card && !remark) return [first];
    const told = element(
      "td",
      { colspan: head ? "3" : "2" },
      idle ? mark(idle) : null,
      element("span", { class: "holder" }, ...holderAnd(card?.holder, no)),
      element("p", { class: "why" }, joined(card?.reason, remark), " ", whyButton(no)),
    );
    return [first, element("tr", { class: "reason-row" }, told)];
  }

  function growing(table: HTMLElement, listed: readonly Marked[], head: string | null): HTMLElement[] {
    const more = element("button", { type: "button", class: "more" });
    let drawn = 0;
    function grow(most: number): void {
      const next = listed.slice(drawn, drawn + most);
      table.append(...next.map((row) => element("tbody", {}, ...rows(row, head))));
      drawn += next.length;
      more.hidden = drawn === listed.length;
      more.textContent = filled(words.showMore, { count: Math.min(MOST, listed.length - drawn) });
    }
    more.addEventListener("click", () => grow(MOST));
    grow(AT_FIRST);
    return [table, more];
  }

  async function open(id: string): Promise<void> {
    const list = lists[id];
    if (!list) return;
    opened = id;
    const { title, total, head, of } = list;
    fill(heading, title, element("strong", { class: "list-total" }, total));
    for (const button of buttons) button.setAttribute("aria-pressed", String(named(button, "list") === id));
    const markedRows = async (each: string): Promise<Marked[]> =>
      (await page.rowsOf(each)).map((row) => [row, of ? each : null]);
    const listed = (await Promise.all((of ?? [id]).map(markedRows))).flat();
    if (opened !== id) return;
    const heads = [words.parcels, head, words.mu].filter(Boolean);
    const table = element(
      "table",
      { "aria-label": `${title}, ${total}` },
      element(
        "thead",
        {},
        element("tr", {}, ...heads.map((label) => element("th", { scope: "col" }, label))),
      ),
    );
    fill(body, ...(listed.length ? growing(table, listed, head) : [element("p", {}, words.nothingListed)]));
    body.scrollTop = 0;
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      void open(named(button, "list"));
      panel.open = true;
      panel.scrollIntoView({ block: "nearest" });
      heading.focus();
    });
  }
  void open("idle");
}
