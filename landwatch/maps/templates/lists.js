// The list beside the map: the contracts that a number of the legend stands for, since when and why.
// A click on a number of the legend opens its list; idle land comes first of all.
((page) => {
  const { data, element } = landwatch;
  const { words, lists } = data;
  const panel = document.querySelector(".land-list");
  const heading = panel.querySelector("summary");
  const body = panel.querySelector(".list-body");
  const buttons = [...document.querySelectorAll("[data-list]")];

  function parcelButton(no) {
    const place = page.placeOf(no);
    if (!place) return element("span", {}, no);
    const button = element("button", { type: "button", class: "to-parcel" }, no);
    button.addEventListener("click", () => page.show(place));
    return button;
  }

  function mark(idle) {
    return element("span", { class: `badge ${idle}` }, lists[idle].title);
  }

  // Where cards are not at hand, holder and reason stand at the end of the row.
  function rows([no, parcels, since, mu, remark, known], idle, head) {
    const card = known || (no && data.cards[no]);
    const why = [card && card.reason, remark].filter(Boolean).join(" · ");
    const first = element(
      "tr",
      {},
      element("th", { scope: "row" }, ...parcels.flatMap((parcel) => [parcelButton(parcel), " "])),
      head ? element("td", { class: "since" }, since) : null,
      element("td", { class: "mu" }, mu)
    );
    if (!card && !remark) return [first];
    const told = element(
      "td",
      { colspan: head ? "3" : "2" },
      idle ? mark(idle) : null,
      element("span", { class: "holder" }, [card && card.holder, no].filter(Boolean).join(" · ")),
      element("p", { class: "why" }, why, " ", page.whyButton(no))
    );
    return [first, element("tr", { class: "reason-row" }, told)];
  }

  // A page of many parcels unpacks a list when it is asked for; of a long one it draws the first rows,
  // few of the list that is open from the start.
  const MOST = 500;
  const AT_FIRST = 50;
  const rowsOf = page.listed || ((id) => lists[id].rows);
  let opened = null;

  function filled(table, listed, head) {
    const more = element("button", { type: "button", class: "more" });
    let drawn = 0;
    function grow(most) {
      const next = listed.slice(drawn, drawn + most);
      table.append(...next.map(([row, idle]) => element("tbody", {}, ...rows(row, idle, head))));
      drawn += next.length;
      more.hidden = drawn === listed.length;
      more.textContent = words.showMore.replace("{count}", Math.min(MOST, listed.length - drawn));
    }
    more.addEventListener("click", () => grow(MOST));
    grow(AT_FIRST);
    return [table, more];
  }

  async function open(id) {
    opened = id;
    const { title, total, head, of } = lists[id];
    heading.replaceChildren(title, element("strong", { class: "list-total" }, total));
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.list === id));
    const parts = await Promise.all((of || [id]).map(async (each) => (await rowsOf(each)).map((row) => [row, of && each])));
    if (opened !== id) return;
    const listed = parts.flat();
    const heads = [words.parcels, head, words.mu].filter(Boolean).map((label) => element("th", { scope: "col" }, label));
    const table = element(
      "table",
      { "aria-label": `${title}, ${total}` },
      element("thead", {}, element("tr", {}, ...heads))
    );
    body.replaceChildren(...(listed.length ? filled(table, listed, head) : [element("p", {}, words.nothingListed)]));
    body.scrollTop = 0;
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      open(button.dataset.list);
      panel.open = true;
      panel.scrollIntoView({ block: "nearest" });
      heading.focus();
    });
  }
  open("idle");
})(landwatch.page);
