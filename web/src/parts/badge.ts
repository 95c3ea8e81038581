import { h } from '../dom';
import { formatChange } from '../units';
import { headline, SIGNS, summaryWords, verdictClass, verdictOf, VERDICTS, verdictWords } from '../verdict';
import type { Severity, Summary, Verdict } from '../wire';

/** The verdict as shape, colour and word; an undecided change for the better says that it is one. */
export function verdictBadge(verdict: Verdict | null, severity: Severity | null, better = false): HTMLElement {
  const known = verdictOf(verdict);
  const icon = known === null ? '–' : SIGNS[known].icon;
  return h(
    'span',
    {
      class: `badge ${verdictClass(known, severity)}`,
      title: known === null ? 'not compared yet' : SIGNS[known].meaning,
    },
    h('span', { class: 'badge-icon', 'aria-hidden': 'true' }, icon),
    h('span', { class: 'badge-word' }, verdictWords(known, severity, better)),
  );
}

/** The signed change, coloured by its verdict. */
export function changeText(change: number | null, verdict: Verdict | null, severity: Severity | null): HTMLElement {
  return h('span', { class: `change ${change === null ? 'is-none' : verdictClass(verdictOf(verdict), severity)}` }, formatChange(change));
}

/** The counts of a run, what wants attention first; what is zero is left out. Where there is room, with the words. */
export function summaryBadges(summary: Summary | null, words = false): HTMLElement {
  if (summary === null) return h('span', { class: 'counts faint' }, 'not compared yet');
  const counts = VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) =>
    h(
      'span',
      {
        class: `count ${verdictClass(verdict, verdict === 'regressed' ? summary.severity : null)}`,
        title: `${summary[verdict]} ${SIGNS[verdict].word.toLowerCase()}: ${SIGNS[verdict].meaning}`,
      },
      h('span', { 'aria-hidden': 'true' }, `${SIGNS[verdict].icon} `),
      summary[verdict],
      h('span', { class: words ? 'count-word' : 'visually-hidden' }, ` ${SIGNS[verdict].word.toLowerCase()}`),
    ),
  );
  return h('span', { class: 'counts', title: summaryWords(summary) }, ...counts);
}

/** The one shape that stands for a whole run. */
export function runSign(summary: Summary | null): HTMLElement {
  const verdict = headline(summary);
  return h(
    'span',
    { class: `sign ${verdictClass(verdict, summary?.severity ?? null)}`, 'aria-hidden': 'true' },
    verdict === null ? '–' : SIGNS[verdict].icon,
  );
}
