/** The room on the phone: told before anything counts as saved, for a browser says so only when it is too late. */

/** What a record itself and the store around it may need beside its files. */
const SPARE = 2 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Bytes that can still be kept; null where the browser does not tell. */
export async function roomLeft(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage - SPARE);
}

/** Whether so many bytes can still be kept, as far as the browser tells. */
export async function hasRoomFor(bytes: number): Promise<boolean> {
  const left = await roomLeft();
  return left === null || bytes <= left;
}

export const megabytes = (bytes: number): number => Math.floor(bytes / MEGABYTE);
