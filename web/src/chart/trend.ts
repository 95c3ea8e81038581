import type { Annotation, ChangePoint, Series } from '../wire';

/** What the trend chart draws, worked out without a canvas. */

export interface View {
  /** By the order of the commits, or along the calendar. */
  x: 'order' | 'time';
  zero: boolean;
  log: boolean;
}

/** The points of a series in the order of the x axis: `index[i]` is where point i of the chart is in the series. */
export interface Trend {
  x: number[];
  index: number[];
  /** Points that have no place on this axis: commits without a time. */
  left: number;
}

/** Places the points. Along the calendar, points are sorted by time, which commit order need not follow. */
export function placed(series: Pick<Series, 'values' | 'time'>, axis: View['x']): Trend {
  const finite = series.values.map((_, index) => index).filter((index) => Number.isFinite(series.values[index]));
  if (axis === 'order') return { x: finite.map((_, place) => place), index: finite, left: 0 };
  const timed = finite.filter((index) => typeof series.time[index] === 'number');
  timed.sort((a, b) => series.time[a]! - series.time[b]! || a - b);
  return { x: timed.map((index) => series.time[index]!), index: timed, left: finite.length - timed.length };
}

/** The value at which a limit is crossed: one for a known direction, both sides where it is unknown. */
export function limitLines(
  series: Pick<Series, 'baseline' | 'threshold' | 'direction'>,
): { kind: 'warning' | 'critical'; value: number; limit: number }[] {
  const { baseline, threshold, direction } = series;
  if (baseline === null || threshold === null) return [];
  const signs = direction === 'lower' ? [1] : direction === 'higher' ? [-1] : [1, -1];
  return (['warning', 'critical'] as const).flatMap((kind) => {
    const limit = threshold[kind];
    if (!limit) return [];
    return signs.map((sign) => ({ kind, limit: sign * limit, value: baseline.centre * (1 + sign * limit) }));
  });
}

/** The level between change points, as steps: each holds from its first point to the last before the next change. */
export function levels(changePoints: ChangePoint[], length: number): { from: number; to: number; value: number }[] {
  const sorted = changePoints
    .filter(({ index }) => index > 0 && index < length)
    .sort((a, b) => a.index - b.index);
  if (sorted.length === 0) return [];
  return [
    { from: 0, to: sorted[0]!.index - 1, value: sorted[0]!.before },
    ...sorted.map((point, place) => ({
      from: point.index,
      to: (sorted[place + 1]?.index ?? length) - 1,
      value: point.after,
    })),
  ];
}

/**
 * The range of the y axis: all visible values, the centre of the baseline, and the warning line, which says how far
 * there is to go; the critical line only when the values come near it. The band of the baseline is cut off where it is
 * wider: a noisy series would else be a flat line. From zero if asked, unless the scale is logarithmic.
 */
export function valueRange(
  visible: number[],
  series: Pick<Series, 'baseline' | 'threshold' | 'direction'>,
  view: Pick<View, 'zero' | 'log'>,
): [number, number] {
  const lines = limitLines(series);
  const marks = [series.baseline?.centre]
    .concat(lines.filter(({ kind }) => kind === 'warning').map(({ value }) => value))
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  let low = Math.min(...visible, ...marks);
  let high = Math.max(...visible, ...marks);
  for (const { kind, value, limit } of lines) {
    if (kind !== 'critical') continue;
    if (limit > 0 ? high > value * (1 - limit / 4) : low < value * (1 - limit / 4)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (view.log && low > 0) return [low / (high / low) ** 0.08 / 1.01, high * (high / low) ** 0.08 * 1.01];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  if (view.zero) return [Math.min(0, low - (low < 0 ? room : 0)), Math.max(0, high + room)];
  // The air below the lowest value must not suggest that there are values below zero.
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** Round numbers from low to high, about as many as wanted; on a logarithmic axis over decades, 1-2-5 of each. */
export function ticks(low: number, high: number, wanted: number, log: boolean): number[] {
  if (log && low > 0 && high / low > 20) {
    const found: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const digit of high / low > 10 ** (wanted / 2) ? [1] : [1, 2, 5]) found.push(digit * 10 ** power);
    }
    return found.filter((value) => value >= low && value <= high);
  }
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const found: number[] = [];
  for (let count = Math.ceil(low / step - 1e-9); count * step <= high + step * 1e-9; count++) {
    found.push(Number((count * step).toPrecision(12)));
  }
  return found;
}

/** The decimals that tell neighbouring ticks apart. */
export function decimalsOf(values: number[]): number {
  const step = values.length < 2 ? 0 : Math.min(...values.slice(1).map((value, index) => value - values[index]!));
  if (!(step > 0)) return 0;
  for (let digits = 0; digits < 9; digits++) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6 * step * 10 ** digits + 1e-9) return digits;
  }
  return 9;
}

/**
 * Where a note stands, as an index into the series: at its commit, else at the first point that is not older; null
 * where the series has neither.
 */
export function noteIndex(note: Annotation, series: Pick<Series, 'points' | 'time'>): number | null {
  const sha = note.sha;
  if (sha) {
    const at = series.points.findIndex((point) => point.sha === sha);
    if (at >= 0) return at;
  }
  const time = note.time === null ? NaN : Date.parse(note.time) / 1000;
  if (Number.isNaN(time)) return null;
  const at = series.time.findIndex((pointTime) => pointTime !== null && pointTime >= time);
  return at < 0 ? null : at;
}
