import { grouped } from '../comparisonGroups';
import { h } from '../dom';
import type { PageContext } from '../page';
import { paths } from '../routes';
import { counted, formatValue } from '../units';
import { directionOf, isBetter } from '../verdict';
import type { Comparison, ComparisonResult } from '../wire';
import { changeText, verdictBadge } from './badge';
import { benchmarkName } from './benchmarkName';
import { intervalBar, intervalWords, sharedReach } from './intervalBar';
import { samples } from './samples';
import { empty } from './states';

/** A folded group of more rows than this is drawn when it is opened, not before. */
const DRAWN_AT_ONCE = 50;

/** The results of a comparison: what wants a look first, the rest folded. */
export function comparisonTable(
  context: PageContext,
  project: string,
  run: { id: string; branch: string },
  comparison: Comparison,
): HTMLElement {
  const groups = grouped(comparison.results);
  const reach = sharedReach(groups.shown, comparison.threshold);
  const row = (result: ComparisonResult) => resultRow(context, project, run, result, comparison, reach);
  return h(
    'section',
    { class: 'results', 'aria-label': 'Results' },
    groups.shown.length === 0
      ? comparison.results.length === 0
        ? empty('This run has no results')
        : h('p', { class: 'all-fine' }, h('span', { 'aria-hidden': 'true' }, '✓ '), 'No result wants a look.')
      : h('div', { class: 'panel' }, heads(), h('ul', { class: 'result-list' }, ...groups.shown.map(row))),
    folded('Undecided within the thresholds', groups.undecided, row),
    folded('Unchanged', groups.unchanged, row),
    folded('Supporting metrics, which do not gate', groups.supporting, row),
  );
}

function heads(): HTMLElement {
  return h(
    'div',
    { class: 'result-grid row-heads', 'aria-hidden': 'true' },
    h('span', {}, 'Verdict'),
    h('span', {}, 'Benchmark'),
    h('span', { class: 'right' }, 'Baseline → now'),
    h('span', { class: 'right' }, 'Change'),
    h('span', {}, 'Interval and thresholds'),
  );
}

function resultRow(
  context: PageContext,
  project: string,
  run: { id: string; branch: string },
  result: ComparisonResult,
  comparison: Comparison,
  reach: number,
): HTMLElement {
  const name = benchmarkName(result);
  const value = (number: number | null) => formatValue(number, result.unit, result.displayUnit ?? null);
  return h(
    'li',
    { class: 'result' },
    h(
      'div',
      { class: 'result-grid' },
      verdictBadge(result.verdict, result.severity, isBetter(result.change, directionOf(result.direction))),
      result.seriesId === null || result.seriesId === undefined
        ? name
        : h('a', { class: 'name-link', href: paths.series(project, result.seriesId, { branch: run.branch }) }, name),
      h(
        'span',
        { class: 'right number result-values' },
        h('span', { class: 'faint' }, value(result.baseline)),
        h('span', { class: 'faint', 'aria-hidden': 'true' }, ' → '),
        h('span', { class: 'visually-hidden' }, ' to '),
        value(result.contender),
      ),
      h(
        'span',
        { class: 'right', title: intervalWords(result.change, result.interval) },
        changeText(result.change, result.verdict, result.severity),
      ),
      result.change === null
        ? h('span', {})
        : intervalBar(result, directionOf(result.direction), result.threshold ?? comparison.threshold, reach),
    ),
    result.evidence ? h('p', { class: 'evidence' }, result.evidence) : null,
    result.seriesId && result.baseline !== null && result.contender !== null
      ? samples(context, project, run.id, result.seriesId)
      : null,
  );
}

function folded(
  title: string,
  results: ComparisonResult[],
  row: (result: ComparisonResult) => HTMLElement,
): HTMLElement | null {
  if (results.length === 0) return null;
  const list = h('ul', { class: 'result-list' });
  const details = h(
    'details',
    { class: 'panel fold' },
    h('summary', {}, title, h('span', { class: 'fold-count' }, counted(results.length, 'result'))),
    list,
  );
  const draw = () => {
    if (list.childElementCount === 0) list.append(...results.map(row));
  };
  if (results.length <= DRAWN_AT_ONCE) draw();
  else details.addEventListener('toggle', draw, { once: true });
  return details;
}
