// What folium's own layers expect of a page, without the libraries they would load: of jQuery only that it makes
// elements of a text, and of Leaflet that it finds the picture of a marker, which is in the style sheet.
window.$ = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.childNodes;
};
{
  const probe = document.body.appendChild(document.createElement("div"));
  probe.className = "leaflet-default-icon-path";
  const iconUrl = getComputedStyle(probe).backgroundImage.slice(5, -2);
  probe.remove();
  const nothing = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl: iconUrl, shadowUrl: nothing });
}
// Who asked the browser for less motion gets popups and zooms at once (WCAG 2.3.3).
{
  const moving = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  L.Map.mergeOptions({ fadeAnimation: moving, zoomAnimation: moving, markerZoomAnimation: moving });
}
