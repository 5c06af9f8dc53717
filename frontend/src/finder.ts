/** The box that finds parcels, contracts and companies by part of a number or name. */
import type { SearchWord, Words } from "./data";
import { element, fill, found, foundAs } from "./dom";
import { plain, type Matches } from "./matching";
import type { Hit } from "./parcels";
import { filled } from "./wording";

const MOST_OFFERED = 50;

export interface Finder {
  /** Take the entry that has exactly this number or name; promises whether there is one. */
  find: (text: string) => Promise<boolean>;
}

interface Choices<Found extends Hit> {
  words: Words<SearchWord>;
  matches: Matches<Found>;
  /** Go to what was chosen. */
  take: (hit: Found) => void;
}

export function finder<Found extends Hit>({ words, matches, take }: Choices<Found>): Finder {
  const box = foundAs(HTMLInputElement, "#search");
  const list = found("#search-results");
  const status = found("#search-status");
  let offered: Found[] = [];
  let active = -1;

  function close(): void {
    offered = [];
    active = -1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(hit: Found): void {
    close();
    status.hidden = true;
    take(hit);
  }

  function option(hit: Found, index: number): HTMLElement {
    const item = element(
      "li",
      { role: "option", id: `result-${index}`, "aria-selected": "false" },
      element("span", {}, hit.label),
      element("small", {}, hit.detail),
    );
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(hit));
    return item;
  }

  async function offer(): Promise<void> {
    const asked = box.value;
    const { hits, count } = await matches(plain(asked));
    if (asked !== box.value) return;
    offered = hits.slice(0, MOST_OFFERED);
    active = -1;
    box.removeAttribute("aria-activedescendant");
    fill(list, ...offered.map(option));
    list.hidden = offered.length === 0;
    box.setAttribute("aria-expanded", String(offered.length > 0));
    status.textContent = count ? filled(words.found, { count }) : words.nothingFound;
    status.hidden = false;
  }

  function mark(step: number): void {
    if (!offered.length) {
      void offer();
      return;
    }
    active = (active + step + offered.length) % offered.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    list.children[active]?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", `result-${active}`);
  }

  async function takeActive(): Promise<void> {
    if (!offered.length) await offer();
    const hit = offered[Math.max(active, 0)];
    if (hit) choose(hit);
  }

  const keys: Partial<Record<string, () => void>> = {
    ArrowDown: () => mark(1),
    ArrowUp: () => mark(-1),
    Escape: close,
    Enter: () => void takeActive(),
  };
  // While Chinese is being composed, the box holds pinyin and Enter belongs to the input method.
  box.addEventListener("keydown", (event) => {
    const act = event.isComposing ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const typed = () => {
    status.hidden = true;
    if (box.value.trim()) void offer();
    else close();
  };
  box.addEventListener("input", (event) => {
    if (!event.isComposing) typed();
  });
  box.addEventListener("compositionend", typed);
  box.addEventListener("blur", close);

  return {
    async find(text) {
      const { hits, exact } = await matches(plain(text));
      const [first] = hits;
      if (!exact || !first) return false;
      choose(first);
      return true;
    },
  };
}
