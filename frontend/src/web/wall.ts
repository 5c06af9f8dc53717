/** A page for a screen on the wall: it turns by itself, and takes newer numbers as they come. */

import "./missing";
import { Turning } from "./wall-turning";

const place = document.querySelector<HTMLElement>("#turning");
const away = document.querySelector<HTMLElement>("#away");
const pause = document.querySelector<HTMLButtonElement>("#pause");
if (place && away && pause) new Turning(place, away, pause).begin();
