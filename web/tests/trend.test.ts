import { describe, expect, test } from 'vitest';
import { decimalsOf, levels, limitLines, noteIndex, placed, ticks, valueRange } from '../src/chart/trend';
import { aSeries } from './builders';

const BASELINE = { centre: 100, lower: 98, upper: 102, runs: 20 };
const AS_IS = { zero: false, log: false };

describe('the place of points', () => {
  test('in commit order every point has the next place', () => {
    expect(placed(aSeries([1, 2, 3]), 'order')).toEqual({ x: [0, 1, 2], index: [0, 1, 2], left: 0 });
  });

  test('along the calendar they are sorted by time, and those without a time are left out and counted', () => {
    const series = aSeries([1, 2, 3, 4], { time: [300, null, 100, 200] });

    expect(placed(series, 'time')).toEqual({ x: [100, 200, 300], index: [2, 3, 0], left: 1 });
  });
});

describe('limits', () => {
  test('lie above the baseline where lower is better', () => {
    const lines = limitLines(aSeries([1], { baseline: BASELINE, direction: 'lower' }));

    expect(lines.map(({ kind, value }) => [kind, Math.round(value)])).toEqual([['warning', 105], ['critical', 110]]);
  });

  test('lie below it where higher is better', () => {
    const lines = limitLines(aSeries([1], { baseline: BASELINE, direction: 'higher' }));

    expect(lines.map(({ kind, value }) => [kind, Math.round(value)])).toEqual([['warning', 95], ['critical', 90]]);
  });

  test('lie on both sides where the direction is not known', () => {
    expect(limitLines(aSeries([1], { baseline: BASELINE, direction: null })).map(({ limit }) => limit)).toEqual([
      0.05, -0.05, 0.1, -0.1,
    ]);
  });

  test('are not drawn without a baseline', () => {
    expect(limitLines(aSeries([1]))).toEqual([]);
  });
});

test('a level holds from its change point to the point before the next', () => {
  const changePoints = [
    { index: 5, before: 12, after: 11 },
    { index: 3, before: 10, after: 12 },
  ];

  expect(levels(changePoints, 8)).toEqual([
    { from: 0, to: 2, value: 10 },
    { from: 3, to: 4, value: 12 },
    { from: 5, to: 7, value: 11 },
  ]);
  expect(levels([], 8)).toEqual([]);
});

describe('the range of the y axis', () => {
  const series = aSeries([1], { baseline: BASELINE });

  test('holds the values, the centre of the baseline and the warning line, with air', () => {
    const [low, high] = valueRange([99, 101], series, AS_IS);

    expect(low).toBeCloseTo(99 - 0.48, 5);
    expect(high).toBeCloseTo(105 + 0.48, 5);
  });

  test('is not stretched by a band of noise', () => {
    const noisy = aSeries([1], { baseline: { centre: 100, lower: 20, upper: 500, runs: 20 } });

    expect(valueRange([99, 101], noisy, AS_IS)).toEqual(valueRange([99, 101], series, AS_IS));
  });

  test('holds the critical line once the values come near it', () => {
    expect(valueRange([99, 108], series, AS_IS)[1]).toBeGreaterThan(110);
  });

  test('starts at zero when asked', () => {
    expect(valueRange([99, 101], series, { zero: true, log: false })[0]).toBe(0);
  });

  test('never starts below zero because of the air', () => {
    expect(valueRange([0.1, 100], aSeries([1]), AS_IS)[0]).toBe(0);
  });

  test('is positive on a logarithmic axis', () => {
    expect(valueRange([0.001, 1000], aSeries([1]), { zero: false, log: true })[0]).toBeGreaterThan(0);
  });

  test('gives one value room', () => {
    const [low, high] = valueRange([5, 5], aSeries([5]), AS_IS);

    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
  });

  test('exists where nothing is visible', () => {
    expect(valueRange([], aSeries([]), AS_IS)).toEqual([0, 1]);
  });
});

describe('ticks', () => {
  test('are round numbers', () => {
    expect(ticks(757, 823, 6, false)).toEqual([760, 780, 800, 820]);
    expect(ticks(0, 1, 4, false)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  test('go by decades where a logarithmic axis spans them', () => {
    expect(ticks(1, 100, 8, true)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(ticks(1, 1e6, 6, true)).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000]);
  });

  test('have as many decimals as tell them apart', () => {
    expect(decimalsOf([16, 16.5, 17])).toBe(1);
    expect(decimalsOf([0.25, 0.5])).toBe(2);
    expect(decimalsOf([760, 780])).toBe(0);
  });

  test('end even where the range is empty', () => {
    expect(ticks(5, 5, 4, false)).toEqual([5]);
  });
});

test('a note stands at its commit, else at the first point that is not older', () => {
  const series = aSeries([1, 2, 3]);
  const at = (sha: string | null, time: string | null) => noteIndex({ sha, time, kind: 'release', text: '' }, series);

  expect(at(series.points[1]!.sha, null)).toBe(1);
  expect(at(null, new Date((1_000_000 + 86_400 + 60) * 1000).toISOString())).toBe(2);
  expect(at('elsewhere', null)).toBeNull();
  expect(at(null, '2030-01-01T00:00:00Z')).toBeNull();
});
