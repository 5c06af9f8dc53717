/** Sketches of a visit: drawn on the map of the area, kept and sent as files of the record. */

import * as L from "leaflet";
import { all, element, found, foundAs } from "../dom";
import { Area } from "./area";
import type { Figure, Kind } from "./drawing";
import { Drawing } from "./drawing";
import type { Held, Keeping } from "./files";
import { Files } from "./files";
import type { Goal } from "./goal";
import { mapTaken } from "./luggage";
import { lastFix } from "./shutter";
import { say } from "./texts";

const MOST = 3; // of a record
const LOOK = { color: "#9b0000", weight: 4, fillOpacity: 0.15, interactive: false };
const NOTHING = { area: { type: "FeatureCollection", features: [] }, ground: null } as const;

/** The button that opens the map, and the sketches made. */
export class Sketches {
  private readonly files: Files;
  private readonly node = found("#sketching");
  private readonly note = foundAs(HTMLInputElement, "#sketch-note");
  private readonly drawn = L.layerGroup();
  private area: Area | null = null;
  private drawing = new Drawing();

  constructor(
    private readonly keeping: Keeping,
    private readonly goal: () => Goal | null,
    private readonly login: () => string | null,
  ) {
    this.files = new Files(found("#sketches"), () => element("b", {}, say("sketch")), keeping);
    found("#sketch").addEventListener("click", () => void this.open());
    found("#sketch-close").addEventListener("click", () => this.close());
    found("#sketch-undo").addEventListener("click", () => this.change(() => this.drawing.undo()));
    found("#sketch-here").addEventListener("click", () => this.addHere());
    found("#sketch-done").addEventListener("click", () => void this.finish());
    for (const button of all("[data-draw]", this.node)) {
      button.addEventListener("click", () =>
        this.change(() => this.drawing.begin(button.dataset.draw as Kind)),
      );
    }
    this.note.addEventListener("input", () => (this.drawing.note = this.note.value));
  }

  get all(): Files["all"] {
    return this.files.all;
  }

  show(files: readonly Held[]): void {
    this.files.show(files);
  }

  private async open(): Promise<void> {
    if (this.all.length >= MOST) {
      this.keeping.complain(say("enough sketches", { most: MOST }));
      return;
    }
    this.node.hidden = false;
    found("#visit").hidden = true;
    this.drawing = new Drawing();
    this.area ??= this.begin();
    this.area.map.invalidateSize();
    const login = this.login();
    this.area.draw((login === null ? null : await mapTaken(login)) ?? NOTHING, []);
    const [goal, fix] = [this.goal(), lastFix()];
    if (goal) this.area.showGoal(goal);
    else if (fix) this.area.centre(fix);
    if (fix) this.area.showFix(fix);
    this.redraw();
  }

  private begin(): Area {
    const area = new Area(found("#sketch-map"));
    this.drawn.addTo(area.map);
    area.map.on("click", ({ latlng }) =>
      this.change(() => this.drawing.add({ lon: latlng.lng, lat: latlng.lat })),
    );
    return area;
  }

  private addHere(): void {
    const fix = lastFix();
    if (!fix) return this.complain(say("no position"));
    this.area?.showFix(fix);
    this.change(() => this.drawing.add(fix));
  }

  private change(what: () => void): void {
    what();
    this.complain("");
    this.redraw();
  }

  private redraw(): void {
    const { drawing } = this;
    this.note.value = drawing.note;
    for (const button of all("[data-draw]", this.node)) {
      button.setAttribute("aria-pressed", String(button.dataset.draw === drawing.kind));
    }
    this.drawn.clearLayers();
    for (const figure of drawing.figures) shapesOf(figure).forEach((shape) => this.drawn.addLayer(shape));
  }

  private complain(text: string): void {
    found("#sketch-trouble").textContent = text;
  }

  private async finish(): Promise<void> {
    const { drawing } = this;
    if (drawing.count === 0) return this.complain(say("nothing drawn"));
    if (drawing.unfinished) return this.complain(say(`unfinished ${drawing.unfinished.kind}`));
    this.close();
    const content = new Blob([drawing.toText()], { type: "application/geo+json" });
    await this.files.add(content, { told: say("drawn", drawing.counted()) });
  }

  private close(): void {
    this.node.hidden = true;
    found("#visit").hidden = false;
    this.complain("");
    found("#sketch").scrollIntoView({ block: "center" });
  }
}

/** A figure as it is drawn: each place is seen, so that a line can begin with one. */
function shapesOf({ kind, places }: Figure): L.Layer[] {
  const corners = places.map(({ lon, lat }): [number, number] => [lat, lon]);
  const dots = corners.map((corner) => L.circleMarker(corner, { ...LOOK, radius: 6, fillOpacity: 1 }));
  if (kind === "point") return dots;
  return [kind === "line" ? L.polyline(corners, LOOK) : L.polygon(corners, LOOK), ...dots];
}
