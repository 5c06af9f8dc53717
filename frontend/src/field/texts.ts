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
