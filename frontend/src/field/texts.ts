/** What the page says; the server wrote it in the language of the page. */

import { found, named } from "../dom";

let texts: Record<string, string> = {};

/** Read the texts that the page brought. */
export function readTexts(): void {
  texts = JSON.parse(named(found("#field"), "texts")) as Record<string, string>;
}

/** A text, with what stands in its braces put in. */
export function say(name: string, values: Record<string, string | number> = {}): string {
  const text = texts[name];
  if (text === undefined) throw new Error(`The page brought no text ${name}.`);
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** Whether the page speaks Chinese. */
export const isChinese = (): boolean => document.documentElement.lang.startsWith("zh");

/** An instant to the minute by the phone's own clock, written as on all other pages: 2023-12-20 09:30. */
export function minuteTold(at: string): string {
  const local = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())].join("-");
  return `${day} ${two(local.getHours())}:${two(local.getMinutes())}`;
}
