// The legend switches layers: a box for each, and a button that leaves nothing but one.
((page) => {
  const boxes = [...document.querySelectorAll(".legend input[data-layer]")];
  const buttons = [...document.querySelectorAll("[data-only]")];
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const flags = { [box.dataset.layer]: box.checked };
      page.showOnly(null);
      page.setOn(flags);
    });
  }
  for (const button of buttons) {
    button.addEventListener("click", () => {
      page.showOnly(page.alone() === button.dataset.only ? null : button.dataset.only);
    });
  }
  page.map.on("layers", () => {
    for (const box of boxes) box.checked = page.isOn(box.dataset.layer);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.only === page.alone()));
  });
  page.map.fire("layers");
})(landwatch.page);
