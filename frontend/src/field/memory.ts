/** A store that lasts as long as the page: for a browser that keeps nothing for a file of the phone. */

import type { Draft, SavedRecord, Store } from "./store";

type Kept = Pick<
  Store,
  "blob" | "draft" | "drafts" | "dropDraft" | "keepDraft" | "note" | "records" | "save" | "sweep"
>;
type Blobs = Parameters<Store["keepDraft"]>[1][];

/** The store of a kit, in memory. */
export class Memory implements Kept {
  private readonly saved = new Map<string, SavedRecord>();
  private readonly begun = new Map<string, Draft>();
  private readonly blobs = new Map<string, Blob>();

  async blob(sha256: string): Promise<Blob | undefined> {
    return Promise.resolve(this.blobs.get(sha256));
  }

  async draft(key: string): Promise<Draft | undefined> {
    return Promise.resolve(this.begun.get(key));
  }

  async drafts(login: string): Promise<Draft[]> {
    return Promise.resolve([...this.begun.values()].filter((draft) => draft.login === login));
  }

  async dropDraft(key: string): Promise<void> {
    this.begun.delete(key);
    return Promise.resolve();
  }

  async keepDraft(draft: Draft, ...blobs: Blobs): Promise<void> {
    for (const { sha256, content } of blobs) this.blobs.set(sha256, content);
    this.begun.set(draft.key, draft);
    return Promise.resolve();
  }

  async note(uuid: string, news: Pick<SavedRecord, "receipt" | "refused">): Promise<SavedRecord> {
    const record = this.saved.get(uuid);
    if (!record) throw new Error(`There is no record ${uuid} on this phone.`);
    const after = { ...record, ...news };
    this.saved.set(uuid, after);
    return Promise.resolve(after);
  }

  async records(): Promise<SavedRecord[]> {
    return Promise.resolve([...this.saved.values()]);
  }

  async save(record: SavedRecord, draft: string): Promise<void> {
    this.saved.set(record.uuid, record);
    this.begun.delete(draft);
    return Promise.resolve();
  }

  /** Nothing is given up: it ends with the page. */
  async sweep(): Promise<void> {
    return Promise.resolve();
  }
}
