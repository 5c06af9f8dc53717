/** What lies on the phone: the day, records, photographs; kept until a receipt names them. */

import type { DBSchema, IDBPDatabase } from "idb";
import { openDB } from "idb";
import type { Day, Receipt } from "./protocol";

export interface SavedRecord {
  readonly uuid: string;
  readonly login: string;
  /** The record in its one form, and the hash of that. */
  readonly body: string;
  readonly sha256: string;
  readonly photos: readonly string[];
  readonly voices?: readonly string[];
  readonly sketches?: readonly string[];
  readonly about: string;
  readonly savedAt: string;
  readonly receipt?: Receipt;
  /** Why the server would not have it, in its words; empty where it would. */
  readonly refused?: string;
}

/** A file of a record: a photograph, a voice note, a sketch. */
interface KeptBlob {
  readonly sha256: string;
  readonly content: Blob;
}

interface Schema extends DBSchema {
  days: { key: string; value: Day & { readonly takenAt: string } };
  records: { key: string; value: SavedRecord };
  /** All files of records; named when there were photographs alone. */
  photos: { key: string; value: KeptBlob };
}

export type SavedDay = Schema["days"]["value"];

/** The store of this phone. */
export class Store {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  static async open(): Promise<Store> {
    const database = await openDB<Schema>("landwatch-field", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("days", { keyPath: "login" });
        fresh.createObjectStore("records", { keyPath: "uuid" });
        fresh.createObjectStore("photos", { keyPath: "sha256" });
      },
    });
    return new Store(database);
  }

  async keepDay(day: Day, at: Date): Promise<void> {
    await this.database.put("days", { ...day, takenAt: at.toISOString() });
  }

  /** The day that was taken along last. */
  async lastDay(): Promise<SavedDay | undefined> {
    const days = await this.database.getAll("days");
    return days.sort((one, other) => other.takenAt.localeCompare(one.takenAt))[0];
  }

  /** Keep a record with its files, together or not at all. */
  async save(record: SavedRecord, blobs: readonly KeptBlob[]): Promise<void> {
    const writing = this.database.transaction(["records", "photos"], "readwrite");
    await Promise.all([
      ...blobs.map((blob) => writing.objectStore("photos").put(blob)),
      writing.objectStore("records").add(record),
      writing.done,
    ]);
  }

  async records(): Promise<SavedRecord[]> {
    const found = await this.database.getAll("records");
    return found.sort((one, other) => one.savedAt.localeCompare(other.savedAt));
  }

  async blob(sha256: string): Promise<Blob | undefined> {
    return (await this.database.get("photos", sha256))?.content;
  }

  async note(record: SavedRecord): Promise<void> {
    await this.database.put("records", record);
  }

  /** Give up the files that a receipt names and no other record waits for. */
  async giveUp(blobs: readonly string[]): Promise<void> {
    const waiting = new Set(
      (await this.records()).filter((each) => !isDone(each)).flatMap((each) => blobsOf(each)),
    );
    const spare = blobs.filter((blob) => !waiting.has(blob));
    await Promise.all(spare.map((blob) => this.database.delete("photos", blob)));
  }
}

/** SHA-256 of every file of a record, in the order in which they are sent. */
export function blobsOf({ photos, voices = [], sketches = [] }: SavedRecord): string[] {
  return [...photos, ...voices, ...sketches];
}

/** Whether a receipt names the hash of the record and every file: only then may anything be given up. */
export function isDone(record: SavedRecord): boolean {
  const { receipt } = record;
  if (receipt?.record !== record.sha256 || receipt.missing.length > 0) return false;
  const { photos, voices = [], sketches = [] } = receipt;
  const received = new Set([...photos, ...voices, ...sketches]);
  return blobsOf(record).every((blob) => received.has(blob));
}
