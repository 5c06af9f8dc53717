/** What a judgement rests on: the whole tree in a dialog, from the data inside the page or from the server. */
import { contractAddress, contractLink } from "./contracts";
import type { Card, ClusterData, ExplanationNode, Explanations, Step } from "./data";
import { all, element, fill, found, foundAs } from "./dom";
import type { Page } from "./page";
import { filled } from "./wording";

export interface ExplanationDialog {
  /** Open it on a contract. */
  explain: (no: string) => void;
  /** A button that does, or null where the page does not have the explanation. */
  whyButton: (no: string | null) => HTMLButtonElement | null;
}

/** What the dialog tells of a contract, as a server answers it. */
interface Told {
  card: Card;
  explanations: Explanations;
}

/** What the server tells; null where it does not, as after the end of a session. */
async function asked(address: string): Promise<Told | null> {
  try {
    const answer = await fetch(address);
    return answer.ok && !answer.redirected ? ((await answer.json()) as Told) : null;
  } catch {
    return null;
  }
}

function step([severity, text, clause]: Step): HTMLElement {
  return element("li", { class: severity }, text, element("small", { class: "basis" }, clause));
}

function tree({ texts, nodes }: Explanations, roots: readonly number[]): HTMLElement {
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

  return element("ul", { class: "tree" }, ...roots.map((root) => branch(root, true)));
}

export function explanationDialog({ data }: Page<ClusterData>): ExplanationDialog {
  const { words, explanations, contracts: pages } = data;
  const dialog = foundAs(HTMLDialogElement, "#explanation");
  const body = found(".explanation-body", dialog);
  const heading = found("h2", dialog);

  function show(no: string, { card, explanations: { contracts, law, conventions, ...tables } }: Told): void {
    const explanation = contracts[no];
    if (!explanation) return;
    const [roots, steps, dossier] = explanation;
    heading.textContent = `${words.contract} ${no}`;
    fill(
      body,
      element("p", {}, `${card.title} · ${card.holder}`),
      element("p", { class: "headline" }, card.reason),
      pages ? element("p", {}, contractLink(pages, no, pages.open)) : null,
      steps.length ? element("h3", {}, words.nextSteps) : null,
      steps.length ? element("ul", { class: "steps" }, ...steps.map(step)) : null,
      element("h3", {}, words.restsOn),
      tree({ contracts, law, conventions, ...tables }, roots),
      element("p", { class: "source" }, filled(words.conventions, { choices: conventions })),
      element("p", { class: "source" }, filled(words.law, { law, dossier })),
    );
    dialog.showModal();
    body.scrollTop = 0;
    body.focus();
  }

  function explain(no: string): void {
    const card = data.cards[no];
    if (explanations && card) show(no, { card, explanations });
    if (!pages) return;
    void asked(filled(pages.explained, { no: encodeURIComponent(no) })).then((told) => {
      if (told) show(no, told);
      else location.assign(contractAddress(pages, no));
    });
  }

  function whyButton(no: string | null): HTMLButtonElement | null {
    if (no === null || (explanations && !explanations.contracts[no])) return null;
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
