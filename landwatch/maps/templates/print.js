// On paper: the map is made as large as its place on the sheet, what was in view stays in view, then it grows back.
(({ map, places }) => {
  const everything = L.latLngBounds(landwatch.data.bounds);
  const frame = map.getContainer().parentElement;
  let view = null;
  window.addEventListener("beforeprint", () => {
    // A sheet with the states of an earlier month must say so on the map itself.
    const month = document.querySelector(".timeline.past .month");
    month ? (frame.dataset.month = month.textContent) : delete frame.dataset.month;
    // The list is printed whole.
    for (let more; (more = document.querySelector(".land-list .more:not([hidden])")); ) more.click();
    const size = map.getSize();
    const inView = L.latLngBounds(
      map.containerPointToLatLng([14, 14]),
      map.containerPointToLatLng(size.subtract([14, 72])) // what stands there on the screen is not printed
    );
    view = { centre: map.getCenter(), zoom: map.getZoom(), zoomSnap: map.options.zoomSnap };
    document.documentElement.classList.add("printing");
    map.closePopup();
    map.invalidateSize({ animate: false });
    if (places) map.options.zoomSnap = 0; // shapes fill the sheet; tiles keep their own scales
    map.fitBounds(inView.contains(everything) ? everything : inView, { padding: [14, 14], animate: false });
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    map.options.zoomSnap = view.zoomSnap;
    map.invalidateSize({ animate: false });
    map.setView(view.centre, view.zoom, { animate: false });
  });
})(landwatch.page);
