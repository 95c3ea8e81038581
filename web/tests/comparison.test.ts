// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { baselineSentence, grouped, runSentence } from '../src/comparisonGroups';
import { intervalBar, intervalWords, sharedReach, xOf } from '../src/parts/intervalBar';
import type { Comparison } from '../src/wire';
import { aResult } from './builders';

const THRESHOLD = { warning: 0.05, critical: 0.1, policy: 'significant' };
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('what wants a look is shown, the rest is folded', () => {
  const groups = grouped([
    aResult({ benchmark: 'same' }),
    aResult({ benchmark: 'noise', verdict: 'undecided' }),
    aResult({ benchmark: 'unsure', verdict: 'undecided', severity: 'warning', change: 0.07 }),
    aResult({ benchmark: 'worse', verdict: 'regressed', severity: 'warning', change: 0.06 }),
    aResult({ benchmark: 'worst', verdict: 'regressed', severity: 'critical', change: 0.2 }),
    aResult({ benchmark: 'alloc', role: 'supporting', verdict: 'regressed', severity: 'critical', change: 0.9 }),
  ]);

  expect(groups.shown.map(({ benchmark }) => benchmark)).toEqual(['worst', 'worse', 'unsure']);
  expect(groups.unchanged.map(({ benchmark }) => benchmark)).toEqual(['same']);
  expect(groups.undecided.map(({ benchmark }) => benchmark)).toEqual(['noise']);
  expect(groups.supporting.map(({ benchmark }) => benchmark)).toEqual(['alloc']);
});

describe('the baseline in one sentence', () => {
  const baseline = {
    source: 'merge_base', description: null, branch: 'main', sha: 'abcdef', runs: ['1', '2'], commitsApart: 3,
  };

  test('says source, branch, commit, runs and distance', () => {
    expect(baselineSentence(baseline, (sha) => sha)).toBe('merge base · on main, at abcdef, 2 runs, 3 commits apart');
  });

  test('does not repeat what the description says', () => {
    const described = { ...baseline, description: 'main at abcdef, the merge base (24 runs)' };

    expect(baselineSentence(described, (sha) => sha)).toBe('main at abcdef, the merge base (24 runs) · 3 commits apart');
  });

  test('says that there was none', () => {
    expect(baselineSentence(null, (sha) => sha)).toContain('nothing to compare with');
  });
});

test('a run without a headline metric was compared, but judged it was not', () => {
  const summary = { regressed: 0, improved: 0, unchanged: 0, undecided: 0, new: 0, missing: 0, severity: null };
  const workflow = { summary, baseline: { runs: ['r1'] }, results: [aResult({ role: 'supporting' })] } as unknown as Comparison;
  const first = { ...workflow, baseline: { runs: [] as string[] } } as unknown as Comparison;

  expect(runSentence(workflow)).toBe('No headline metric to judge');
  expect(runSentence(first)).toBe('Nothing to compare with yet');
  expect(runSentence({ ...workflow, summary: { ...summary, new: 2 } })).toBe('Nothing to compare with yet');
});

describe('interval bars', () => {
  test('share one axis that holds the critical threshold', () => {
    expect(sharedReach([aResult()], THRESHOLD)).toBeCloseTo(0.135, 10);
  });

  test('share one axis that holds the widest interval, up to a limit', () => {
    expect(sharedReach([aResult({ interval: [0.1, 0.3] })], THRESHOLD)).toBeCloseTo(0.324, 10);
    expect(sharedReach([aResult({ change: 40, interval: [30, 50] })], THRESHOLD)).toBe(0.5);
  });

  test('have no change in the middle and the edge at the reach', () => {
    expect(xOf(0, 0.2)).toBe(90);
    expect(xOf(0.2, 0.2)).toBe(180);
    expect(xOf(-3, 0.2)).toBe(0);
  });

  test('shade the side that is worse', () => {
    const slower = intervalBar(aResult(), 'lower', THRESHOLD, 0.2).querySelector('.interval-worse')!;
    const less = intervalBar(aResult(), 'higher', THRESHOLD, 0.2).querySelector('.interval-worse')!;

    expect(slower.getAttribute('x')).toBe('112.5');
    expect(less.getAttribute('x')).toBe('0');
    expect(intervalBar(aResult(), null, THRESHOLD, 0.2).querySelector('.interval-worse')).toBeNull();
  });

  test('say in words what they draw', () => {
    expect(plain(intervalWords(0.123, [0.08, 0.17]))).toBe('change +12.3 %, between +8.0 % and +17.0 %');
    expect(intervalWords(null, null)).toBe('no change to show');
  });

  test('are drawn without interval and without thresholds', () => {
    const bar = intervalBar(aResult({ change: 0.04, interval: null }), 'lower', null, 0.2);

    expect(bar.querySelectorAll('.interval-bar')).toHaveLength(1);
    expect(bar.querySelectorAll('.interval-warning')).toHaveLength(0);
  });
});
