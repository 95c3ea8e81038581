import { expect, test } from 'vitest';
import { standing } from '../src/standing';
import { anAlert, aProject, aSeriesRow } from './builders';

const NOW = new Date('2026-11-20T15:00:00Z');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('open regressions are said with their number, their severity, and since when', () => {
  const alerts = [
    anAlert({ id: '1', severity: 'critical', openedAt: '2026-11-19T12:00:00Z', sha: 'bbbbbbbbbbbbbbbb' }),
    anAlert({ id: '2', openedAt: '2026-11-18T12:00:00Z', sha: 'abcdef0123456789' }),
    anAlert({ id: '3', branch: 'release' }),
    anAlert({ id: '4', state: 'acknowledged' }),
  ];

  const how = standing(aProject(), 'main', alerts, [], NOW);

  expect(how.mood).toBe('worse');
  expect(plain(how.sentence)).toBe('2 regressions open on main');
  expect(plain(how.detail)).toBe('1 critical. Since 18 Nov (2 days ago), at abcdef0. 1 more open on other branches.');
});

test('with nothing open and everything compared, nothing got worse', () => {
  const how = standing(aProject(), 'main', [], [aSeriesRow(), aSeriesRow({ verdict: 'improved' })], NOW);

  expect(how.mood).toBe('fine');
  expect(how.sentence).toBe('Nothing got worse on main');
});

test('a regression without an open alert is not called fine', () => {
  const how = standing(aProject(), 'main', [], [aSeriesRow({ verdict: 'regressed', severity: 'warning' })], NOW);

  expect(how.mood).toBe('worse');
  expect(plain(how.sentence)).toBe('1 series worse on main');
});

test('a change beyond a threshold that is not proven is neither fine nor worse', () => {
  const how = standing(aProject(), 'main', [], [aSeriesRow({ verdict: 'undecided', severity: 'critical' })], NOW);

  expect(how.mood).toBe('unsure');
  expect(how.sentence).toBe('Nothing proven worse on main');
});

test('without verdicts nothing is claimed', () => {
  expect(standing(aProject(), 'feature', [], [], NOW).sentence).toBe('No results on feature');
  expect(standing(aProject({ runs: 0 }), 'main', [], [], NOW).sentence).toBe('No results yet');
  expect(standing(aProject(), 'main', [], [aSeriesRow({ verdict: 'new' })], NOW).mood).toBe('unknown');
});
