/**
 * What folium's own layers expect of a page, without the libraries they would load: of jQuery only that it makes
 * elements of a text, and of Leaflet that it finds the picture of a marker, which is in the style sheet. Runs before
 * folium's script.
 */
import * as L from "leaflet";
import { element } from "../dom";

declare global {
  interface Window {
    $: (html: string) => NodeListOf<ChildNode>;
  }
}

window.$ = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.childNodes;
};

const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
const probe = document.body.appendChild(element("div", { class: "leaflet-default-icon-path" }));
const iconUrl = getComputedStyle(probe).backgroundImage.slice(5, -2);
probe.remove();
L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl: iconUrl, shadowUrl: NOTHING });

// Who asked the browser for less motion gets popups and zooms at once (WCAG 2.3.3).
const moving = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
L.Map.mergeOptions({ fadeAnimation: moving, zoomAnimation: moving, markerZoomAnimation: moving });
