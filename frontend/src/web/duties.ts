/** My list by keyboard: down and up, what was found, a note, saved, on to the next. */

import { all, foundAs } from "../dom";

const DUTY = "[data-duty]";

const duties = (): HTMLElement[] => all(DUTY);

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(DUTY) ?? null;
}

function go(step: number): void {
  const list = duties();
  const here = current();
  const place = here ? list.indexOf(here) + step : 0;
  const next = list[Math.min(Math.max(place, 0), list.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const noteOf = (duty: HTMLElement): HTMLInputElement => foundAs(HTMLInputElement, '[name="note"]', duty);

function choose(duty: HTMLElement, number: number): void {
  const choice = all<HTMLInputElement>('[name="verdict"]', duty)[number - 1];
  if (!choice) return;
  const folded = choice.closest("details");
  if (folded) folded.open = true;
  choice.checked = true;
  noteOf(duty).focus();
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=radio]), select, textarea");

/** What a key does outside of a field. */
function pressed(key: string): boolean {
  const here = current();
  if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
  else if (/^[1-4]$/.test(key) && here?.querySelector("form.review")) choose(here, Number(key));
  else if (key === "o" && here) here.querySelector<HTMLAnchorElement>("h2 a")?.click();
  else return false;
  return true;
}

/** Let the keys of the list work. */
export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && isTyping(event.target)) current()?.focus();
    else if (!isTyping(event.target) && pressed(event.key)) event.preventDefault();
  });
}

/** Photographs dropped on a duty are those of its review. */
export function takeDrops(): void {
  document.addEventListener("dragover", (event) => {
    if (event.target instanceof Element && event.target.closest(DUTY)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const duty = event.target instanceof Element ? event.target.closest<HTMLElement>(DUTY) : null;
    const files = event.dataTransfer?.files;
    const field = duty?.querySelector<HTMLInputElement>('[name="photos"]');
    if (!files?.length || !field) return;
    event.preventDefault();
    field.files = files;
    noteOf(field.closest<HTMLElement>(DUTY) ?? document.body).focus();
  });
}

/** After a review is saved its row is drawn anew: go on to the next that waits. */
export function goOn(saved: string): void {
  const list = duties();
  const place = list.findIndex((duty) => duty.id === saved);
  const row = list[place];
  if (!row) return;
  if (row.querySelector(".complaint")) {
    noteOf(row).focus();
    return;
  }
  const next = list.slice(place + 1).find((duty) => !duty.classList.contains("done"));
  (next ?? row).focus();
}
