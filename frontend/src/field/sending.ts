/** The way home: everything is sent until a receipt names it, and nothing leaves the phone before. */

import type { Store, SavedRecord } from "./store";
import { blobsOf, isDone } from "./store";
import { putRecord, receiptOf, Refusal, sendBlob } from "./protocol";

export interface Progress {
  readonly done: number;
  readonly all: number;
  /** The record that is waited for, and which of its files, from 1 among its kind; 0 for the record itself. */
  readonly waiting: SavedRecord | null;
  readonly kind: "record" | "photo" | "voice" | "sketch";
  readonly place: number;
}

/** How sending ended: everything of this person is there, or why not. */
export type Ending = "done" | "no line" | "signed out" | "refused";

/** How far the records of a person have come. */
export function progressOf(records: readonly SavedRecord[], login: string): Progress {
  const mine = records.filter((record) => record.login === login);
  const waiting = mine.find((record) => !isDone(record)) ?? null;
  const missing = waiting?.receipt?.missing[0];
  return { done: mine.filter(isDone).length, all: mine.length, waiting, ...whichOf(waiting, missing) };
}

function whichOf(record: SavedRecord | null, missing: string | undefined): Pick<Progress, "kind" | "place"> {
  const kinds = [
    { kind: "photo", files: record?.photos },
    { kind: "voice", files: record?.voices },
    { kind: "sketch", files: record?.sketches },
  ] as const;
  for (const { kind, files = [] } of kinds) {
    const place = missing === undefined ? 0 : files.indexOf(missing) + 1;
    if (place > 0) return { kind, place };
  }
  return { kind: "record", place: 0 };
}

/** Send what has no receipt yet; one record after the other, and what is refused does not hold up the rest. */
export async function sendAll(store: Store, login: string, told: () => Promise<void>): Promise<Ending> {
  let ending: Ending = "done";
  for (const record of await store.records()) {
    if (record.login !== login || isDone(record)) continue;
    try {
      await send(store, record);
    } catch (error) {
      const why = await whyNot(store, record, error);
      if (why !== "refused") return why;
      ending = why;
    }
    await told();
  }
  return ending;
}

async function send(store: Store, record: SavedRecord): Promise<void> {
  const receipt = await putRecord(record.uuid, record.body);
  await store.note(record.uuid, { receipt, refused: "" });
  let refusal: Refusal | null = null;
  for (const sha256 of blobsOf(record)) {
    const content = await store.blob(sha256);
    try {
      if (content) await sendBlob(sha256, content);
    } catch (error) {
      if (!isOfThisAlone(error)) throw error;
      refusal = error;
    }
    await noteReceipt(store, record);
  }
  const after = await noteReceipt(store, record);
  if (refusal) throw refusal;
  if (isDone(after)) await store.sweep();
}

async function noteReceipt(store: Store, { uuid, sha256 }: SavedRecord): Promise<SavedRecord> {
  return store.note(uuid, { receipt: await receiptOf(uuid, sha256), refused: "" });
}

/** Whether the server would not have this record or file, and may well take others. */
function isOfThisAlone(error: unknown): error is Refusal {
  return error instanceof Refusal && error.status !== 401 && (error.status < 500 || error.status === 507);
}

async function whyNot(store: Store, { uuid }: SavedRecord, error: unknown): Promise<Ending> {
  if (isOfThisAlone(error)) {
    await store.note(uuid, { refused: error.message });
    return "refused";
  }
  return error instanceof Refusal && error.status === 401 ? "signed out" : "no line";
}
