/** The form of a visit: what was found, saved on the phone before anything else. */

import { all, element, fill, found, foundAs } from "../dom";
import { wayTo } from "./bearing";
import type { Json } from "./canonical";
import { canonical, instant, newUuid, sha256 } from "./canonical";
import { Photos } from "./photos";
import type { Day, Named, Task } from "./protocol";
import type { Fix } from "./shutter";
import { watchPosition } from "./shutter";
import type { SavedRecord, Store } from "./store";
import { isChinese, say } from "./texts";

const WHOLE = new TextEncoder();

/** The form; one for all visits. */
export class Visit {
  private readonly form = foundAs(HTMLFormElement, "#visit");
  private readonly complaint = found("#complaint");
  private readonly photos: Photos;
  private task: Task | null = null;

  constructor(
    private readonly store: Store,
    private readonly person: () => Day | null,
    private readonly closed: () => Promise<void>,
  ) {
    this.photos = new Photos(found("#photos"), () => this.boundaries());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    found("#close").addEventListener("click", () => this.close());
    const camera = foundAs(HTMLInputElement, "#camera");
    camera.addEventListener("change", () => {
      const files = [...(camera.files ?? [])];
      camera.value = "";
      void this.add(files);
    });
  }

  /** Open the form for a contract of the list, or for one that nobody sent the person to. */
  open(task: Task | null): void {
    const day = this.person();
    if (!day) return;
    this.task = task;
    this.form.reset();
    this.photos.clear();
    this.complaint.textContent = "";
    this.field("contract_no").value = task?.contract_no ?? "";
    this.field("contract_no").readOnly = task !== null;
    found("#last").textContent = task ? lastTold(task, day.forms.stages) : "";
    this.drawStages(day.forms.stages);
    this.drawQuestions(day.forms.questions);
    this.form.hidden = false;
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
    return (this.task?.parcels ?? []).map((parcel) => parcel.boundary);
  }

  private close(): void {
    this.form.hidden = true;
    found("#home").hidden = false;
    void this.closed();
  }

  private async add(files: readonly File[]): Promise<void> {
    for (const file of files) await this.photos.add(file);
  }

  private async save(): Promise<void> {
    const day = this.person();
    const wrong = day ? this.wrong() : say("no day");
    if (!day || wrong) {
      this.complaint.textContent = wrong;
      return;
    }
    const at = new Date();
    const body = canonical(this.record(day, at));
    const photos = this.photos.all;
    const record: SavedRecord = {
      uuid: newUuid(),
      login: day.login,
      body,
      sha256: await sha256(WHOLE.encode(body)),
      photos: photos.map((photo) => photo.sha256),
      about: this.text("contract_no"),
      savedAt: at.toISOString(),
    };
    try {
      await this.store.save(
        record,
        photos.map(({ sha256: hash, content }) => ({ sha256: hash, content })),
      );
    } catch {
      // The photographs are still in the form: nothing is lost as long as it stays open.
      this.complaint.textContent = say("phone full");
      return;
    }
    this.close();
  }

  /** What is missing, in a sentence; empty where nothing is. */
  private wrong(): string {
    if (!this.text("contract_no")) return say("which contract");
    if (!this.chosen("stage") && !this.text("not_checked")) return say("which stage");
    const reasonless = this.answers().find(([, answer]) => !answer.yes && !answer.reason);
    return reasonless ? say("which reason") : "";
  }

  private record(day: Day, at: Date): Json {
    const plain = {
      login: day.login,
      contract_no: this.text("contract_no"),
      on: instant(at).slice(0, 10),
      recorded_at: instant(at),
      photos: this.photos.all.map((photo) => photo.sha256),
      shots: this.photos.shots(),
    };
    const percent = this.text("done");
    const answers = this.answers().map(
      ([name, { yes, reason }]) => [name, reason ? { yes, reason } : { yes }] as const,
    );
    const said = {
      stage: this.chosen("stage"),
      done_share: percent && `${percent}/100`,
      note: this.text("note"),
      not_checked: this.text("not_checked"),
    };
    const given = Object.entries(said).filter(([, text]) => text !== "");
    return { ...plain, ...Object.fromEntries(given), answers: Object.fromEntries(answers) };
  }

  private answers(): [string, { yes: boolean; reason: string }][] {
    return all("[data-question]", this.form)
      .map((row): [string, string, string] => {
        const name = row.dataset.question ?? "";
        return [name, this.chosen(name), this.text(`${name}_reason`)];
      })
      .filter(([, chosen]) => chosen !== "")
      .map(([name, chosen, reason]) => [name, { yes: chosen === "yes", reason }]);
  }

  private drawStages(stages: readonly Named[]): void {
    fill(found("#stages"), ...stages.map((stage) => choice("stage", stage.code, label(stage))));
  }

  private drawQuestions(questions: readonly Named[]): void {
    fill(
      found("#questions"),
      ...questions.map((question) =>
        element(
          "div",
          { "data-question": question.code, role: "group", "aria-label": label(question) },
          element("span", {}, label(question)),
          choice(question.code, "yes", say("yes")),
          choice(question.code, "no", say("no")),
          element("input", {
            name: `${question.code}_reason`,
            maxlength: "4000",
            "aria-label": say("why"),
            placeholder: say("why"),
          }),
        ),
      ),
    );
  }

  private field(name: string): HTMLInputElement {
    return foundAs(HTMLInputElement, `[name="${name}"]`, this.form);
  }

  private text(name: string): string {
    const field = this.form.elements.namedItem(name);
    const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    return isText ? field.value.trim() : "";
  }

  private chosen(name: string): string {
    return this.form.querySelector<HTMLInputElement>(`[name="${name}"]:checked`)?.value ?? "";
  }
}

const label = (named: Named): string => (isChinese() ? named.zh : named.en);

function choice(name: string, value: string, text: string): HTMLElement {
  const id = `${name}-${value}`;
  return element(
    "span",
    { class: "choice" },
    element("input", { type: "radio", name, value, id }),
    element("label", { for: id }, text),
  );
}

/** What the last visit said. */
function lastTold(task: Task, stages: readonly Named[]): string {
  const last = task.last_visit;
  if (!last) return "";
  const stage = stages.find((each) => each.code === last.works);
  const share = typeof last.done_share === "string" ? `${Math.round(100 * portion(last.done_share))} %` : "";
  const note = typeof last.note === "string" ? last.note : "";
  const day = typeof last.on === "string" ? last.on : "";
  return say("last", { day, said: [stage ? label(stage) : "", share, note].filter(Boolean).join(" · ") });
}

function portion(text: string): number {
  const [above = "0", below = "1"] = text.split("/");
  return Number(above) / Number(below);
}
