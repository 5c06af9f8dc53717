/** The photographs of a visit: kept as the camera made them, with what the phone knew at the shutter. */

import { element, fill } from "../dom";
import { wayTo } from "./bearing";
import type { Json } from "./canonical";
import { instant, sha256 } from "./canonical";
import { lastFix } from "./shutter";
import { say } from "./texts";

interface Taken {
  readonly sha256: string;
  readonly content: Blob;
  readonly shot: Record<string, Json>;
  readonly told: string;
}

/** Photographs that were taken and not saved yet. */
export class Photos {
  private taken: Taken[] = [];

  constructor(
    private readonly list: HTMLElement,
    private readonly boundaries: () => readonly unknown[],
  ) {}

  get all(): readonly Taken[] {
    return this.taken;
  }

  /** What the record says of the shutter, by hash. */
  shots(): Record<string, Json> {
    return Object.fromEntries(this.taken.map((each) => [each.sha256, each.shot]));
  }

  clear(): void {
    this.taken = [];
    this.draw();
  }

  /** Take a file of the camera; position and instant are those of now. */
  async add(file: File): Promise<void> {
    const [shot, told] = this.shutter(file.name);
    const hash = await sha256(await file.arrayBuffer());
    if (this.taken.some((each) => each.sha256 === hash)) return;
    this.taken.push({ sha256: hash, content: file, shot, told });
    this.draw();
  }

  private shutter(name: string): [Record<string, Json>, string] {
    const fix = lastFix();
    const plain = { name, taken_at: instant(new Date()) };
    if (!fix) return [plain, say("no position")];
    const way = wayTo(this.boundaries(), fix);
    const where = way ? say("away", { metres: Math.round(way.metres) }) : "";
    const heading = fix.heading === null || Number.isNaN(fix.heading) ? {} : { heading: fix.heading % 360 };
    const place = { lon: fix.lon, lat: fix.lat, accuracy_m: fix.accuracy, located_at: instant(fix.at) };
    return [
      { ...plain, ...place, ...heading },
      [say("accurate", { metres: Math.round(fix.accuracy) }), where].join(" "),
    ];
  }

  private draw(): void {
    fill(
      this.list,
      ...this.taken.map(({ content, told, sha256: hash }) => {
        const picture = element("img", {
          src: URL.createObjectURL(content),
          alt: "",
          width: "96",
          height: "72",
        });
        picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
        const drop = element("button", { type: "button" }, say("drop"));
        drop.addEventListener("click", () => {
          this.taken = this.taken.filter((each) => each.sha256 !== hash);
          this.draw();
        });
        return element("li", {}, picture, element("span", {}, told), drop);
      }),
    );
  }
}
