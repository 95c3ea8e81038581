import type uPlot from 'uplot';
import { formatChange, formatLimit } from '../units';
import { verdictOf } from '../verdict';
import type { ChangePoint, Direction, Series } from '../wire';
import type { Palette } from './palette';
import { levels, limitLines, type Trend } from './trend';

/** Draws on the chart's canvas what uPlot does not: bands, limits, levels, and the shapes of the verdicts. */

export interface Drawing {
  plot: uPlot;
  series: Series;
  trend: Trend;
  colours: Palette;
  /** The x value of a point of the series, or null where it has no place on the axis. */
  xOf(index: number): number | null;
  /** The notes that have a place, numbered as in the list below the chart. */
  notes: { number: number; index: number }[];
}

/** Narrower than this, dots would run into a line of their own. */
const DOT_SPACING = 6;

/** Narrower than this, question marks would cover the line; what is not proven is then a dot. */
const MARK_SPACING = 3;

/** What lies under the line: the spread, the baseline with its band, the limits. */
export function drawGround({ plot, series, trend, colours }: Drawing): void {
  inside(plot, 0, (context, ratio) => {
    drawSpread(plot, series, trend, colours, context);
    const { left, width } = plot.bbox;
    const y = (value: number) => plot.valToPos(value, 'y', true);
    if (series.baseline !== null) {
      const { lower, upper, centre } = series.baseline;
      if (lower !== null && upper !== null) {
        context.fillStyle = colours.band;
        context.fillRect(left, y(upper), width, Math.max(ratio, y(lower) - y(upper)));
      }
      horizontal(context, left, width, y(centre), colours.baseline, ratio, [6, 4]);
    }
    for (const { kind, value } of limitLines(series)) {
      const colour = kind === 'critical' ? colours.regressed : colours.warning;
      horizontal(context, left, width, y(value), colour, ratio * 1.25, kind === 'critical' ? [] : [2, 3]);
    }
  });
}

/** What lies on the line: levels and change points, notes, verdict shapes, and the names of the limits. */
export function drawFigures(drawing: Drawing): void {
  inside(drawing.plot, 0, (context, ratio) => {
    drawLevels(drawing, context, ratio);
    drawNotes(drawing, context, ratio);
  });
  inside(drawing.plot, 9, (context, ratio) => drawPoints(drawing, context, ratio));
  inside(drawing.plot, 0, (context, ratio) => drawLimitNames(drawing, context, ratio));
}

function drawSpread(
  plot: uPlot,
  series: Series,
  trend: Trend,
  colours: Palette,
  context: CanvasRenderingContext2D,
): void {
  const bounds = trend.index.map((index, place) => {
    const { lower, upper } = series.points[index] ?? { lower: null, upper: null };
    return lower === null || upper === null ? null : { x: trend.x[place]!, lower, upper };
  });
  context.fillStyle = colours.spread;
  let start = 0;
  while (start < bounds.length) {
    let end = start;
    while (end < bounds.length && bounds[end] !== null) end++;
    const part = bounds.slice(start, end).filter((bound) => bound !== null);
    if (part.length > 1) {
      context.beginPath();
      for (const { x, upper } of part) context.lineTo(plot.valToPos(x, 'x', true), plot.valToPos(upper, 'y', true));
      for (const { x, lower } of part.reverse()) {
        context.lineTo(plot.valToPos(x, 'x', true), plot.valToPos(lower, 'y', true));
      }
      context.fill();
    }
    start = Math.max(end, start) + 1;
  }
}

function drawLevels({ plot, series, colours, xOf }: Drawing, context: CanvasRenderingContext2D, ratio: number): void {
  const x = (value: number) => plot.valToPos(value, 'x', true);
  context.lineWidth = 2 * ratio;
  context.strokeStyle = colours.level;
  for (const { from, to, value } of levels(series.changePoints, series.values.length)) {
    const [start, end] = [xOf(from), xOf(to)];
    if (start === null || end === null) continue;
    const y = plot.valToPos(value, 'y', true);
    context.beginPath();
    context.moveTo(x(start), y);
    context.lineTo(x(end), y);
    context.stroke();
  }
  for (const point of series.changePoints) {
    const at = xOf(point.index);
    if (at === null) continue;
    const before = xOf(point.index - 1);
    const middle = before === null ? x(at) : (x(before) + x(at)) / 2;
    const { colour, icon } = changeSign(point, series.direction, colours);
    vertical(context, plot, middle, colour, ratio, [5, 4]);
    const words = point.before === 0 ? icon : `${icon} ${formatChange(point.after / point.before - 1)}`;
    label(context, words, middle + 5 * ratio, plot.bbox.top + 11 * ratio, colour, colours, ratio, plot);
  }
}

/** Worse or better by the metric's direction; a metric without one only changes. */
function changeSign(point: ChangePoint, direction: Direction, colours: Palette): { colour: string; icon: string } {
  const rose = point.after > point.before;
  if (direction === null) return { colour: colours.faint, icon: '◆' };
  return rose === (direction === 'lower')
    ? { colour: colours.regressed, icon: '▲' }
    : { colour: colours.improved, icon: '▼' };
}

function drawNotes({ plot, colours, notes, xOf }: Drawing, context: CanvasRenderingContext2D, ratio: number): void {
  for (const { number, index } of notes) {
    const at = xOf(index);
    if (at === null) continue;
    const x = plot.valToPos(at, 'x', true);
    vertical(context, plot, x, colours.note, ratio, [1, 3]);
    const y = plot.bbox.top + plot.bbox.height - 10 * ratio;
    context.fillStyle = colours.note;
    context.beginPath();
    context.arc(x, y, 8 * ratio, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = colours.surface;
    context.font = `600 ${11 * ratio}px ${colours.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(number), x, y + 0.5 * ratio);
  }
}

function drawPoints(
  { plot, series, trend, colours }: Drawing,
  context: CanvasRenderingContext2D,
  ratio: number,
): void {
  const { min, max } = plot.scales['x']!;
  const visible = trend.x.filter((x) => x >= min! && x <= max!).length;
  const spacing = plot.bbox.width / ratio / Math.max(1, visible);
  const dots = spacing >= DOT_SPACING;
  trend.index.forEach((index, place) => {
    const x = plot.valToPos(trend.x[place]!, 'x', true);
    if (x < plot.bbox.left - 1 || x > plot.bbox.left + plot.bbox.width + 1) return;
    const y = plot.valToPos(series.values[index]!, 'y', true);
    const { verdict, severity } = series.points[index] ?? { verdict: null, severity: null };
    switch (verdictOf(verdict)) {
      case 'regressed':
        triangle(context, x, y, -1, severity === 'critical' ? colours.regressed : colours.warning, colours.surface, ratio);
        break;
      case 'improved':
        triangle(context, x, y, 1, colours.improved, colours.surface, ratio);
        break;
      case 'undecided':
        // "Cannot tell" within the thresholds is a dot like the others; beyond them it shows its mark.
        if (severity !== null && spacing >= MARK_SPACING) questionMark(context, x, y, colours, ratio);
        else if (dots || severity !== null) disc(context, x, y, 2.6 * ratio, colours.undecided);
        break;
      default:
        if (dots || place === trend.index.length - 1) disc(context, x, y, 2.6 * ratio, colours.trace);
    }
  });
}

function drawLimitNames({ plot, series, colours }: Drawing, context: CanvasRenderingContext2D, ratio: number): void {
  if (series.baseline === null) return;
  const limits = limitLines(series).map(({ kind, value, limit }) => ({
    value,
    words: `${kind} ${limit > 0 ? '+' : '−'}${formatLimit(Math.abs(limit))}`,
    colour: kind === 'critical' ? colours.regressed : colours.warning,
    // Away from the baseline, whose own name is on the other side of its line.
    side: limit > 0 ? -1 : 1,
  }));
  const names = [
    { value: series.baseline.centre, words: 'baseline', colour: colours.baseline, side: -(limits[0]?.side ?? 1) },
    ...limits.reverse(),
  ];
  const taken: number[] = [];
  for (const { value, words, colour, side } of names) {
    const lowest = plot.bbox.top + plot.bbox.height - 8 * ratio;
    const beside = plot.valToPos(value, 'y', true) + side * 8 * ratio;
    // A line at the plot's edge carries its name.
    const y = Math.min(lowest, Math.max(plot.bbox.top + 8 * ratio, beside));
    // Names that would lie on each other say nothing; the critical limit keeps its name.
    if (taken.some((other) => Math.abs(other - y) < 14 * ratio)) continue;
    taken.push(y);
    label(context, words, plot.bbox.left + 8 * ratio, y, colour, colours, ratio, plot);
  }
}

/** Draws with the plot's edges as limits; `margin` is room at both sides for the shapes of the outermost points. */
function inside(
  plot: uPlot,
  margin: number,
  draw: (context: CanvasRenderingContext2D, ratio: number) => void,
): void {
  const { ctx: context, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  context.save();
  context.beginPath();
  context.rect(bbox.left - margin * ratio, bbox.top, bbox.width + 2 * margin * ratio, bbox.height);
  context.clip();
  draw(context, ratio);
  context.restore();
}

function horizontal(
  context: CanvasRenderingContext2D,
  left: number,
  width: number,
  y: number,
  colour: string,
  thickness: number,
  dash: number[],
): void {
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.setLineDash(dash.map((length) => length * thickness));
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(left + width, y);
  context.stroke();
  context.setLineDash([]);
}

function vertical(
  context: CanvasRenderingContext2D,
  plot: uPlot,
  x: number,
  colour: string,
  ratio: number,
  dash: number[],
): void {
  context.strokeStyle = colour;
  context.lineWidth = ratio * 1.25;
  context.setLineDash(dash.map((length) => length * ratio));
  context.beginPath();
  context.moveTo(x, plot.bbox.top);
  context.lineTo(x, plot.bbox.top + plot.bbox.height);
  context.stroke();
  context.setLineDash([]);
}

/** A text on the surface's colour, so that lines do not run through it; kept inside the plot. */
function label(
  context: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  colour: string,
  colours: Palette,
  ratio: number,
  plot: uPlot,
): void {
  context.font = `600 ${11 * ratio}px ${colours.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const width = context.measureText(words).width;
  const right = plot.bbox.left + plot.bbox.width;
  const left = x + width > right ? x - width - 10 * ratio : x;
  context.fillStyle = colours.surface;
  context.globalAlpha = 0.8;
  context.fillRect(left - 3 * ratio, y - 7 * ratio, width + 6 * ratio, 14 * ratio);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fillText(words, left, y);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function triangle(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  tip: 1 | -1,
  colour: string,
  edge: string,
  ratio: number,
): void {
  const size = 6.5 * ratio;
  context.beginPath();
  context.moveTo(x, y + tip * size);
  context.lineTo(x + size, y - tip * size * 0.75);
  context.lineTo(x - size, y - tip * size * 0.75);
  context.closePath();
  context.strokeStyle = edge;
  context.lineWidth = 2 * ratio;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

function questionMark(context: CanvasRenderingContext2D, x: number, y: number, colours: Palette, ratio: number): void {
  disc(context, x, y, 7 * ratio, colours.surface);
  context.strokeStyle = colours.undecided;
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  context.arc(x, y, 6.5 * ratio, 0, 2 * Math.PI);
  context.stroke();
  context.fillStyle = colours.undecided;
  context.font = `700 ${10 * ratio}px ${colours.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText('?', x, y + 0.5 * ratio);
}
