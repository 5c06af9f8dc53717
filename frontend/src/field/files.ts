/** Files of a visit that is not saved yet: each is on the phone before it is shown. */

import { element, fill } from "../dom";
import { sha256 } from "./canonical";
import type { Attached } from "./store";
import { say } from "./texts";

export interface Held {
  readonly attached: Attached;
  readonly content: Blob;
}

/** What a list of files needs of the visit around it. */
export interface Keeping {
  /** Keep the unfinished visit with one more file; false where that was not possible, which was told. */
  readonly keep: (file: Held) => Promise<boolean>;
  /** Keep the unfinished visit as it is now. */
  readonly changed: () => Promise<void>;
  readonly complain: (text: string) => void;
}

/** A list of files, each with how it looks or sounds, and a way to take it out again. */
export class Files {
  private files: readonly Held[] = [];

  constructor(
    private readonly list: HTMLElement,
    private readonly shown: (file: Held) => HTMLElement,
    private readonly keeping: Keeping,
  ) {}

  get all(): readonly Attached[] {
    return this.files.map((file) => file.attached);
  }

  show(files: readonly Held[]): void {
    this.files = files;
    this.draw();
  }

  /** Keep a file; the same one twice is one. */
  async add(given: Blob, told: Omit<Attached, "sha256">): Promise<void> {
    const bytes = await given.arrayBuffer();
    const attached = { sha256: await sha256(bytes), ...told };
    if (this.files.some((each) => each.attached.sha256 === attached.sha256)) return;
    // The very bytes that were hashed: a file of the camera may change or go meanwhile.
    const file = { attached, content: new Blob([bytes], { type: given.type }) };
    if (!(await this.keeping.keep(file))) return;
    this.files = [...this.files, file];
    await this.keeping.changed();
    this.draw();
  }

  private draw(): void {
    fill(
      this.list,
      ...this.files.map((file) => {
        const drop = element("button", { type: "button" }, say("drop"));
        drop.addEventListener("click", () => {
          this.files = this.files.filter((each) => each !== file);
          void this.keeping.changed();
          this.draw();
        });
        return element("li", {}, this.shown(file), element("span", {}, file.attached.told), drop);
      }),
    );
  }
}
