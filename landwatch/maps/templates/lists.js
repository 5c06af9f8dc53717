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

  function rows([no, parcels, since, mu, remark], idle, head) {
    const card = no && data.cards[no];
    const why = [card && card.reason, remark].filter(Boolean).join(" · ");
    const first = element(
      "tr",
      {},
      element("th", { scope: "row" }, ...parcels.flatMap((parcel) => [parcelButton(parcel), " "])),
      head ? element("td", { class: "since" }, since) : null,
      element("td", { class: "mu" }, mu)
    );
    if (!card) return [first];
    const told = element(
      "td",
      { colspan: head ? "3" : "2" },
      idle ? mark(idle) : null,
      element("span", { class: "holder" }, `${card.holder} · ${no}`),
      element("p", { class: "why" }, why, " ", page.whyButton(no))
    );
    return [first, element("tr", { class: "told" }, told)];
  }

  function open(id) {
    const { title, total, head, of } = lists[id];
    const listed = (of || [id]).flatMap((each) => lists[each].rows.map((row) => rows(row, of && each, head)));
    heading.replaceChildren(title, element("strong", { class: "list-total" }, total));
    const heads = [words.parcels, head, words.mu].filter(Boolean).map((label) => element("th", { scope: "col" }, label));
    body.replaceChildren(
      listed.length
        ? element(
            "table",
            { "aria-label": `${title}, ${total}` },
            element("thead", {}, element("tr", {}, ...heads)),
            ...listed.map((pair) => element("tbody", {}, ...pair))
          )
        : element("p", {}, words.nothingListed)
    );
    body.scrollTop = 0;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.list === id));
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
