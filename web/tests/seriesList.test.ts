import { expect, test } from 'vitest';
import { countByVerdict, listed, matching, ordered, withVerdicts } from '../src/seriesList';
import { aSeriesRow } from './builders';

const EVERYTHING = { text: '', verdicts: new Set<never>(), everyRole: true };

test('several words narrow the list down, in any order and any letter case', () => {
  const list = listed([
    aSeriesRow({ id: 'a', benchmark: 'decode_frame', params: { size: '256' } }),
    aSeriesRow({ id: 'b', benchmark: 'decode_frame', params: { size: '512' } }),
    aSeriesRow({ id: 'c', benchmark: 'encode_frame', params: { size: '256' } }),
  ]);

  const found = matching(list, { ...EVERYTHING, text: ' SIZE=256  decode' });

  expect(found.map(({ series }) => series.id)).toEqual(['a']);
});

test('supporting metrics show on demand, or where there is nothing else', () => {
  const both = listed([aSeriesRow({ id: 'a' }), aSeriesRow({ id: 'b', role: 'supporting' })]);
  const only = listed([aSeriesRow({ id: 'b', role: 'informational' })]);

  expect(matching(both, { ...EVERYTHING, everyRole: false })).toHaveLength(1);
  expect(matching(both, EVERYTHING)).toHaveLength(2);
  expect(matching(only, { ...EVERYTHING, everyRole: false })).toHaveLength(1);
});

test('chips count what they would show', () => {
  const list = listed([
    aSeriesRow({ verdict: 'regressed' }),
    aSeriesRow({ verdict: 'regressed' }),
    aSeriesRow({ verdict: 'improved' }),
    aSeriesRow({ verdict: null }),
  ]);

  const counts = countByVerdict(list);

  expect(counts).toEqual({ regressed: 2, improved: 1, unchanged: 0, undecided: 0, new: 0, missing: 0 });
  expect(withVerdicts(list, new Set(['regressed', 'improved']))).toHaveLength(3);
  expect(withVerdicts(list, new Set())).toHaveLength(4);
});

test('the worst comes first, then the larger change, then the name', () => {
  const list = listed([
    aSeriesRow({ id: 'same2', benchmark: 'batch=16', verdict: 'unchanged' }),
    aSeriesRow({ id: 'same1', benchmark: 'batch=2', verdict: 'unchanged' }),
    aSeriesRow({ id: 'better', verdict: 'improved', change: -0.3 }),
    aSeriesRow({ id: 'warning', verdict: 'regressed', severity: 'warning', change: 0.09 }),
    aSeriesRow({ id: 'critical', verdict: 'regressed', severity: 'critical', change: -0.12, direction: 'higher' }),
    aSeriesRow({ id: 'worst', verdict: 'regressed', severity: 'critical', change: 0.4 }),
    aSeriesRow({ id: 'unsure', verdict: 'undecided', severity: 'warning', change: 0.06 }),
  ]);

  const order = ordered(list, 'attention').map(({ series }) => series.id);

  expect(order).toEqual(['worst', 'critical', 'warning', 'unsure', 'better', 'same1', 'same2']);
});

test('the newest result comes first, those without a time last', () => {
  const at = (id: string, time: string | null) => aSeriesRow({ id, latest: { value: 1, sha: 'a', time, run: 'r' } });
  const list = listed([at('none', null), at('old', '2026-01-01T00:00:00Z'), at('new', '2026-02-01T00:00:00Z')]);

  expect(ordered(list, 'latest').map(({ series }) => series.id)).toEqual(['new', 'old', 'none']);
});

test('ten thousand series keep all their rows through filter and order', () => {
  const rows = Array.from({ length: 10_000 }, (_, number) => aSeriesRow({ id: String(number), change: number / 1e6 }));

  const shown = ordered(matching(listed(rows), { ...EVERYTHING, text: 'decode' }), 'change');

  expect(shown[0]!.series.id).toBe('9999');
  expect(shown).toHaveLength(10_000);
});
