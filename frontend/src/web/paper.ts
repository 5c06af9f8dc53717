/** What is folded away on the screen stands open on paper, and is folded again afterwards. */

import { all } from "../dom";

let opened: HTMLDetailsElement[] = [];

/** Open everything before the page is printed, but photographs: to open those is a look at personal data. */
export function unfoldForPaper(): void {
  window.addEventListener("beforeprint", () => {
    opened = all<HTMLDetailsElement>("main details:not([open]):not(.photo-fold)");
    for (const folded of opened) folded.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const folded of opened) folded.open = false;
    opened = [];
  });
}
