// The legend switches layers: a box for each.
((page) => {
  const boxes = [...document.querySelectorAll(".legend input[data-layer]")];
  for (const box of boxes) {
    box.addEventListener("change", () => page.setOn({ [box.dataset.layer]: box.checked }));
  }
  page.map.on("layers", () => {
    for (const box of boxes) box.checked = page.isOn(box.dataset.layer);
  });
})(landwatch.page);
