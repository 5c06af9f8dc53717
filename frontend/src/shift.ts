/** GCJ-02, the coordinates of public web maps: the published distortion, as landwatch/web_maps.py has it. */

type LonLat = [lon: number, lat: number];

const AXIS = 6378245;
const ECCENTRICITY = 0.006693421622965943;

function wave(at: number, ...terms: [height: number, times: number][]): number {
  const sum = terms.reduce((all, [height, times]) => all + height * Math.sin(at * times * Math.PI), 0);
  return (sum * 2) / 3;
}

/** Where a place on CGCS2000 stands in GCJ-02; degrees. */
export function gcj02(lon: number, lat: number): LonLat {
  const { PI, abs, cos, sin, sqrt } = Math;
  const x = lon - 105;
  const y = lat - 35;
  const both = wave(x, [20, 6], [20, 2]);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * sqrt(abs(x)) +
    both +
    wave(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * sqrt(abs(x)) +
    both +
    wave(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
  const flattening = 1 - ECCENTRICITY * sin((lat * PI) / 180) ** 2;
  const meridian = (((AXIS * (1 - ECCENTRICITY)) / (flattening * sqrt(flattening))) * PI) / 180;
  const parallel = ((AXIS / sqrt(flattening)) * cos((lat * PI) / 180) * PI) / 180;
  return [lon + east / parallel, lat + north / meridian];
}

/** The place on CGCS2000 of one in GCJ-02: found by going back the shift, which hardly changes. */
export function trueFrom(lon: number, lat: number): LonLat {
  let [east, north] = [lon, lat];
  for (let step = 0; step < 4; step++) {
    const [x, y] = gcj02(east, north);
    [east, north] = [east + lon - x, north + lat - y];
  }
  return [east, north];
}
