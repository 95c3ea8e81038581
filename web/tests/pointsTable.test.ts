// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { pointsTable } from '../src/parts/pointsTable';
import { aSeries } from './builders';

test('a point has the change that its verdict was given for, whatever the baseline is today', () => {
  const series = aSeries([1, 1, 1.3, 1.3]);
  Object.assign(series.points[2]!, { change: 0.3, verdict: 'regressed', severity: 'critical' });
  series.baseline = { centre: 1.3, lower: 1.2, upper: 1.4, runs: 2 };

  const rows = pointsTable('demo', series, new Date()).querySelectorAll('tbody tr');

  expect([...rows].map((row) => row.children[3]!.textContent)).toEqual(['–', '+30.0\u00a0%', '–', '–']);
});
