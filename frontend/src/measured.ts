/** What measuring on the map tells. */
import type { MeasureWord, Words } from "./data";
import type { Place, Plane } from "./plane";
import { decimal, filled, muOf } from "./wording";

export type Kind = "length" | "area";

/** What is told of the places set so far. */
export function measured(
  kind: Kind,
  places: readonly Place[],
  plane: Plane,
  words: Words<MeasureWord>,
): string {
  const [first] = places;
  if (kind === "length") {
    if (places.length < 2) return words.lengthHint;
    return filled(words.lengthTold, { length: decimal(plane.length(places)) });
  }
  if (places.length < 3 || !first) return words.areaHint;
  const area = plane.area(places);
  return filled(words.areaTold, {
    area: decimal(area),
    mu: decimal(muOf(area)),
    length: decimal(plane.length([...places, first])),
  });
}
