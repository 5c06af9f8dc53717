/** The page of a phone: the day taken along, visits saved out there, everything sent home with receipts. */

import { element, fill, found } from "../dom";
import { isHindered } from "./arrival";
import type { Task } from "./protocol";
import { dayOut, Refusal } from "./protocol";
import { progressOf, sendAll } from "./sending";
import type { Ending, Progress } from "./sending";
import type { SavedDay, SavedRecord } from "./store";
import { isDone, Store } from "./store";
import { minuteTold, readTexts, say } from "./texts";
import { Visit } from "./visit";

const CACHE = "landwatch-field";
let day: SavedDay | null = null;
let sending = false;

async function begin(): Promise<void> {
  readTexts();
  if (await isHindered()) return;
  await keepPage();
  const store = await Store.open();
  const visit = new Visit(
    store,
    () => day,
    async () => {
      await draw(store, visit);
      await home(store, visit);
    },
  );
  found("#take").addEventListener("click", () => void takeAlong(store, visit));
  found("#send").addEventListener("click", () => void home(store, visit));
  found("#other").addEventListener("click", () => visit.open(null));
  window.addEventListener("online", () => void home(store, visit));
  day = (await store.lastDay()) ?? null;
  await draw(store, visit);
  await home(store, visit);
  document.documentElement.dataset.ready = "yes";
}

/** Keep the page, so that it opens where there is no line, and no older one. */
async function keepPage(): Promise<void> {
  const parts = [...document.querySelectorAll<HTMLElement>("script[src], link[href]")].map(
    (part) => part.getAttribute("src") ?? part.getAttribute("href") ?? "",
  );
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll(["/field", ...parts]);
    const wanted = new Set(parts.map((part) => new URL(part, location.href).href));
    for (const request of await cache.keys()) {
      if (request.url.includes("/assets/") && !wanted.has(request.url)) await cache.delete(request);
    }
  } catch {
    // Without a line the page that was kept before stays.
  }
}

async function takeAlong(store: Store, visit: Visit): Promise<void> {
  try {
    await store.keepDay(await dayOut(), new Date());
    day = (await store.lastDay()) ?? null;
    const isKept = await navigator.storage.persist();
    found("#trouble").textContent = isKept ? "" : say("not persisted");
  } catch (error) {
    const isOut = error instanceof Refusal && error.status === 401;
    found("#trouble").textContent = isOut
      ? say("signed out")
      : error instanceof Refusal
        ? error.message
        : say("no line");
    found("#sign-in").hidden = !isOut;
    return;
  }
  found("#sign-in").hidden = true;
  await draw(store, visit);
  await home(store, visit);
}

/** Send everything that waits; once at a time. */
async function home(store: Store, visit: Visit): Promise<void> {
  if (!day || sending) return;
  sending = true;
  try {
    const ending = await sendAll(store, day.login, () => draw(store, visit));
    tell(ending);
  } finally {
    sending = false;
  }
  await draw(store, visit);
}

function tell(ending: Ending): void {
  found("#sign-in").hidden = ending !== "signed out";
  found("#ending").textContent = ending === "done" ? "" : say(ending);
}

async function draw(store: Store, visit: Visit): Promise<void> {
  const records = await store.records();
  found("#who").textContent = day
    ? say("taken", {
        person: day.person,
        count: day.items.length,
        at: minuteTold(day.takenAt),
      })
    : say("no day");
  found("#other").hidden = day === null;
  const progress = day ? progressOf(records, day.login) : null;
  found("#progress").textContent = progress && progress.all > 0 ? progressTold(progress) : "";
  fill(found("#tasks"), ...(day?.items ?? []).map((task) => taskLine(task, records, visit)));
  fill(found("#records"), ...[...records].reverse().map(recordLine));
}

function progressTold({ done, all, waiting, kind, place }: Progress): string {
  const told = say("receipts", { done, all });
  if (!waiting) return told;
  return `${told} ${say(`waits for ${kind}`, { [kind]: place, about: waiting.about })}`;
}

function taskLine(task: Task, records: readonly SavedRecord[], visit: Visit): HTMLElement {
  const made = records.filter((record) => record.about === task.contract_no).length;
  const due = task.due[0];
  const button = element(
    "button",
    { type: "button", class: due?.state === "overdue" ? "task overdue" : "task" },
    element("b", {}, task.contract_no),
    element("span", {}, [task.holder, task.project].filter(Boolean).join(" · ")),
    due ? element("small", {}, say("until", { label: due.label, day: due.until })) : null,
    made ? element("small", { class: "made" }, say("made", { count: made })) : null,
  );
  button.addEventListener("click", () => visit.open(task));
  return element("li", {}, button);
}

function recordLine(record: SavedRecord): HTMLElement {
  const isMine = record.login === day?.login;
  const refused = record.refused ?? "";
  const waits = refused === "" ? say("on the phone") : refused;
  const state = isDone(record) ? doneTold(record) : waits;
  return element(
    "li",
    { class: isDone(record) ? "done" : "waiting" },
    element("b", {}, record.about),
    element("span", {}, minuteTold(record.savedAt)),
    element("small", {}, isMine || isDone(record) ? state : say("of somebody else", { login: record.login })),
  );
}

function doneTold({ receipt }: SavedRecord): string {
  if (receipt?.reason) return say("held", { reason: receipt.reason });
  return say("receipt", { visit: receipt?.visit ?? "" });
}

void begin();
