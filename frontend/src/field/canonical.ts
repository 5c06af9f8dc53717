/** The one form of a record (RFC 8785), and the hashes that phone and server work out alike. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** JSON with sorted keys and no blanks; numbers and texts as ECMAScript writes them. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = value as Record<string, Json>;
  const names = Object.keys(entries).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(entries[name] ?? null)}`).join(",")}}`;
}

type Digest = (content: BufferSource) => Promise<ArrayBuffer | Uint8Array>;

let digest: Digest = (content) => crypto.subtle.digest("SHA-256", content);

/** Let SHA-256 be worked out in another way, where the browser keeps its own from the page. */
export function digestBy(other: Digest): void {
  digest = other;
}

/** SHA-256 in hex. */
export async function sha256(content: BufferSource): Promise<string> {
  const bytes = new Uint8Array(await digest(content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A random UUID in small letters. (Chromium 80 has no `crypto.randomUUID`.) */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** An instant with the offset of the phone, to the second: its clock is told as it is. */
export function instant(at: Date): string {
  const ahead = -at.getTimezoneOffset();
  const two = (number: number) => String(Math.abs(number)).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${day}T${time}${ahead < 0 ? "-" : "+"}${two(Math.trunc(ahead / 60))}:${two(ahead % 60)}`;
}

const AHEAD_IN_CHINA = 8 * 3_600_000;

/** The day in China, which is that of the office, whatever zone the phone is set to. */
export function dayInChina(at: Date): string {
  return new Date(at.getTime() + AHEAD_IN_CHINA).toISOString().slice(0, 10);
}
