/** An area that somebody drew, as an address has it. */

export interface Corner {
  lat: number;
  lng: number;
}

/** Corners as an address writes them: longitude and latitude, to a decimetre. */
export function encoded(corners: readonly Corner[]): string {
  return corners.map(({ lat, lng }) => `${lng.toFixed(6)},${lat.toFixed(6)}`).join(";");
}

/** The corners that an address says. */
export function decoded(text: string): Corner[] {
  const corners = text.split(";").map((pair) => {
    const [lng = NaN, lat = NaN] = pair.split(",").map(Number);
    return { lat, lng };
  });
  return corners.length > 2 && corners.every(({ lat, lng }) => isFinite(lat) && isFinite(lng)) ? corners : [];
}

/** The corners of a rectangle between two places. */
export function rectangle(one: Corner, other: Corner): Corner[] {
  const [north, south] = [Math.max(one.lat, other.lat), Math.min(one.lat, other.lat)];
  const [west, east] = [Math.min(one.lng, other.lng), Math.max(one.lng, other.lng)];
  return [
    { lat: south, lng: west },
    { lat: south, lng: east },
    { lat: north, lng: east },
    { lat: north, lng: west },
  ];
}
