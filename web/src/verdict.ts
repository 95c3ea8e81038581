import type { Direction, Severity, Summary, Verdict } from './wire';

/** How a verdict looks without its colour: one shape and one word each, the same on every page and chart. */
export const SIGNS: Record<Verdict, { icon: string; word: string; meaning: string }> = {
  regressed: { icon: '▲', word: 'Regressed', meaning: 'worse than the baseline, beyond the threshold, and proven' },
  undecided: { icon: '?', word: 'Undecided', meaning: 'the data cannot tell better from worse' },
  missing: { icon: '∅', word: 'Missing', meaning: 'the baseline has it, this run does not' },
  improved: { icon: '▼', word: 'Improved', meaning: 'better than the baseline, beyond the threshold, and proven' },
  new: { icon: '✚', word: 'New', meaning: 'no baseline has it' },
  unchanged: { icon: '●', word: 'Unchanged', meaning: 'within the threshold of the baseline' },
};

/** Verdicts in the order in which they want attention. */
export const VERDICTS = Object.keys(SIGNS) as Verdict[];

/** The verdict named by a wire value in either letter case; null for one this page does not know. */
export function verdictOf(value: string | null | undefined): Verdict | null {
  const verdict = value?.toLowerCase() as Verdict | undefined;
  return verdict !== undefined && verdict in SIGNS ? verdict : null;
}

/** The direction named by either of the two spellings that the JSON formats use. */
export function directionOf(value: string | null | undefined): Direction {
  switch (value?.toLowerCase()) {
    case 'lower':
    case 'lower_is_better':
      return 'lower';
    case 'higher':
    case 'higher_is_better':
      return 'higher';
    default:
      return null;
  }
}

/** What to say beside the icon, as the reports do: "Regressed (critical)", "Undecided (critical?)", "Undecided (improved?)". */
export function verdictWords(verdict: Verdict | null, severity: Severity | null, better = false): string {
  if (verdict === null) return 'No verdict';
  if (severity === null || verdict === 'improved') return SIGNS[verdict].word;
  if (verdict === 'undecided' && better) return `${SIGNS[verdict].word} (improved?)`;
  return `${SIGNS[verdict].word} (${severity}${verdict === 'undecided' ? '?' : ''})`;
}

/** Whether a change is for the better; never where nobody knows which way that is. */
export function isBetter(change: number | null, direction: Direction): boolean {
  return change !== null && (direction === 'lower' ? change < 0 : direction === 'higher' && change > 0);
}

/** The CSS class that colours a verdict; a regression below critical and one at critical differ. */
export function verdictClass(verdict: Verdict | null, severity: Severity | null): string {
  if (verdict === null) return 'is-none';
  return verdict === 'regressed' && severity !== 'critical' ? 'is-regressed is-warning' : `is-${verdict}`;
}

/**
 * Attention rank, 0 first. A proven regression comes before an unproven one, and "cannot tell" beyond a threshold
 * comes before everything that is fine: it must not be missed.
 */
export function attention(verdict: Verdict | null, severity: Severity | null): number {
  switch (verdict) {
    case 'regressed':
      return severity === 'critical' ? 0 : severity === 'warning' ? 1 : 2;
    case 'undecided':
      return severity === 'critical' ? 3 : severity === 'warning' ? 4 : 7;
    case 'missing':
      return 5;
    case 'improved':
      return 6;
    case 'new':
      return 8;
    case 'unchanged':
      return 9;
    case null:
      return 10;
  }
}

/** The one verdict that stands for a whole run: what wants attention most among what it contains. */
export function headline(summary: Summary | null): Verdict | null {
  if (summary === null) return null;
  return VERDICTS.find((verdict) => summary[verdict] > 0) ?? 'unchanged';
}

/** "2 regressed, 1 undecided, 37 unchanged"; leaves out what is zero. */
export function summaryWords(summary: Summary | null): string {
  if (summary === null) return 'not compared yet';
  const parts = VERDICTS.filter((verdict) => summary[verdict] > 0).map(
    (verdict) => `${summary[verdict]} ${SIGNS[verdict].word.toLowerCase()}`,
  );
  return parts.length === 0 ? 'nothing to compare' : parts.join(', ');
}
