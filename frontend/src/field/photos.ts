/** The photographs of a visit: kept as the camera made them, with what the phone knew at the shutter. */

import { element, found, foundAs } from "../dom";
import { wayTo } from "./bearing";
import type { Json } from "./canonical";
import { instant } from "./canonical";
import type { Held, Keeping } from "./files";
import { Files } from "./files";
import { lastFix } from "./shutter";
import { say } from "./texts";

interface Limits {
  readonly photos: number;
  readonly blob_bytes: number;
}

/** The camera, and the photographs taken. */
export class Photos {
  private readonly files: Files;

  constructor(
    private readonly keeping: Keeping,
    private readonly boundaries: () => readonly unknown[],
    private readonly limits: () => Limits | undefined,
  ) {
    this.files = new Files(found("#photos"), pictureOf, keeping);
    const camera = foundAs(HTMLInputElement, "#camera");
    camera.addEventListener("change", () => {
      const taken = [...(camera.files ?? [])];
      camera.value = "";
      void this.add(taken);
    });
  }

  get all(): Files["all"] {
    return this.files.all;
  }

  show(files: readonly Held[]): void {
    this.files.show(files);
  }

  /** What the record says of the shutter, by hash. */
  shots(): Record<string, Json> {
    return Object.fromEntries(this.all.map(({ sha256, shot }) => [sha256, { ...shot }]));
  }

  /** Take files of the camera; position and instant are those of now. */
  private async add(taken: readonly File[]): Promise<void> {
    const limits = this.limits();
    for (const file of taken) {
      const [shot, told] = this.shutter(file.name);
      if (limits && file.size > limits.blob_bytes) {
        this.keeping.complain(say("too large", { name: file.name, most: limits.blob_bytes / 1024 / 1024 }));
      } else if (limits && this.all.length >= limits.photos) {
        this.keeping.complain(say("enough photos", { most: limits.photos }));
      } else await this.files.add(file, { shot, told });
    }
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
}

function pictureOf({ content }: Held): HTMLElement {
  const picture = element("img", {
    src: URL.createObjectURL(content),
    alt: "",
    width: "96",
    height: "72",
  });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  return picture;
}
