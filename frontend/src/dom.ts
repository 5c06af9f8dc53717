/** Elements of the page. */

type Child = Node | string | null | undefined;

/**
 * Make an element; children that are null are left out.
 *
 * Texts become text nodes, never markup: names of companies come from outside.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
  return node;
}

/** Put these children in place of those there are. (Chromium 80 has no `replaceChildren`.) */
export function fill(node: Element, ...children: Child[]): void {
  node.textContent = "";
  node.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
}

/** The element of a kind that a selector finds; the page was written to have it. */
export function foundAs<E extends Element>(
  kind: new () => E,
  selector: string,
  within: ParentNode = document,
): E {
  const node = within.querySelector(selector);
  if (!(node instanceof kind)) throw new Error(`The page has no ${kind.name} ${selector}.`);
  return node;
}

/** The element that a selector finds; the page was written to have it. */
export const found = (selector: string, within: ParentNode = document): HTMLElement =>
  foundAs(HTMLElement, selector, within);

/** All elements that a selector finds. */
export function all<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E[] {
  return [...within.querySelectorAll<E>(selector)];
}

/** What stands in the attribute `data-…` of an element that was selected by it. */
export function named(node: HTMLElement, name: string): string {
  return node.dataset[name] ?? "";
}

const phone = () => window.matchMedia("(max-width: 700px)");

/** Whether the page is as narrow as a phone. */
export const isPhone = (): boolean => phone().matches;

/** Call whenever the page becomes as narrow as a phone, or no longer is. */
export function onPhone(changed: () => void): void {
  phone().addEventListener("change", changed);
}
