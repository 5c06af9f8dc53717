/** What a judgement rests on: the whole tree, from the data inside the page, in a dialog. */
import { contractLink } from "./contracts";
import type { ClusterData, ExplanationNode, Step } from "./data";
import { all, element, fill, found, foundAs } from "./dom";
import type { Page } from "./page";
import { filled } from "./wording";

export interface ExplanationDialog {
  /** Open it on a contract. */
  explain: (no: string) => void;
  /** A button that does, or null where the page does not have the explanation. */
  whyButton: (no: string | null) => HTMLButtonElement | null;
}

export function explanationDialog({ data }: Page<ClusterData>): ExplanationDialog {
  const { words, explanations } = data;
  const { texts, nodes, contracts, law, conventions } = explanations;
  const dialog = foundAs(HTMLDialogElement, "#explanation");
  const body = found(".explanation-body", dialog);
  const heading = found("h2", dialog);

  function line([label, value, basis]: ExplanationNode): (HTMLElement | null)[] {
    return [
      element("b", {}, texts[label]),
      value ? element("span", { class: "value" }, texts[value]) : null,
      basis ? element("small", { class: "basis" }, texts[basis]) : null,
    ];
  }

  function branch(place: number, isRoot: boolean): HTMLElement | null {
    const node = nodes[place];
    if (!node) return null;
    const [, , , children] = node;
    if (!children.length) return element("li", { class: "leaf" }, ...line(node));
    const below = element("ul", {}, ...children.map((child) => branch(child, false)));
    const made = element("details", {}, element("summary", {}, ...line(node)), below);
    made.open = isRoot;
    return element("li", {}, made);
  }

  function step([severity, text, clause]: Step): HTMLElement {
    return element("li", { class: severity }, text, element("small", { class: "basis" }, clause));
  }

  function explain(no: string): void {
    const explanation = contracts[no];
    const card = data.cards[no];
    if (!explanation || !card) return;
    const [roots, steps, dossier] = explanation;
    heading.textContent = `${words.contract} ${no}`;
    fill(
      body,
      element("p", {}, `${card.title} · ${card.holder}`),
      element("p", { class: "headline" }, card.reason),
      data.contracts ? element("p", {}, contractLink(data, no, data.contracts.open)) : null,
      steps.length ? element("h3", {}, words.nextSteps) : null,
      steps.length ? element("ul", { class: "steps" }, ...steps.map(step)) : null,
      element("h3", {}, words.restsOn),
      element("ul", { class: "tree" }, ...roots.map((root) => branch(root, true))),
      element("p", { class: "source" }, filled(words.conventions, { choices: conventions })),
      element("p", { class: "source" }, filled(words.law, { law, dossier })),
    );
    dialog.showModal();
    body.scrollTop = 0;
    body.focus();
  }

  function whyButton(no: string | null): HTMLButtonElement | null {
    if (no === null || !contracts[no]) return null;
    const label = `${words.why} ${no}`;
    const button = element("button", { type: "button", class: "why-button", "aria-label": label }, words.why);
    button.addEventListener("click", () => explain(no));
    return button;
  }

  found(".unfold", dialog).addEventListener("click", () => {
    const folds = all<HTMLDetailsElement>("details", body);
    const folded = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = folded;
  });
  found(".close", dialog).addEventListener("click", () => dialog.close());
  // A click beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return { explain, whyButton };
}
