/** Where the phone points: by its compass, or by the way it moves. */

import { turned } from "./bearing";
import { lastFix, watchPosition } from "./shutter";

/** What Safari tells beside the standard. */
type Turning = DeviceOrientationEvent & { readonly webkitCompassHeading?: number };

let compass: number | null = null;
let watching = false;

/** Degrees from north, clockwise, of what the phone points at; null where that is not known. */
export const heading = (): number | null => compass ?? moving();

function moving(): number | null {
  const along = lastFix()?.heading ?? null;
  return along === null || Number.isNaN(along) ? null : along;
}

/** Watch it; `changed` is called with each turn of the phone and each new position. */
export function watchHeading(changed: () => void): void {
  watchPosition(changed);
  if (watching) return;
  watching = true;
  const turn = (event: Event) => {
    const { alpha, absolute, webkitCompassHeading } = event as Turning;
    const upright = window.screen.orientation.angle;
    if (webkitCompassHeading !== undefined) compass = turned(webkitCompassHeading + upright);
    else if (absolute && alpha !== null) compass = turned(360 - alpha + upright);
    else return;
    changed();
  };
  // A phone without a compass tells nothing, or angles from wherever it lay at first, which are no use.
  window.addEventListener("deviceorientationabsolute", turn);
  window.addEventListener("deviceorientation", turn);
}
