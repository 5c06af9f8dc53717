/** How features of tiles are painted on canvas: the looks of the style, as SVG draws them on the page of few parcels. */
import type { Hatch, IdleLook, Line, Look, Pattern } from "../data";
import type { Feature, Point } from "./features";
import { SCREEN_TILE } from "./scales";

type Context = CanvasRenderingContext2D;

/** Paints features of one look: first `dip`, then `paint` for each. */
export interface Brush {
  dip: (context: Context, zoom: number) => void;
  paint: (context: Context, rings: Point[][], zoom: number, feature: Feature) => void;
}

const PATTERNED = 14; // before, a parcel is smaller than a pattern
const DASHED = 13;
const DOT_OUTLINE = "#1d2429";

function trace(context: Context, rings: Point[][]): void {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach(({ x, y }, at) => {
      if (at) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
  }
}

// Far away, an outline as wide as on the page of few parcels would leave nothing of the fill.
const thinned = (width: number, zoom: number): number => width * Math.min(1, Math.max(0.25, (zoom - 9) / 6));
const dashes = ({ dash }: Line): number[] => (dash ? dash.split(" ").map(Number) : []);

// ---- patterns ------------------------------------------------------------------------------------------------------

interface Cell {
  canvas: HTMLCanvasElement;
  matrix: DOMMatrix;
}

const CELL = 64;

/** A cell that repeats, fitted so that the pattern goes on across the edges of tiles. */
function cell(period: number, paint: (context: Context, size: number) => void): Cell {
  const size = SCREEN_TILE / Math.round(SCREEN_TILE / period);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = CELL;
  const context = canvas.getContext("2d");
  if (context) {
    context.scale(CELL / size, CELL / size);
    paint(context, size);
  }
  return { canvas, matrix: new DOMMatrix().scale(size / CELL) };
}

function filledWith(context: Context, { canvas, matrix }: Cell): CanvasPattern | string {
  const pattern = context.createPattern(canvas, "repeat");
  pattern?.setTransform(matrix);
  return pattern ?? "transparent";
}

/** One line of a pattern: 0 lies, 90 stands, 45 rises and 135 falls to the right. */
function line(context: Context, size: number, width: number, angle: number, shift = 0): void {
  if (angle === 0) return context.fillRect(0, shift, size, width);
  if (angle === 90) return context.fillRect(shift, 0, width, size);
  const [low, high] = angle === 45 ? [size, 0] : [0, size];
  const across = width * Math.SQRT2;
  for (const start of [-size, 0, size]) {
    const left = start + shift * Math.SQRT2;
    context.beginPath();
    context.moveTo(left, low);
    context.lineTo(left + across, low);
    context.lineTo(left + across + size, high);
    context.lineTo(left + size, high);
    context.fill();
  }
}

const periodOf = (spacing: number, angle: number): number => (angle % 90 ? spacing * Math.SQRT2 : spacing);

const stripes = ({ hatch, halo, spacing, hatch_width: width }: Hatch): Cell =>
  cell(periodOf(spacing, 45), (context, size) => {
    context.fillStyle = hatch;
    line(context, size, width, 45);
    context.fillStyle = halo;
    line(context, size, width, 45, width);
  });

const patternOf = (fill: string, { kind, colour, spacing, width, angle = 0 }: Pattern): Cell =>
  cell(periodOf(spacing, angle), (context, size) => {
    context.fillStyle = fill;
    context.fillRect(0, 0, size, size);
    context.fillStyle = colour;
    if (kind === "dots") {
      context.beginPath();
      context.arc(size / 2, size / 2, width / 2, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    line(context, size, width, angle);
    if (kind === "cross") line(context, size, width, (angle + 90) % 180);
  });

// ---- brushes -------------------------------------------------------------------------------------------------------

/** Squares that stand for land too small to be seen. */
export const square = ({ fill }: Look): Brush => ({
  dip: (context) => (context.fillStyle = fill),
  paint(context, rings) {
    trace(context, rings);
    context.fill();
  },
});

/** Parcels with fill, pattern and outline. */
export function outline(look: Look): Brush {
  const pattern = look.pattern ? patternOf(look.fill, look.pattern) : null;
  return {
    dip(context, zoom) {
      context.fillStyle = pattern && zoom >= PATTERNED ? filledWith(context, pattern) : look.fill;
      context.strokeStyle = look.outline;
      context.lineWidth = thinned(look.width, zoom);
      context.setLineDash(zoom < DASHED ? [] : dashes(look));
    },
    paint(context, rings) {
      trace(context, rings);
      context.fill();
      context.stroke();
    },
  };
}

/** Dots of parcels that somebody has to act on; idle land has an outline. */
export const dot = ({ fill }: Look, isIdle: (feature: Feature) => boolean): Brush => ({
  dip(context) {
    context.fillStyle = fill;
    context.strokeStyle = DOT_OUTLINE;
    context.lineWidth = 0.8;
    context.setLineDash([]);
  },
  paint(context, rings, zoom, feature) {
    const at = rings[0]?.[0];
    if (!at) return;
    context.beginPath();
    context.arc(at.x, at.y, zoom < 11 ? 1.6 : 2, 0, 2 * Math.PI);
    context.fill();
    if (isIdle(feature)) context.stroke();
  },
});

/** The mark of idle land: a hatch, or an outline. */
export function marking(look: IdleLook): Brush {
  if ("hatch" in look) {
    const hatch = stripes(look);
    return {
      dip: (context) => (context.fillStyle = filledWith(context, hatch)),
      paint(context, rings) {
        trace(context, rings);
        context.fill();
      },
    };
  }
  return {
    dip(context, zoom) {
      context.strokeStyle = look.outline;
      context.lineWidth = thinned(look.width, zoom);
      context.setLineDash([]);
    },
    paint(context, rings) {
      trace(context, rings);
      context.stroke();
    },
  };
}
