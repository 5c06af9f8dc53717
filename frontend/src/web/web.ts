/** The script of every page of the web application. */

import "./missing";
import "htmx.org";
import { all } from "../dom";
import { sendAtOnce } from "./at-once";
import { takeFiles } from "./drop";
import { goOn, listenToKeys, takeDrops } from "./duties";
import { unfoldForPaper } from "./paper";

for (const form of all<HTMLFormElement>("form[data-submit-on-change]")) sendAtOnce(form);

for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());

listenToKeys();
takeDrops();
takeFiles();
unfoldForPaper();

let saved = "";
document.addEventListener("htmx:before:swap", (event) => {
  saved = event.target instanceof Element ? (event.target.closest("article")?.id ?? "") : "";
});
document.addEventListener("htmx:after:swap", () => {
  for (const form of all<HTMLFormElement>("form[data-submit-on-change]:not(.at-once)")) sendAtOnce(form);
  goOn(saved);
});
