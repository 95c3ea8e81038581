import { svg } from '../dom';
import { formatChange, formatLimit } from '../units';
import { verdictClass, verdictOf } from '../verdict';
import type { ComparisonResult, Direction, Threshold } from '../wire';

const WIDTH = 180;
const HEIGHT = 26;
const MIDDLE = WIDTH / 2;
const AXIS_Y = 13;

/** The widest change that a page of bars is drawn for; what is beyond ends in an arrow. */
const WIDEST = 0.5;

/**
 * The half-width, as a change, that all bars of one page share, so that they can be compared by eye: the critical
 * threshold and most of the intervals fit.
 */
export function sharedReach(results: ComparisonResult[], threshold: Threshold | null): number {
  const reach = results.flatMap((result) => [result.change ?? 0, ...(result.interval ?? [])]).map(Math.abs);
  const limit = (threshold?.critical ?? threshold?.warning ?? 0.1) * 1.35;
  return Math.min(WIDEST, Math.max(limit, ...reach.filter(Number.isFinite).map((change) => change * 1.08)));
}

/** The interval of the change on a common axis, with ticks at the thresholds; the worse side is shaded. */
export function intervalBar(
  result: Pick<ComparisonResult, 'change' | 'interval' | 'verdict' | 'severity'>,
  direction: Direction,
  threshold: Threshold | null,
  reach: number,
): SVGSVGElement {
  const picture = svg('svg', {
    class: `interval ${verdictClass(verdictOf(result.verdict), result.severity)}`,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    role: 'img',
    'aria-label': intervalWords(result.change, result.interval),
  });
  picture.append(svg('title', {}, titleOf(result, threshold)));
  if (direction !== null && threshold?.warning) {
    const warning = xOf(direction === 'lower' ? threshold.warning : -threshold.warning, reach);
    const edge = direction === 'lower' ? WIDTH : 0;
    picture.append(
      svg('rect', { class: 'interval-worse', x: Math.min(warning, edge), y: 1, width: Math.abs(edge - warning), height: 24 }),
    );
  }
  picture.append(svg('line', { class: 'interval-axis', x1: 0, x2: WIDTH, y1: AXIS_Y, y2: AXIS_Y }), tick(MIDDLE, 'zero', 1));
  for (const [limit, kind] of [[threshold?.warning, 'warning'], [threshold?.critical, 'critical']] as const) {
    if (!limit || limit > reach) continue;
    picture.append(tick(xOf(limit, reach), kind, 5), tick(xOf(-limit, reach), kind, 5));
  }
  if (result.change === null) return picture;
  const [low, high] = result.interval ?? [result.change, result.change];
  const x1 = xOf(low, reach);
  const x2 = xOf(high, reach);
  picture.append(svg('rect', { class: 'interval-bar', x: x1, y: AXIS_Y - 4, width: Math.max(2, x2 - x1), height: 8, rx: 2 }));
  if (low < -reach) picture.append(svg('path', { class: 'interval-arrow', d: `M0 ${AXIS_Y}l7 -6v12z` }));
  if (high > reach) picture.append(svg('path', { class: 'interval-arrow', d: `M${WIDTH} ${AXIS_Y}l-7 -6v12z` }));
  if (Math.abs(result.change) <= reach) {
    picture.append(svg('circle', { class: 'interval-centre', cx: xOf(result.change, reach), cy: AXIS_Y, r: 3.6 }));
  }
  return picture;
}

/** "change +12.3 %, between +8.1 % and +16.5 %". */
export function intervalWords(change: number | null, interval: [number, number] | null): string {
  if (change === null) return 'no change to show';
  const between = interval === null ? '' : `, between ${formatChange(interval[0])} and ${formatChange(interval[1])}`;
  return `change ${formatChange(change)}${between}`;
}

/** Where a change lies; changes beyond the reach lie at the edge. */
export function xOf(change: number, reach: number): number {
  return MIDDLE + Math.max(-1, Math.min(1, change / reach)) * MIDDLE;
}

function tick(x: number, kind: string, top: number): SVGLineElement {
  return svg('line', { class: `interval-tick interval-${kind}`, x1: x, x2: x, y1: top, y2: HEIGHT - top });
}

function titleOf(result: Pick<ComparisonResult, 'change' | 'interval'>, threshold: Threshold | null): string {
  const limits = [threshold?.warning, threshold?.critical].filter((limit) => limit !== null && limit !== undefined);
  const ticks = limits.length === 0 ? '' : `; ticks at ±${limits.map(formatLimit).join(' and ±')}`;
  return intervalWords(result.change, result.interval) + ticks;
}
