/** What is drawn on the map during a visit: points, lines and areas, each with a note. */

import type { Place } from "./bearing";
import type { Json } from "./canonical";
import { canonical } from "./canonical";

export type Kind = "point" | "line" | "area";

export interface Figure {
  readonly kind: Kind;
  readonly places: readonly Place[];
  readonly note: string;
}

/** What the office takes of one sketch. */
export const MOST_PLACES = 2000;
const LEAST: Readonly<Record<Kind, number>> = { point: 1, line: 2, area: 3 };
const DEGREE = 1e7; // parts of it: a centimetre

/** A sketch; the last figure is the one that is drawn. */
export class Drawing {
  private readonly done: Figure[] = [];
  private figure: Figure = { kind: "line", places: [], note: "" };

  /** Begin another figure; one that has no place yet is turned into it. */
  begin(kind: Kind): void {
    if (this.figure.places.length > 0) this.done.push(this.figure);
    this.figure = { kind, places: [], note: "" };
  }

  get kind(): Kind {
    return this.figure.kind;
  }

  get note(): string {
    return this.figure.note;
  }

  set note(note: string) {
    this.figure = { ...this.figure, note };
  }

  /** Add a place; a point has one alone, so the next is another point. */
  add({ lon, lat }: Place): void {
    if (this.count >= MOST_PLACES) return;
    if (this.kind === "point" && this.figure.places.length > 0) this.begin("point");
    const place = { lon: Math.round(lon * DEGREE) / DEGREE, lat: Math.round(lat * DEGREE) / DEGREE };
    this.figure = { ...this.figure, places: [...this.figure.places, place] };
  }

  /** Take the last place back; from the figure before, where this one has none. */
  undo(): void {
    if (this.figure.places.length === 0) this.figure = this.done.pop() ?? this.figure;
    this.figure = { ...this.figure, places: this.figure.places.slice(0, -1) };
  }

  /** All figures that have a place. */
  get figures(): readonly Figure[] {
    return [...this.done, this.figure].filter((figure) => figure.places.length > 0);
  }

  /** The first figure that has too few places to be what it is. */
  get unfinished(): Figure | null {
    return this.figures.find(({ kind, places }) => places.length < LEAST[kind]) ?? null;
  }

  /** Places of all figures; an area is closed by its first once more. */
  get count(): number {
    return this.figures.reduce((sum, { kind, places }) => sum + places.length + (kind === "area" ? 1 : 0), 0);
  }

  /** How many figures there are of each kind. */
  counted(): Readonly<Record<Kind, number>> {
    const of = (kind: Kind) => this.figures.filter((figure) => figure.kind === kind).length;
    return { point: of("point"), line: of("line"), area: of("area") };
  }

  /** The sketch as it is kept and sent: GeoJSON in the one form of a record. */
  toText(): string {
    const features = this.figures.map((figure) => ({
      type: "Feature",
      properties: figure.note.trim() ? { note: figure.note.trim() } : {},
      geometry: geometryOf(figure),
    }));
    return canonical({ type: "FeatureCollection", features });
  }
}

function geometryOf({ kind, places }: Figure): Json {
  const points = places.map(({ lon, lat }) => [lon, lat]);
  const [first = []] = points;
  if (kind === "point") return { type: "Point", coordinates: first };
  if (kind === "line") return { type: "LineString", coordinates: points };
  return { type: "Polygon", coordinates: [[...points, first]] };
}
