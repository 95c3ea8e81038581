import { counted } from './units';
import { attention, verdictOf } from './verdict';
import type { Comparison, ComparisonResult } from './wire';

/** A comparison's results, in the order in which a reader wants them. */
export interface Groups {
  /** What wants a look: everything that is not proven to be fine, and what got better. */
  shown: ComparisonResult[];
  /** Judged the same, or not judged beyond a threshold: folded. */
  unchanged: ComparisonResult[];
  /** Undecided without a change beyond a threshold: folded, but counted apart. */
  undecided: ComparisonResult[];
  /** Metrics that explain but do not gate: folded. */
  supporting: ComparisonResult[];
}

/** Sorts results into groups, within each by attention, then by the size of the change. */
export function grouped(results: ComparisonResult[]): Groups {
  const groups: Groups = { shown: [], unchanged: [], undecided: [], supporting: [] };
  for (const result of results) {
    const verdict = verdictOf(result.verdict);
    if (result.role !== 'headline') groups.supporting.push(result);
    else if (verdict === 'unchanged') groups.unchanged.push(result);
    else if (verdict === 'undecided' && result.severity === null) groups.undecided.push(result);
    else groups.shown.push(result);
  }
  for (const group of Object.values(groups) as ComparisonResult[][]) {
    group.sort(
      (a, b) =>
        attention(verdictOf(a.verdict), a.severity) - attention(verdictOf(b.verdict), b.severity) ||
        Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0),
    );
  }
  return groups;
}

/** One sentence on what this run was compared with; each part only where it is known. */
export function baselineSentence(baseline: Comparison['baseline'], shortSha: (sha: string) => string): string {
  if (baseline === null) return 'none: there was nothing to compare with';
  const said = baseline.description ?? baseline.source.replaceAll(/[_-]/g, ' ');
  const { branch, sha, runs, commitsApart } = baseline;
  const facts: string[] = [];
  // Each fact only where the description has not said it already.
  if (branch !== null && !said.includes(branch)) facts.push(`on ${branch}`);
  if (sha !== null && !said.includes(shortSha(sha))) facts.push(`at ${shortSha(sha)}`);
  if (runs.length > 0 && !/\bruns?\b/.test(said)) facts.push(runs.length === 1 ? '1 run' : `${runs.length} runs`);
  if (commitsApart && !said.includes('commit')) {
    facts.push(commitsApart === 1 ? '1 commit apart' : `${commitsApart} commits apart`);
  }
  return facts.length === 0 ? said : `${said} · ${facts.join(', ')}`;
}

/** The one sentence on top: the worst that can be said, in words. */
export function runSentence(comparison: Comparison | null): string {
  if (comparison === null) return 'Not compared yet';
  const { summary } = comparison;
  if (summary.regressed > 0) {
    const critical = summary.severity === 'critical' ? ', critical' : '';
    return `${counted(summary.regressed, 'regression')}${critical}`;
  }
  const unsure = comparison.results.filter(({ verdict, severity }) => verdict === 'undecided' && severity !== null).length;
  if (unsure > 0) return `Nothing proven worse, ${unsure} undecided beyond a threshold`;
  if (summary.missing > 0) return `${counted(summary.missing, 'benchmark')} missing`;
  if (summary.improved > 0) return `Nothing got worse, ${summary.improved} better`;
  if (summary.unchanged + summary.undecided > 0) return 'Nothing got worse';
  const isCompared = (comparison.baseline?.runs.length ?? 0) > 0 && comparison.results.length > 0;
  return isCompared && summary.new === 0 ? 'No headline metric to judge' : 'Nothing to compare with yet';
}
