/** Where the phone is: watched from the first map or visit on, so that the shutter knows it at once. */

export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracy: number;
  readonly heading: number | null;
  readonly at: Date;
}

type Listener = (fix: Fix | null) => void;

let last: Fix | null = null;
const listeners = new Set<Listener>();
let watching = false;

/** The newest position; null while none is known. */
export const lastFix = (): Fix | null => last;

/** Watch the position: `changed` hears the one known now, and each new one; null where none can be had. */
export function watchPosition(changed: Listener): void {
  listeners.add(changed);
  changed(last);
  if (watching || !("geolocation" in navigator)) return;
  watching = true;
  const tell = () => listeners.forEach((listener) => listener(last));
  navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      last = {
        lon: coords.longitude,
        lat: coords.latitude,
        accuracy: coords.accuracy,
        heading: coords.heading,
        at: new Date(timestamp),
      };
      tell();
    },
    tell,
    { enableHighAccuracy: true, maximumAge: 5000 },
  );
}
