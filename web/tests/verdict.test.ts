import { expect, test } from 'vitest';
import { attention, directionOf, headline, SIGNS, summaryWords, VERDICTS, verdictOf, verdictWords } from '../src/verdict';

const NOTHING = { regressed: 0, improved: 0, unchanged: 0, undecided: 0, new: 0, missing: 0, severity: null };

test('every verdict has a shape and a word of its own: colour is never the only sign', () => {
  expect(new Set(VERDICTS.map((verdict) => SIGNS[verdict].icon)).size).toBe(6);
  expect(new Set(VERDICTS.map((verdict) => SIGNS[verdict].word)).size).toBe(6);
});

test('a regression at critical wants attention before one at warning, and both before what is not proven', () => {
  const inOrder = [
    attention('regressed', 'critical'),
    attention('regressed', 'warning'),
    attention('undecided', 'critical'),
    attention('undecided', 'warning'),
    attention('missing', null),
    attention('improved', null),
    attention('undecided', null),
    attention('new', null),
    attention('unchanged', null),
    attention(null, null),
  ];

  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  expect(new Set(inOrder).size).toBe(inOrder.length);
});

test('verdicts and directions are read in the spellings that the formats use', () => {
  expect(verdictOf('REGRESSED')).toBe('regressed');
  expect(verdictOf('toString')).toBeNull();
  expect(directionOf('lower_is_better')).toBe('lower');
  expect(directionOf('higher')).toBe('higher');
  expect(directionOf('unknown')).toBeNull();
});

test('"cannot tell" beyond a threshold says its severity as a question', () => {
  expect(verdictWords('undecided', 'warning')).toBe('Undecided (warning?)');
  expect(verdictWords('undecided', 'warning', true)).toBe('Undecided (improved?)');
  expect(verdictWords('regressed', 'critical')).toBe('Regressed (critical)');
  expect(verdictWords(null, null)).toBe('No verdict');
});

test('a run stands for the worst that it contains, and names only what it contains', () => {
  const summary = { ...NOTHING, regressed: 2, unchanged: 37 };

  expect(headline(summary)).toBe('regressed');
  expect(summaryWords(summary)).toBe('2 regressed, 37 unchanged');
  expect(headline(null)).toBeNull();
  expect(summaryWords(null)).toBe('not compared yet');
  expect(headline({ ...NOTHING, improved: 1, undecided: 1 })).toBe('undecided');
});
