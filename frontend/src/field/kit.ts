/** A day in one file, opened from the storage of a phone: no server is asked, a file goes home. */

import { sha256 as ownSha256 } from "@noble/hashes/sha2.js";
import { found, foundAs, named } from "../dom";
import { digestBy } from "./canonical";
import { Guide } from "./guide";
import { drawHome, tellRoom } from "./home";
import { bringMap } from "./luggage";
import { Memory } from "./memory";
import { writeFile } from "./packed";
import type { AreaMap, Receipt } from "./protocol";
import type { SavedDay } from "./store";
import { Store } from "./store";
import { readTexts, say } from "./texts";
import { Visit } from "./visit";

type Keeping = Store | Memory;

async function begin(): Promise<void> {
  readTexts();
  // A browser may think a file less secure than a page, and keep its own hash from it.
  if (!("subtle" in crypto)) digestBy(async (content) => Promise.resolve(ownSha256(bytesOf(content))));
  const day = JSON.parse(named(found("#field"), "day")) as SavedDay & { readonly map: AreaMap };
  bringMap(day.map);
  const store = await opened();
  const visit: Visit = new Visit(
    store,
    () => day,
    () => draw(store, visit, day),
  );
  const guide = new Guide({
    login: () => day.login,
    tasks: () => day.items,
    visit: (goal) => void visit.open(goal),
  });
  found("#to-map").addEventListener("click", () => void guide.open());
  found("#write").addEventListener("click", () => void write(store, day));
  found("#other").addEventListener("click", () => void visit.open(null));
  const receipts = foundAs(HTMLInputElement, "#receipts");
  receipts.addEventListener("change", () => void read(receipts, store).then(() => draw(store, visit, day)));
  await draw(store, visit, day);
  document.documentElement.dataset.ready = "yes";
}

function bytesOf(content: BufferSource): Uint8Array {
  return ArrayBuffer.isView(content)
    ? new Uint8Array(content.buffer, content.byteOffset, content.byteLength)
    : new Uint8Array(content);
}

/** The store of the phone; where the browser keeps nothing for a file, one that ends with the page. */
async function opened(): Promise<Keeping> {
  try {
    return await Store.open();
  } catch {
    found("#trouble").textContent = say("kept in memory");
    return new Memory();
  }
}

async function draw(store: Keeping, visit: Visit, day: SavedDay): Promise<void> {
  drawHome({
    day,
    records: await store.records(),
    drafts: await store.drafts(day.login),
    open: (goal) => void visit.open(goal),
    drop: ({ key }) => void store.dropDraft(key).then(() => draw(store, visit, day)),
  });
  if (store instanceof Store && "storage" in navigator) await tellRoom();
}

async function write(store: Keeping, { login }: SavedDay): Promise<void> {
  await writeFile(await store.records(), (sha256) => store.blob(sha256), login);
}

type Brought = Receipt & { readonly uuid: string };

/** Read the receipts that the desk wrote: only what they name leaves the phone. */
async function read(input: HTMLInputElement, store: Keeping): Promise<void> {
  const [file] = input.files ?? [];
  if (!file) return;
  try {
    const { receipts } = JSON.parse(await file.text()) as { receipts: readonly Brought[] };
    const here = new Map((await store.records()).map((record) => [record.uuid, record]));
    for (const receipt of receipts) {
      if (here.get(receipt.uuid)?.sha256 === receipt.record) await store.note(receipt.uuid, { receipt });
    }
    await store.sweep();
    found("#written").textContent = "";
  } catch {
    found("#written").textContent = say("no receipts");
  }
  input.value = "";
}

void begin();
