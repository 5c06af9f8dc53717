/** What is folded away on the screen stands open on paper, and is folded again afterwards. */

import { all } from "../dom";

let opened: HTMLDetailsElement[] = [];

/** Open everything before the page is printed. */
export function unfoldForPaper(): void {
  window.addEventListener("beforeprint", () => {
    opened = all<HTMLDetailsElement>("main details:not([open])");
    for (const folded of opened) folded.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const folded of opened) folded.open = false;
    opened = [];
  });
}
