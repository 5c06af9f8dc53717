/** The legend switches layers: a box for each, and a button that leaves nothing but one. */
import type * as L from "leaflet";
import { all, named } from "./dom";
import type { Layers } from "./layers";

export function legend(map: L.Map, layers: Layers): void {
  const boxes = all<HTMLInputElement>(".legend input[data-layer]");
  const buttons = all<HTMLButtonElement>("[data-only]");
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const flags = { [named(box, "layer")]: box.checked };
      layers.showOnly(null);
      layers.setOn(flags);
    });
  }
  for (const button of buttons) {
    const layer = named(button, "only");
    button.addEventListener("click", () => layers.showOnly(layers.alone() === layer ? null : layer));
  }
  map.on("layers", () => {
    for (const box of boxes) box.checked = layers.isOn(named(box, "layer"));
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(named(button, "only") === layers.alone()));
    }
  });
  map.fire("layers");
}
