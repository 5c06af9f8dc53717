/** Which layers of a page are shown: states, idle marks, years of revitalised land, "boundary" and "labels". */
import type * as L from "leaflet";

export interface Layers {
  /** Whether a layer is switched on. */
  isOn: (layer: string) => boolean;
  /** Switch layers on or off; the map fires "layers" when it is done. */
  setOn: (flags: Record<string, boolean>) => void;
  /** Leave only what bears a state or mark, whatever else is on; null: no longer. */
  showOnly: (layer: string | null) => void;
  /** The layer that is shown alone. */
  alone: () => string | null;
  /** Whether land of a state is shown, which also bears these marks. */
  shows: (state: string, marks: readonly (string | null)[]) => boolean;
}

/** Layers that are all on; `draw` shows what is on after a change. */
export function layersOf(map: L.Evented, draw: () => void): Layers {
  const off = new Set<string>();
  let alone: string | null = null;
  const isOn = (layer: string) => !off.has(layer);

  function setOn(flags: Record<string, boolean>): void {
    for (const [layer, flag] of Object.entries(flags)) {
      if (flag) off.delete(layer);
      else off.add(layer);
    }
    draw();
    map.fire("layers");
  }

  function showOnly(layer: string | null): void {
    alone = layer;
    setOn(layer ? { [layer]: true } : {});
  }

  return {
    isOn,
    setOn,
    showOnly,
    alone: () => alone,
    shows: (state, marks) => (alone ? state === alone || marks.includes(alone) : isOn(state)),
  };
}
