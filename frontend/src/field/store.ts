/** What lies on the phone: the day, records, their files, unfinished visits; kept until a receipt names them. */

import type { DBSchema, IDBPDatabase } from "idb";
import { openDB } from "idb";
import type { Json } from "./canonical";
import type { Plot } from "./goal";
import type { Day, Person, Receipt } from "./protocol";

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

/** A photograph or voice note of a visit that is not saved yet. */
export interface Attached {
  readonly sha256: string;
  /** What stands beside it in the form. */
  readonly told: string;
  /** What the phone knew at the shutter. */
  readonly shot?: Readonly<Record<string, Json>>;
}

/** A visit that was begun and not saved: a phone may end the browser when its camera needs the room. */
export interface Draft {
  readonly key: string;
  readonly login: string;
  /** The contract of the list; null for another one. */
  readonly task: string | null;
  /** The parcel of the map; drafts of before there was one lie on phones. */
  readonly plot?: Plot | null;
  readonly values: Readonly<Record<string, string>>;
  readonly photos: readonly Attached[];
  readonly voices: readonly Attached[];
  readonly sketches?: readonly Attached[];
}

interface Schema extends DBSchema {
  days: { key: string; value: Day & { readonly takenAt: string } };
  records: { key: string; value: SavedRecord };
  /** All files of records; named when there were photographs alone. */
  photos: { key: string; value: KeptBlob };
  drafts: { key: string; value: Draft };
  /** Whoever was signed in when there was a line last. */
  people: { key: string; value: Person & { readonly seenAt: string } };
}

export type SavedDay = Schema["days"]["value"];

const STORES = [
  ["days", "login"],
  ["records", "uuid"],
  ["photos", "sha256"],
  ["drafts", "key"],
  ["people", "login"],
] as const;

/** On disk before it is told, not in a cache of the system: a phone may run out of power. */
const ON_DISK = { durability: "strict" } as const;

/** The store of this phone. */
export class Store {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  static async open(): Promise<Store> {
    const database = await openDB<Schema>("landwatch-field", 2, {
      upgrade(fresh) {
        for (const [name, keyPath] of STORES) {
          if (!fresh.objectStoreNames.contains(name)) fresh.createObjectStore(name, { keyPath });
        }
      },
    });
    return new Store(database);
  }

  async keepDay(day: Day, at: Date): Promise<void> {
    await this.database.put("days", { ...day, takenAt: at.toISOString() });
  }

  /** The day that a person took along last. */
  async dayOf(login: string): Promise<SavedDay | undefined> {
    return this.database.get("days", login);
  }

  async see({ login, person }: Person, at: Date): Promise<void> {
    await this.database.put("people", { login, person, seenAt: at.toISOString() });
  }

  /** Whoever was signed in when there was a line last. */
  async lastSeen(): Promise<Person | undefined> {
    const people = await this.database.getAll("people");
    return people.sort((one, other) => other.seenAt.localeCompare(one.seenAt))[0];
  }

  /** Keep an unfinished visit, together with a new file of it or not at all. */
  async keepDraft(draft: Draft, ...blobs: readonly KeptBlob[]): Promise<void> {
    const writing = this.database.transaction(["drafts", "photos"], "readwrite", blobs.length ? ON_DISK : {});
    await Promise.all([
      ...blobs.map((blob) => writing.objectStore("photos").put(blob)),
      writing.objectStore("drafts").put(draft),
      writing.done,
    ]);
  }

  async draft(key: string): Promise<Draft | undefined> {
    return this.database.get("drafts", key);
  }

  async drafts(login: string): Promise<Draft[]> {
    return (await this.database.getAll("drafts")).filter((draft) => draft.login === login);
  }

  async dropDraft(key: string): Promise<void> {
    await this.database.delete("drafts", key);
    await this.sweep();
  }

  /** Keep a record, whose files are there, and give up the draft that it was; together or not at all. */
  async save(record: SavedRecord, draft: string): Promise<void> {
    const writing = this.database.transaction(["records", "drafts"], "readwrite", ON_DISK);
    await Promise.all([
      writing.objectStore("records").add(record),
      writing.objectStore("drafts").delete(draft),
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

  /** Note what became of a record, beside what is known of it. */
  async note(uuid: string, news: Pick<SavedRecord, "receipt" | "refused">): Promise<SavedRecord> {
    const writing = this.database.transaction("records", "readwrite");
    const record = await writing.store.get(uuid);
    if (!record) throw new Error(`There is no record ${uuid} on this phone.`);
    const after = { ...record, ...news };
    await Promise.all([writing.store.put(after), writing.done]);
    return after;
  }

  /** Give up the files that no record waits for and no unfinished visit has. */
  async sweep(): Promise<void> {
    const writing = this.database.transaction(["records", "drafts", "photos"], "readwrite");
    const records = await writing.objectStore("records").getAll();
    const drafts = await writing.objectStore("drafts").getAll();
    const wanted = new Set([
      ...records.filter((each) => !isDone(each)).flatMap(blobsOf),
      ...drafts
        .flatMap(({ photos, voices, sketches = [] }) => [...photos, ...voices, ...sketches])
        .map((each) => each.sha256),
    ]);
    const blobs = writing.objectStore("photos");
    const spare = (await blobs.getAllKeys()).filter((name) => !wanted.has(name));
    await Promise.all([...spare.map((name) => blobs.delete(name)), writing.done]);
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
