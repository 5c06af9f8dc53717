/** Texts that Python wrote, and numbers as pages print them. */

/** Put values in the places of a text: `{count}` and the like. */
export function filled(text: string, values: Record<string, string | number>): string {
  return Object.entries(values).reduce(
    (said, [name, value]) => said.replace(`{${name}}`, () => String(value)),
    text,
  );
}

/** Metres, square metres or mu with two decimals and thousands apart. */
export function decimal(value: number): string {
  return value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Mu of so many square metres: a mu is 2,000/3 m². */
export const muOf = (squareMetres: number): number => (squareMetres * 3) / 2000;
