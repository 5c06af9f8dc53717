// On paper: the map is made as large as its place on the sheet, what was in view stays in view, then it grows back.
(({ map }) => {
  const frame = map.getContainer().parentElement;
  let view = null;
  window.addEventListener("beforeprint", () => {
    // A sheet with the states of an earlier month must say so on the map itself.
    const month = document.querySelector(".timeline.past .month");
    month ? (frame.dataset.month = month.textContent) : delete frame.dataset.month;
    view = { bounds: map.getBounds().pad(-0.02), centre: map.getCenter(), zoom: map.getZoom() };
    document.documentElement.classList.add("printing");
    map.closePopup();
    map.invalidateSize({ animate: false });
    map.fitBounds(view.bounds, { animate: false });
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    map.invalidateSize({ animate: false });
    map.setView(view.centre, view.zoom, { animate: false });
  });
})(landwatch.page);
