/** Taking along what lies beside the list: its size is told before, how far it has come while it is stored. */

import { found } from "../dom";
import type { Luggage } from "./luggage";
import { luggageOf, mapTaken, pack, stillMissing, takeMap, unpack } from "./luggage";
import type { Day } from "./protocol";
import { hasRoomFor } from "./room";
import { say } from "./texts";

/** The line on the page that tells of it, and its button: stop, or go on. */
export class Packing {
  private readonly line = found("#luggage");
  private readonly button = found("#luggage-go");
  private luggage: Luggage | null = null;
  private goesOn = false;

  constructor() {
    this.button.addEventListener("click", () => {
      if (this.goesOn) this.goesOn = false;
      else void this.store();
    });
  }

  /** Get the map of a day, and store what it needs; what fails can go on later. */
  async begin(day: Day): Promise<void> {
    this.luggage = luggageOf(day, await takeMap(day.login));
    await unpack(day.login, this.luggage);
    await this.store();
  }

  /** Tell how far it came, when the page was opened again. */
  async resume(day: Day | null): Promise<void> {
    const map = day && (await mapTaken(day.login));
    this.luggage = map ? luggageOf(day, map) : null;
    await this.rest();
  }

  private async store(): Promise<void> {
    const { luggage } = this;
    if (!luggage || this.goesOn) return;
    const missing = await stillMissing(luggage);
    const [count, most] = [missing.length, sizeTold(luggage.bytes)];
    if (count > 0 && !(await hasRoomFor(luggage.bytes))) {
      this.line.textContent = say("no room for map", { most });
      return;
    }
    this.goesOn = true;
    this.tell(say("storing", { done: 0, count, most }), "stop");
    try {
      await pack(
        missing,
        (done) => this.tell(say("storing", { done, count, most }), "stop"),
        () => this.goesOn,
      );
    } catch {
      // What is stored stays, and the rest is told: the line went, or the phone is full.
    }
    this.goesOn = false;
    await this.rest();
  }

  private async rest(): Promise<void> {
    const { luggage } = this;
    if (!luggage) {
      this.tell("", null);
      return;
    }
    const [missing, count] = [(await stillMissing(luggage)).length, luggage.addresses.length];
    if (missing > 0) this.tell(say("part stored", { missing, count }), "store the rest");
    else this.tell(say("all stored"), null);
  }

  private tell(text: string, next: "stop" | "store the rest" | null): void {
    this.line.textContent = text;
    this.button.hidden = next === null;
    if (next) this.button.textContent = say(next);
  }
}

/** A size in megabytes with one decimal; what is smaller than the least of them is that. */
const sizeTold = (bytes: number): string => `${Math.max(0.1, bytes / (1024 * 1024)).toFixed(1)} MB`;
