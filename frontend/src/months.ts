/** Month by month: a slider, play and pause. */
import type { LookNumber, Months, ReplayWord, Words } from "./data";
import { all, found, foundAs, named } from "./dom";

const STEP_TIME = 700; // milliseconds a month

export interface MonthBar {
  /** Place of the day judged. */
  readonly last: number;
  /** Place of the month shown. */
  shown: () => number;
  /** Call whenever another month is shown. */
  onMonth: (changed: (place: number) => void) => void;
}

/** The look of a parcel in a month: its first look, then in turns the month of a change and the look since then. */
export function lookAt(run: readonly LookNumber[], place: number): LookNumber {
  let look = run[0] ?? 0;
  for (let at = 1; at + 1 < run.length; at += 2) {
    if ((run[at] ?? 0) > place) break;
    look = run[at + 1] ?? look;
  }
  return look;
}

/** Which state and which mark a look stands for. */
export function splitLook(look: LookNumber, marks: number): [state: number, mark: number] {
  return [Math.floor(look / marks), look % marks];
}

/** Stay within the months. */
export const within = (place: number, last: number): number => Math.min(last, Math.max(0, place));

/** The bar of a page; null where the page replays no months. */
export function monthBar(timeline: Months | null, words: Words<ReplayWord>): MonthBar | null {
  const section = document.querySelector<HTMLElement>(".timeline");
  if (!section || !timeline) return null;
  const slider = foundAs(HTMLInputElement, "#month", section);
  const play = foundAs(HTMLButtonElement, ".play", section);
  const back = foundAs(HTMLButtonElement, ".to-judged", section);
  const label = found(".month", section);
  const lines = all(".figures dd", section);
  const [sign, name] = [found("[aria-hidden]", play), found(".visually-hidden", play)];
  const last = timeline.days.length - 1;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const listeners: ((place: number) => void)[] = [];
  let playing: number | null = null;
  let shown = last;

  function show(place: number): void {
    if (place === shown) return;
    shown = place;
    const text = timeline?.labels[place] ?? "";
    slider.value = String(place);
    slider.setAttribute("aria-valuetext", text);
    label.textContent = text;
    lines.forEach((line, at) => (line.textContent = timeline?.figures[place]?.[at] ?? ""));
    back.hidden = place === last;
    section?.classList.toggle("past", place !== last);
    for (const listener of listeners) listener(place);
  }

  function tell(): void {
    play.setAttribute("aria-pressed", String(playing !== null));
    sign.textContent = playing === null ? "▶" : "⏸";
    name.textContent = playing === null ? words.play : words.pause;
    // Read out step by step, but not at the pace of a film.
    label.setAttribute("aria-live", playing === null ? "polite" : "off");
  }

  function pause(): void {
    if (playing !== null) window.clearInterval(playing);
    playing = null;
    tell();
  }

  function start(): void {
    if (shown === last) show(0);
    playing = window.setInterval(() => {
      if (shown < last) show(shown + 1);
      else pause();
    }, STEP_TIME);
    tell();
  }

  const toggle = () => {
    if (playing === null) start();
    else pause();
  };

  // A page that must not move by itself has no play; the months are stepped through by hand.
  function settle(): void {
    if (calm.matches) pause();
    play.hidden = calm.matches;
  }

  play.addEventListener("click", toggle);
  slider.addEventListener("input", () => {
    pause();
    show(Number(slider.value));
  });
  slider.addEventListener("keydown", (event) => {
    if (event.key !== " " || calm.matches) return;
    event.preventDefault();
    toggle();
  });
  for (const button of all("[data-step]", section)) {
    button.addEventListener("click", () => {
      pause();
      show(within(shown + Number(named(button, "step")), last));
    });
  }
  back.addEventListener("click", () => {
    pause();
    show(last);
    slider.focus();
  });
  calm.addEventListener("change", settle);
  settle();
  return { last, shown: () => shown, onMonth: (changed) => listeners.push(changed) };
}
