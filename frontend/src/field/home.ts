/** The lists of the phone page: who is here, what is to be visited, what was recorded and how far it has come. */

import { element, fill, found } from "../dom";
import type { Goal } from "./goal";
import { inOrder, isOverdue } from "./goal";
import type { Task } from "./protocol";
import { megabytes, roomLeft } from "./room";
import type { Progress } from "./sending";
import { progressOf } from "./sending";
import type { Draft, SavedDay, SavedRecord } from "./store";
import { isDone } from "./store";
import { minuteTold, say } from "./texts";

/** Everything that the lists show, and what a tap on them does. */
export interface Shown {
  readonly day: SavedDay | null;
  readonly records: readonly SavedRecord[];
  readonly drafts: readonly Draft[];
  readonly open: (goal: Goal | null) => void;
  readonly drop: (draft: Draft) => void;
}

/** Below this a day of photographs may not fit. */
const LITTLE_MB = 500;

/** Draw the lists; of other people on this phone only how much of theirs waits. */
export function drawHome({ day, records, drafts, open, drop }: Shown): void {
  const told = day && { person: day.person, count: day.items.length, at: minuteTold(day.takenAt) };
  found("#who").textContent = told ? say("taken", told) : say("no day");
  found("#other").hidden = day === null;
  found("#to-map").hidden = day === null;
  const mine = records.filter((record) => record.login === day?.login);
  const progress = day ? progressOf(records, day.login) : null;
  found("#progress").textContent = progress && progress.all > 0 ? progressTold(progress) : "";
  found("#write").hidden = mine.every(isDone);
  if (mine.every(isDone)) found("#written").textContent = "";
  fill(found("#foreign"), ...foreign(records, day?.login).map((line) => element("li", {}, line)));
  const tasks = inOrder(day?.items ?? []);
  const goalOf = (draft: Draft): Goal | null =>
    tasks.find((task) => task.contract_no === draft.task) ?? draft.plot ?? null;
  fill(found("#drafts"), ...drafts.map((draft) => draftLine(draft, () => open(goalOf(draft)), drop)));
  found("#unfinished").hidden = drafts.length === 0;
  fill(found("#tasks"), ...tasks.map((task) => taskLine(task, mine, open)));
  fill(found("#records"), ...[...mine].reverse().map(recordLine));
}

/** Tell where there is little room, and where the browser does not promise to keep what is saved. */
export async function tellRoom(): Promise<void> {
  const [room, isKept] = await Promise.all([roomLeft(), navigator.storage.persisted()]);
  const left = megabytes(room);
  const little = left < LITTLE_MB ? say("little room", { megabytes: left }) : "";
  found("#room").textContent = [little, isKept ? "" : say("not persisted")].filter(Boolean).join(" ");
  found("#room").classList.toggle("warning", little !== "");
}

function progressTold({ done, all, waiting, kind, place }: Progress): string {
  const told = say("receipts", { done, all });
  if (!waiting) return told;
  return `${told} ${say(`waits for ${kind}`, { [kind]: place, about: waiting.about })}`;
}

function foreign(records: readonly SavedRecord[], login: string | undefined): string[] {
  const waiting = records.filter((record) => record.login !== login && !isDone(record));
  return [...new Set(waiting.map((record) => record.login))].map((other) =>
    say("of somebody else", {
      login: other,
      count: waiting.filter((record) => record.login === other).length,
    }),
  );
}

function draftLine(draft: Draft, open: () => void, drop: (draft: Draft) => void): HTMLElement {
  const about = draft.task ?? draft.values.contract_no ?? "";
  const count = draft.photos.length;
  const go = element("button", { type: "button" }, say("go on", { about, count }));
  const away = element("button", { type: "button" }, say("discard"));
  go.addEventListener("click", open);
  away.addEventListener("click", () => {
    if (window.confirm(say("discard?", { about, count }))) drop(draft);
  });
  return element("li", { class: "actions" }, go, away);
}

function taskLine(task: Task, mine: readonly SavedRecord[], open: Shown["open"]): HTMLElement {
  const made = mine.filter((record) => record.about === task.contract_no).length;
  const due = task.due[0];
  const button = element(
    "button",
    { type: "button", class: isOverdue(task) ? "task overdue" : "task" },
    task.route
      ? element("span", { class: isOverdue(task) ? "stop overdue" : "stop" }, String(task.route))
      : null,
    element("b", {}, task.contract_no),
    element("span", {}, [task.holder, task.project].filter(Boolean).join(" · ")),
    due ? element("small", {}, say("until", { label: due.label, day: due.until })) : null,
    made ? element("small", { class: "made" }, say("made", { count: made })) : null,
  );
  button.addEventListener("click", () => open(task));
  return element("li", {}, button);
}

function recordLine(record: SavedRecord): HTMLElement {
  const refused = record.refused ?? "";
  const waits = refused === "" ? say("on the phone") : refused;
  return element(
    "li",
    { class: isDone(record) ? "done" : "waiting" },
    element("b", {}, record.about),
    element("span", {}, minuteTold(record.savedAt)),
    element("small", {}, isDone(record) ? doneTold(record) : waits),
  );
}

function doneTold({ receipt }: SavedRecord): string {
  if (receipt?.reason) return say("held", { reason: receipt.reason });
  return say("receipt", { visit: receipt?.visit ?? "" });
}
