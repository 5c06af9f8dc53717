/** How far it is, in words. */

/** Metres as somebody walks them: whole below a kilometre, else with one decimal of a kilometre. */
export const distance = (metres: number): string =>
  metres < 999.5 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
