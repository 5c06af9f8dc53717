/** How a search finds entries by part of a number or name. */

export interface Matched<Entry> {
  /** The best first. */
  hits: Entry[];
  /** How many there are. */
  count: number;
  /** Whether the first is exactly what was wanted. */
  exact: boolean;
}

/** From a text as {@link plain} leaves it to what it finds. */
export type Matches<Entry> = (wanted: string) => Promise<Matched<Entry>>;

/** Between the texts of a line. */
export const BETWEEN = "\x1f";

/** A text as searches compare it: full width like half width, without case and spaces. */
export function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

const SPACES_IN_LINES = new RegExp(`[^\\S${BETWEEN}]+`, "g");

/** A line as searches compare it; what stands between its texts stays. */
export function plainLine(line: string): string {
  return line.normalize("NFKC").toLowerCase().replace(SPACES_IN_LINES, "");
}

/** Whole numbers and names (0) before those that begin so (1), these before those that hold it somewhere (2). */
export function rank(texts: readonly string[], wanted: string): number {
  if (texts.includes(wanted)) return 0;
  return texts.some((text) => text.startsWith(wanted)) ? 1 : 2;
}

/** Look through entries, each with the texts that find it. */
export function among<Entry>(entries: readonly Entry[], textsOf: (entry: Entry) => string[]): Matches<Entry> {
  const searched = entries.map((entry) => ({ entry, texts: textsOf(entry).map(plain) }));
  return (wanted) => {
    const found = searched
      .filter(({ texts }) => texts.some((text) => text.includes(wanted)))
      .map(({ entry, texts }) => ({ entry, rank: rank(texts, wanted) }))
      .sort((one, other) => one.rank - other.rank);
    return Promise.resolve({
      hits: found.map(({ entry }) => entry),
      count: found.length,
      exact: found[0]?.rank === 0,
    });
  };
}

/** Look through long lists of lines as {@link plainLine} leaves them; gives the numbers of the best. */
export function amongLines(lines: readonly string[], wanted: string, most: number): Matched<number> {
  const ranked: number[][] = [[], [], []];
  let count = 0;
  lines.forEach((line, number) => {
    if (!line.includes(wanted)) return;
    count += 1;
    const equals = ranked[rank(line.split(BETWEEN), wanted)];
    if (equals && equals.length < most) equals.push(number);
  });
  const [whole] = ranked;
  return { hits: ranked.flat().slice(0, most), count, exact: Boolean(whole?.length) };
}
