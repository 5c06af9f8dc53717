/** The map with the list beside it, and the way to where somebody goes: how far, and an arrow. */

import { element, fill, found, foundAs } from "../dom";
import { Area } from "./area";
import type { Way } from "./bearing";
import { wayTo, windOf } from "./bearing";
import { heading, watchHeading } from "./compass";
import { distance } from "./distance";
import type { Goal, Plot } from "./goal";
import { boundariesOf, inOrder, isOverdue, isTask, numberOf } from "./goal";
import { mapTaken } from "./luggage";
import type { Task } from "./protocol";
import type { Fix } from "./shutter";
import { lastFix } from "./shutter";
import { say } from "./texts";

/** What the map needs of the page around it. */
interface Around {
  /** Whose list it is; null before one was taken along. */
  readonly login: () => string | null;
  readonly tasks: () => readonly Task[];
  readonly visit: (goal: Goal) => void;
}

/** The map over the page. */
export class Guide {
  private readonly node = found("#area");
  private area: Area | null = null;
  private goal: Goal | null = null;

  constructor(private readonly around: Around) {
    found("#area-close").addEventListener("click", () => this.close());
    found("#area-here").addEventListener("click", () => {
      const fix = lastFix();
      if (fix) this.area?.centre(fix);
    });
    found("#area-visit").addEventListener("click", () => {
      if (!this.goal) return;
      this.close();
      this.around.visit(this.goal);
    });
  }

  /** Open it; on the way to what was chosen before, else to the first of the list. */
  async open(): Promise<void> {
    this.node.hidden = false;
    found("#home").hidden = true;
    this.area ??= new Area(found("#area-map"), (plot) => this.pick(plot));
    this.area.map.invalidateSize();
    const login = this.around.login();
    const taken = login === null ? null : await mapTaken(login);
    found("#area-trouble").textContent = taken ? "" : say("no map");
    const tasks = inOrder(this.around.tasks());
    this.area.draw(taken ?? { area: { type: "FeatureCollection", features: [] }, ground: null }, tasks);
    found("#area-credit").textContent = taken?.ground?.credit ?? "";
    watchHeading(this.tell);
    // The list may be of another day by now, or of somebody else.
    const before = tasks.find((task) => this.goal !== null && task.contract_no === numberOf(this.goal));
    this.choose(before ?? tasks[0] ?? null);
  }

  private close(): void {
    this.node.hidden = true;
    found("#home").hidden = false;
  }

  /** A parcel of the list means its contract; any other is a goal of its own. */
  private pick(plot: Plot): void {
    const task = this.around
      .tasks()
      .find((each) => each.parcels.some((one) => one.parcel_no === plot.parcel_no));
    this.choose(task ?? plot);
  }

  private choose(goal: Goal | null): void {
    this.goal = goal;
    if (goal) this.area?.showGoal(goal);
    this.list();
    this.tell();
  }

  private list(): void {
    const tasks = inOrder(this.around.tasks());
    fill(found("#stops"), ...tasks.map((task) => this.stop(task)));
    this.node.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  private stop(task: Task): HTMLElement {
    const isGoal = this.goal !== null && numberOf(this.goal) === task.contract_no;
    const button = element(
      "button",
      { type: "button", ...(isGoal ? { "aria-current": "true" } : {}) },
      element("b", { class: isOverdue(task) ? "stop overdue" : "stop" }, String(task.route ?? "")),
      element("span", {}, task.contract_no, element("small", {}, task.holder ?? "")),
      element("span", { class: "metres", "data-stop": task.contract_no }),
    );
    button.addEventListener("click", () => this.choose(task));
    return element("li", {}, button);
  }

  /** Tell the way anew: the phone moved, or was turned. */
  private readonly tell = (): void => {
    if (this.node.hidden) return;
    const fix = lastFix();
    if (fix) this.area?.showFix(fix);
    found("#fix").textContent = fix ? say("accurate", { metres: Math.round(fix.accuracy) }) : "";
    this.tellGoal(this.goal, fix);
    for (const task of this.around.tasks()) {
      const way = fix && wayTo(boundariesOf(task), fix);
      const place = this.node.querySelector(`[data-stop="${CSS.escape(task.contract_no)}"]`);
      if (place) place.textContent = way ? distance(way.metres) : "";
    }
  };

  private tellGoal(goal: Goal | null, fix: Fix | null): void {
    const way = goal && fix && wayTo(boundariesOf(goal), fix);
    const told = goal ? wayTold(way) : "";
    found("#goal").textContent = goal ? goalTold(goal) : say("no goal");
    found("#way").textContent = fix ? told : say("no position");
    this.point(way);
  }

  /** The arrow turns with the phone where that has a compass, or moves; else up is north. */
  private point(way: Way | null): void {
    const arrow = foundAs(SVGElement, "#arrow");
    const bearing = way?.bearing ?? null;
    arrow.classList.toggle("none", bearing === null);
    arrow.style.transform = `rotate(${(bearing ?? 0) - (heading() ?? 0)}deg)`;
    found("#arrow-north").hidden = bearing === null || heading() !== null;
  }
}

function goalTold(goal: Goal): string {
  const name = isTask(goal) ? goal.holder : goal.name;
  const number = isTask(goal) ? goal.contract_no : say("parcel", { parcel: goal.parcel_no });
  return [number, name].filter(Boolean).join(" · ");
}

function wayTold(way: Way | null): string {
  if (!way) return say("no boundary");
  if (way.bearing === null) return say("on it");
  return say("way", { distance: distance(way.metres), wind: say(windOf(way.bearing)) });
}
