/**
 * The room on the phone, as far as the browser tells it.
 *
 * Newer browsers name a quota that is none: that a photograph has room is proven by keeping it. Where little is told,
 * little is there.
 */

/** What records and the store around them may need beside their files. */
const SPARE = 2 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Bytes that can still be kept. */
export async function roomLeft(): Promise<number> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return Math.max(0, quota - usage - SPARE);
}

/** Whether so many bytes can still be kept. */
export const hasRoomFor = async (bytes: number): Promise<boolean> => bytes <= (await roomLeft());

export const megabytes = (bytes: number): number => Math.floor(bytes / MEGABYTE);
