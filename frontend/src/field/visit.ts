/** A visit: begun, kept on the phone with every change, and saved before anything else. */

import { found, foundAs } from "../dom";
import { wayTo } from "./bearing";
import type { Json } from "./canonical";
import { canonical, dayInChina, instant, newUuid, sha256 } from "./canonical";
import type { Held, Keeping } from "./files";
import { Form } from "./form";
import type { Goal } from "./goal";
import { boundariesOf, isTask, numberOf } from "./goal";
import { Photos } from "./photos";
import type { Day } from "./protocol";
import type { Fix } from "./shutter";
import { watchPosition } from "./shutter";
import { Sketches } from "./sketch";
import type { Attached, Draft, SavedRecord, Store } from "./store";
import { say } from "./texts";
import { Voices } from "./voice";

const WHOLE = new TextEncoder();

/** One form for all visits. */
export class Visit {
  private readonly form = new Form();
  private readonly complaint = found("#complaint");
  private readonly photos: Photos;
  private readonly voices: Voices;
  private readonly sketches: Sketches;
  private goal: Goal | null = null;

  constructor(
    private readonly store: Pick<Store, "blob" | "draft" | "keepDraft" | "save">,
    private readonly person: () => Day | null,
    private readonly closed: () => Promise<void>,
  ) {
    this.photos = new Photos(
      this.keeping("photos"),
      () => this.boundaries(),
      () => this.person()?.forms.limits,
    );
    this.voices = new Voices(this.keeping("voices"));
    this.sketches = new Sketches(
      this.keeping("sketches"),
      () => this.goal,
      () => this.person()?.login ?? null,
    );
    this.form.node.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.saveOnce();
    });
    for (const name of ["input", "change"]) {
      this.form.node.addEventListener(name, () => void this.changed());
    }
    found("#close").addEventListener("click", () => void this.close());
  }

  /** Open the form for a contract of the list, a parcel of the map, or null for another contract; as it was left. */
  async open(goal: Goal | null): Promise<void> {
    const day = this.person();
    if (!day) return;
    this.goal = goal;
    this.complaint.textContent = "";
    const draft = await this.store.draft(keyOf(day.login, goal));
    this.form.draw(goal, day.forms);
    this.photos.show(await this.held(draft?.photos));
    this.voices.show(await this.held(draft?.voices));
    this.sketches.show(await this.held(draft?.sketches));
    if (draft) this.form.put(draft.values);
    this.form.node.hidden = false;
    found("#home").hidden = true;
    window.scrollTo(0, 0);
    watchPosition(this.tellPosition);
  }

  private readonly tellPosition = (fix: Fix | null): void => {
    const way = fix && wayTo(this.boundaries(), fix);
    const away = way ? say("away", { metres: Math.round(way.metres) }) : "";
    found("#position").textContent = fix
      ? `${say("accurate", { metres: Math.round(fix.accuracy) })} ${away}`
      : say("no position");
  };

  private boundaries(): readonly unknown[] {
    return this.goal ? boundariesOf(this.goal) : [];
  }

  private async held(files: readonly Attached[] = []): Promise<Held[]> {
    const found = await Promise.all(
      files.map(async (attached) => ({ attached, content: await this.store.blob(attached.sha256) })),
    );
    return found.flatMap(({ attached, content }) => (content ? [{ attached, content }] : []));
  }

  private async close(): Promise<void> {
    await this.voices.stop();
    this.form.node.hidden = true;
    found("#home").hidden = false;
    window.scrollTo(0, 0);
    await this.closed();
  }

  private keeping(kind: "photos" | "voices" | "sketches"): Keeping {
    const complain = (text: string) => {
      this.complaint.textContent = text;
    };
    const keep = async ({ attached, content }: Held) => {
      const draft = this.draft();
      if (!draft) return false;
      try {
        const more = { ...draft, [kind]: [...(draft[kind] ?? []), attached] };
        await this.store.keepDraft(more, { sha256: attached.sha256, content });
      } catch {
        // What a browser tells of its room may be wrong; that it kept a file is the proof.
        complain(say(`no room for ${kind}`));
        return false;
      }
      complain("");
      return true;
    };
    return { keep, complain, changed: () => this.changed() };
  }

  private async changed(): Promise<void> {
    const draft = this.draft();
    try {
      if (draft && !this.form.node.hidden) await this.store.keepDraft(draft);
    } catch {
      this.complaint.textContent = say("phone full");
    }
  }

  private draft(): Draft | null {
    const day = this.person();
    if (!day) return null;
    const { login } = day;
    const files = { photos: this.photos.all, voices: this.voices.all, sketches: this.sketches.all };
    const { goal } = this;
    const [task, plot] = goal && !isTask(goal) ? [null, goal] : [goal?.contract_no ?? null, null];
    return { key: keyOf(login, goal), login, task, plot, values: this.form.values, ...files };
  }

  /** A second tap while it is being saved saves nothing. */
  private async saveOnce(): Promise<void> {
    const button = foundAs(HTMLButtonElement, "#save");
    button.disabled = true;
    try {
      await this.save();
    } finally {
      button.disabled = false;
    }
  }

  private async save(): Promise<void> {
    await this.voices.stop();
    const day = this.person();
    const wrong = day ? this.form.wrong() : say("no day");
    if (!day || wrong) {
      this.complaint.textContent = wrong;
      return;
    }
    const at = new Date();
    const body = canonical(this.record(day, at));
    const names = (files: readonly Attached[]) => files.map((file) => file.sha256);
    const record: SavedRecord = {
      uuid: newUuid(),
      login: day.login,
      body,
      sha256: await sha256(WHOLE.encode(body)),
      photos: names(this.photos.all),
      voices: names(this.voices.all),
      sketches: names(this.sketches.all),
      about: this.form.text("contract_no"),
      savedAt: at.toISOString(),
    };
    try {
      await this.store.save(record, keyOf(day.login, this.goal));
    } catch {
      // The files are on the phone already, and the form stays open: nothing is lost.
      this.complaint.textContent = say("phone full");
      return;
    }
    await this.close();
  }

  private record(day: Day, at: Date): Json {
    const voices = this.voices.all.map((voice) => voice.sha256);
    const sketches = this.sketches.all.map((sketch) => sketch.sha256);
    const isPlot = this.goal !== null && !isTask(this.goal);
    return {
      login: day.login,
      [isPlot ? "parcel_no" : "contract_no"]: this.form.text("contract_no"),
      on: dayInChina(at),
      recorded_at: instant(at),
      photos: this.photos.all.map((photo) => photo.sha256),
      shots: this.photos.shots(),
      ...(voices.length ? { voices } : {}),
      ...(sketches.length ? { sketches } : {}),
      ...this.form.said(),
    };
  }
}

/** What an unfinished visit is called: one a person and contract, or parcel. */
const keyOf = (login: string, goal: Goal | null): string => `${login} ${goal ? numberOf(goal) : ""}`;
