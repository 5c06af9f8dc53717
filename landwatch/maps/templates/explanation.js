// What a judgement rests on: the whole tree, from the data inside the page, in a dialog. Adds to landwatch.page:
//   explain(contractNo)   open it
//   whyButton(contractNo) a button that does, or null where the page does not have the explanation
((page) => {
  const { data, element } = landwatch;
  const { words } = data;
  const { texts, nodes, contracts, law, conventions } = data.explanations;
  const dialog = document.getElementById("explanation");
  const body = dialog.querySelector(".explanation-body");
  const heading = dialog.querySelector("h2");

  function line([label, value, basis]) {
    return [
      element("b", {}, texts[label]),
      value ? element("span", { class: "value" }, texts[value]) : null,
      basis ? element("small", { class: "basis" }, texts[basis]) : null,
    ].filter(Boolean);
  }

  function branch(place, isRoot) {
    const node = nodes[place];
    if (!node[3].length) return element("li", { class: "leaf" }, ...line(node));
    const below = element("ul", {}, ...node[3].map((child) => branch(child, false)));
    const made = element("details", {}, element("summary", {}, ...line(node)), below);
    made.open = isRoot;
    return element("li", {}, made);
  }

  function step([severity, text, clause]) {
    return element("li", { class: severity }, text, element("small", { class: "basis" }, clause));
  }

  function explain(no) {
    const [roots, steps, dossier] = contracts[no];
    const card = data.cards[no];
    heading.textContent = `${words.contract} ${no}`;
    body.replaceChildren(
      element("p", {}, `${card.title} · ${card.holder}`),
      element("p", { class: "headline" }, card.reason),
      ...(steps.length ? [element("h3", {}, words.nextSteps), element("ul", { class: "steps" }, ...steps.map(step))] : []),
      element("h3", {}, words.restsOn),
      element("ul", { class: "tree" }, ...roots.map((root) => branch(root, true))),
      element("p", { class: "source" }, words.conventions.replace("{choices}", conventions)),
      element("p", { class: "source" }, words.law.replace("{law}", law).replace("{dossier}", dossier))
    );
    dialog.showModal();
    body.scrollTop = 0;
    body.focus();
  }

  function whyButton(no) {
    if (!contracts[no]) return null;
    const button = element("button", { type: "button", class: "why-button", "aria-label": `${words.why} ${no}` }, words.why);
    button.addEventListener("click", () => explain(no));
    return button;
  }

  dialog.querySelector(".unfold").addEventListener("click", () => {
    const folds = [...body.querySelectorAll("details")];
    const folded = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = folded;
  });
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  // A click beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  Object.assign(page, { explain, whyButton });
})(landwatch.page);
