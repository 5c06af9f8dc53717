/** The form of a visit: its fields, what they say, and what they lack. */

import { all, element, fill, found, foundAs } from "../dom";
import type { Json } from "./canonical";
import type { Goal } from "./goal";
import { isTask, numberOf } from "./goal";
import { drawPictures } from "./pictures";
import type { Day, Named, Task } from "./protocol";
import { isChinese, say } from "./texts";

export type Values = Readonly<Record<string, string>>;

interface Answer {
  readonly yes: boolean;
  readonly reason?: string;
}

/** The fields of a visit. */
export class Form {
  readonly node = foundAs(HTMLFormElement, "#visit");

  constructor() {
    this.node.addEventListener("change", () => this.askWhy());
    for (const button of all("[data-put]", this.node)) {
      button.addEventListener("click", () =>
        this.put({ [button.dataset.put ?? ""]: button.dataset.value ?? "" }),
      );
    }
  }

  /** Draw it for a contract of the list or a parcel of the map; null for another contract. */
  draw(goal: Goal | null, { stages, questions }: Day["forms"]): void {
    this.node.reset();
    const number = foundAs(HTMLInputElement, "[name=contract_no]", this.node);
    const task = goal && isTask(goal) ? goal : null;
    number.value = goal ? numberOf(goal) : "";
    number.readOnly = goal !== null;
    found("#about").textContent = say(goal && !task ? "about parcel" : "about contract");
    drawPictures(task?.last_photos ?? []);
    fill(found("#stages"), ...stages.map((stage) => choice("stage", stage.code, label(stage))));
    fill(found("#questions"), ...questions.map(asked));
    this.drawLast(task?.last_visit ?? null, stages);
  }

  private drawLast(visit: Task["last_visit"], stages: readonly Named[]): void {
    const last = visit ? valuesOf(visit) : {};
    found("#last").textContent = visit ? lastTold(visit, stages) : "";
    found("#as-last").hidden = Object.keys(last).length === 0;
    found("#as-last").onclick = () => this.put(last);
  }

  /** What stands in the fields, by name; what is empty is left out. */
  get values(): Values {
    const given = [...new FormData(this.node)].filter(
      ([, value]) => typeof value === "string" && value !== "",
    );
    return Object.fromEntries(given) as Values;
  }

  /** Fill in fields, as if somebody did. */
  put(values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      const field = this.node.elements.namedItem(name);
      if (field instanceof RadioNodeList) field.value = value;
      else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
    }
    this.node.dispatchEvent(new Event("change"));
  }

  /** A no has a reason; for it alone there is a field. */
  private askWhy(): void {
    for (const row of all("[data-question]", this.node)) {
      found("[name$=_reason]", row).hidden = this.text(row.dataset.question ?? "") !== "no";
    }
  }

  text(name: string): string {
    return (this.values[name] ?? "").trim();
  }

  /** What is missing, in a sentence; empty where nothing is. */
  wrong(): string {
    if (!this.text("contract_no")) return say("which contract");
    if (!this.text("stage") && !this.text("not_checked")) return say("which stage");
    return this.answers().some(([, { yes, reason }]) => !yes && !reason) ? say("which reason") : "";
  }

  /** What was found, as a record says it. */
  said(): Record<string, Json> {
    const percent = this.text("done");
    const met = this.given({ name: this.text("met_name"), telephone: this.text("met_telephone") });
    const found = this.given({
      stage: this.text("stage"),
      done_share: percent && `${percent}/100`,
      note: this.text("note"),
      not_checked: this.text("not_checked"),
    });
    const answers = Object.fromEntries(this.answers().map(([name, answer]) => [name, { ...answer }]));
    return { ...found, answers, ...(Object.keys(met).length ? { met } : {}) };
  }

  private given(said: Values): Values {
    return Object.fromEntries(Object.entries(said).filter(([, text]) => text !== ""));
  }

  private answers(): [string, Answer][] {
    return all("[data-question]", this.node)
      .map((row) => row.dataset.question ?? "")
      .filter((name) => this.text(name) !== "")
      .map((name) => {
        const reason = this.text(`${name}_reason`);
        return [name, { yes: this.text(name) === "yes", ...(reason && { reason }) }];
      });
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

function asked(question: Named): HTMLElement {
  return element(
    "div",
    { "data-question": question.code, role: "group", "aria-label": label(question) },
    element("span", {}, label(question)),
    choice(question.code, "yes", say("yes")),
    choice(question.code, "no", say("no")),
    element("input", {
      name: `${question.code}_reason`,
      maxlength: "4000",
      hidden: "",
      "aria-label": say("why"),
      placeholder: say("why"),
    }),
  );
}

type Said = NonNullable<Task["last_visit"]>;

/** What the last visit said, as fields of the form: a day on which nothing moved takes one tap. */
export function valuesOf(last: Said): Values {
  const values: Record<string, string> = {};
  if (typeof last.works === "string") values.stage = last.works;
  const percent = percentOf(last.done_share);
  if (percent !== null && Number.isInteger(percent)) values.done = String(percent);
  for (const [name, answer] of Object.entries((last.answers ?? {}) as unknown as Record<string, Answer>)) {
    values[name] = answer.yes ? "yes" : "no";
    if (answer.reason) values[`${name}_reason`] = answer.reason;
  }
  return values;
}

function lastTold(last: Said, stages: readonly Named[]): string {
  const stage = stages.find((each) => each.code === last.works);
  const percent = percentOf(last.done_share);
  const share = percent === null ? "" : `${Math.round(percent)} %`;
  const [note, day] = [last.note, last.on].map((text) => (typeof text === "string" ? text : ""));
  const said = [stage ? label(stage) : "", share, note].filter(Boolean).join(" · ");
  return said ? say("last", { day: day ?? "", said }) : say("last without words", { day: day ?? "" });
}

/** A share like 1/3 or 0.35, in percent. */
function percentOf(share: Json | undefined): number | null {
  if (typeof share !== "string") return null;
  const [above = "0", below = "1"] = share.split("/");
  // 29/100 · 100 is 28.999… in the numbers of a browser.
  return Math.round((10_000 * Number(above)) / Number(below)) / 100;
}
