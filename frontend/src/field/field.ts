/** The page of a phone: the day taken along, visits saved out there, everything sent home with receipts. */

import { element, fill, found } from "../dom";
import { isHindered } from "./arrival";
import { Guide } from "./guide";
import { drawHome, tellRoom } from "./home";
import { writeFile } from "./packed";
import { Packing } from "./packing";
import { dayOut, Refusal, whoIsThere } from "./protocol";
import { sendAll } from "./sending";
import type { Ending } from "./sending";
import type { SavedDay } from "./store";
import { isDone, Store } from "./store";
import { minuteTold, readTexts, say } from "./texts";
import { Visit } from "./visit";
import { recordsVoice } from "./voice";

const CACHE = "landwatch-field";
/** From where on a clock is told to be wrong; a photograph loses trust there, too. */
const WRONG_CLOCK_MS = 2 * 60_000;

/** When to try again where a line broke off: a browser tells only of one that came, not of one that got better. */
const AGAIN_MS = 30_000;

let day: SavedDay | null = null;
let sending = false;
let again = 0;

async function begin(): Promise<void> {
  readTexts();
  if (await isHindered()) return;
  tellLacking();
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
  const packing = new Packing();
  const guide = new Guide({
    login: () => day?.login ?? null,
    tasks: () => day?.items ?? [],
    visit: (goal) => void visit.open(goal),
  });
  found("#take").addEventListener("click", () => void takeAlong(store, visit, packing));
  found("#to-map").addEventListener("click", () => void guide.open());
  found("#send").addEventListener("click", () => void home(store, visit));
  found("#write").addEventListener("click", () => void write(store));
  found("#other").addEventListener("click", () => void visit.open(null));
  window.addEventListener("online", () => void home(store, visit));
  const person = await store.lastSeen();
  day = (person && (await store.dayOf(person.login))) ?? null;
  await draw(store, visit);
  await packing.resume(day);
  await home(store, visit);
  document.documentElement.dataset.ready = "yes";
}

/** Tell what this browser cannot do; the rest works without it. */
function tellLacking(): void {
  const lacking = [
    recordsVoice() ? "" : "lacks voice",
    "geolocation" in navigator ? "" : "lacks position",
  ].filter(Boolean);
  fill(found("#lacking"), ...lacking.map((each) => element("li", {}, say(each))));
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

async function takeAlong(store: Store, visit: Visit, packing: Packing): Promise<void> {
  try {
    await meet(store);
    const taken = await dayOut();
    await store.keepDay(taken, new Date());
    day = (await store.dayOf(taken.login)) ?? null;
    await navigator.storage.persist();
  } catch (error) {
    tellWhyNot(error);
    return;
  }
  await draw(store, visit);
  await home(store, visit);
  try {
    if (day) await packing.begin(day);
  } catch (error) {
    tellWhyNot(error);
  }
}

/** Tell why the server cannot be asked: no line, nobody signed in, or somebody who may not. */
function tellWhyNot(error: unknown): void {
  if (!(error instanceof Refusal)) tell("no line");
  else if (error.status === 401) tell("signed out");
  else {
    tell("done");
    found("#trouble").textContent = error.message;
  }
}

/** See who is signed in: their day is shown, and theirs alone; of whoever had the phone before only a count. */
async function meet(store: Store): Promise<string> {
  const { login, person, ahead } = await whoIsThere();
  await store.see({ login, person }, new Date());
  if (day?.login !== login) day = (await store.dayOf(login)) ?? null;
  const now = Date.now();
  const [phone, office] = [now, now - ahead].map((at) => minuteTold(new Date(at).toISOString()));
  found("#clock").textContent =
    Math.abs(ahead) > WRONG_CLOCK_MS ? say("wrong clock", { phone: phone ?? "", office: office ?? "" }) : "";
  return login;
}

/** Send everything that waits; once at a time. */
async function home(store: Store, visit: Visit): Promise<void> {
  if (sending) return;
  sending = true;
  clearTimeout(again);
  found("#ending").textContent = say("sending");
  try {
    const login = await meet(store);
    await draw(store, visit);
    tell(await sendAll(store, login, () => draw(store, visit)));
  } catch (error) {
    tellWhyNot(error);
  } finally {
    sending = false;
  }
  await draw(store, visit);
  const isWaiting = (await store.records()).some((record) => !isDone(record));
  if (isWaiting && navigator.onLine) again = window.setTimeout(() => void home(store, visit), AGAIN_MS);
}

function tell(ending: Ending): void {
  found("#trouble").textContent = "";
  found("#sign-in").hidden = ending !== "signed out";
  found("#ending").textContent = ending === "done" ? "" : say(ending);
}

async function write(store: Store): Promise<void> {
  if (day) await writeFile(await store.records(), (sha256) => store.blob(sha256), day.login);
}

async function draw(store: Store, visit: Visit): Promise<void> {
  drawHome({
    day,
    records: await store.records(),
    drafts: day ? await store.drafts(day.login) : [],
    open: (goal) => void visit.open(goal),
    drop: ({ key }) => void store.dropDraft(key).then(() => draw(store, visit)),
  });
  await tellRoom();
}

void begin();
