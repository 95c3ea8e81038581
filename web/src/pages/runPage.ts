import { baselineSentence, runSentence } from '../comparisonGroups';
import { fill, h } from '../dom';
import { commitUrl, shortSha, webUrl } from '../names';
import { load, type Page } from '../page';
import { runSign, summaryBadges } from '../parts/badge';
import { comparisonTable } from '../parts/comparisonTable';
import { excludedTag, exclusionPanel } from '../parts/exclusion';
import { moment } from '../parts/moment';
import { empty } from '../parts/states';
import { paths, type Route } from '../routes';
import { formatLimit } from '../units';
import { headline, summaryWords, verdictClass } from '../verdict';
import type { Comparison, Run, Threshold } from '../wire';

/** One run and how it compares with its baseline. */
export const runPage: Page<Route & { page: 'run' }> = async (context, { project, run: id }) => {
  context.title(`Run ${id}`);
  await load(
    context,
    context.root,
    7,
    async (signal) => {
      const [run, comparison, { repositoryUrl }] = await Promise.all([
        context.api.run(project, id, signal),
        context.api.comparison(project, id, signal),
        context.api.project(project, signal),
      ]);
      return { run, comparison, repositoryUrl };
    },
    ({ run, comparison, repositoryUrl }) => {
      context.title(`${shortSha(run.sha)}: ${summaryWords(comparison?.summary ?? null)}`);
      return [
        runHead(project, run, comparison, repositoryUrl, context.now()),
        ...(run.excluded ? [exclusionPanel(context, project, run)] : []),
        ...(comparison === null
          ? [notCompared(project, run)]
          : [findings(comparison, run.warnings), comparisonTable(context, project, run, comparison)]),
        environment(run),
        // Seldom wanted, so it does not stand above what everybody came for.
        ...(run.excluded ? [] : [exclusionPanel(context, project, run)]),
      ];
    },
  );
};

function runHead(
  project: string,
  run: Run,
  comparison: Comparison | null,
  repositoryUrl: string | null,
  now: Date,
): HTMLElement {
  const summary = comparison?.summary ?? null;
  const url = commitUrl(repositoryUrl, run.sha);
  const job = webUrl(run.jobUrl);
  return h(
    'section',
    { class: `panel run-head ${verdictClass(headline(summary), summary?.severity ?? null)}` },
    h(
      'div',
      { class: 'run-verdict' },
      runSign(summary),
      h('h1', {}, runSentence(comparison)),
      summary === null ? null : summaryBadges(summary, true),
    ),
    comparison === null
      ? null
      : h(
          'p',
          { class: 'run-baseline' },
          h('span', { class: 'run-baseline-label' }, 'Baseline '),
          comparison.baseline?.runs.length === 1
            ? h(
                'a',
                { href: paths.run(project, comparison.baseline.runs[0]!) },
                baselineSentence(comparison.baseline, shortSha),
              )
            : baselineSentence(comparison.baseline, shortSha),
          thresholdWords(comparison.threshold),
        ),
    h('p', { class: 'run-title', dir: 'auto', title: run.subject }, run.subject ?? 'No subject'),
    h(
      'p',
      { class: 'run-facts faint' },
      h('span', { class: 'mono', title: run.sha }, url === null ? shortSha(run.sha) : outside(url, shortSha(run.sha))),
      h('a', { class: 'ellipsis', href: paths.project(project, { branch: run.branch }), title: run.branch }, run.branch),
      run.pullRequest === null ? null : h('span', {}, `pull request #${run.pullRequest}`),
      run.release === null ? null : h('span', { class: 'tag', title: 'release' }, run.release),
      h('span', { class: 'ellipsis', title: 'testbed' }, run.testbed),
      run.author === null ? null : h('span', { class: 'ellipsis', title: 'author' }, run.author),
      moment(run.receivedAt, now),
      excludedTag(run),
      run.complete ? null : h('span', { class: 'tag', title: 'not all of its shards have arrived' }, 'incomplete'),
      job === null ? null : outside(job, 'CI job'),
    ),
  );
}

function thresholdWords(threshold: Threshold | null): string {
  if (threshold === null) return '';
  const limits = [
    threshold.warning === null ? null : `warning at ${formatLimit(threshold.warning)}`,
    threshold.critical === null ? null : `critical at ${formatLimit(threshold.critical)}`,
  ].filter((limit) => limit !== null);
  return ` · ${[...limits, `policy ${threshold.policy}`].join(', ')}`;
}

function findings(comparison: Comparison, warnings: string[]): HTMLElement | null {
  // A warning of the parser is a finding of the comparison as well; once is enough.
  const texts = [...new Set([...(comparison.findings ?? []).map(({ text }) => text), ...(warnings ?? [])])];
  if (texts.length === 0) return null;
  return h(
    'ul',
    { class: 'findings', 'aria-label': 'Findings' },
    ...texts.map((text) => h('li', {}, h('span', { class: 'finding-icon', 'aria-hidden': 'true' }, 'i'), text)),
  );
}

function notCompared(project: string, run: Run): HTMLElement {
  return empty(
    'Nothing to compare with yet',
    h(
      'p',
      {},
      run.complete
        ? 'It is the first of its branch and testbed, or its baseline has not arrived. It is compared as soon as there is something to compare with.'
        : 'Not all of its shards have arrived. It is compared once they have, or after 30 minutes.',
    ),
    h('p', {}, h('a', { class: 'button', href: paths.runs(project, { branch: run.branch }) }, 'Other runs of this branch')),
  );
}

/** What is recorded about where it ran. */
function environment(run: Run): HTMLElement | null {
  const facts = Object.entries(run.environmentFacts ?? {});
  if (facts.length === 0) return null;
  const list = h('dl', { class: 'facts' });
  fill(
    list,
    ...facts.flatMap(([name, value]) => [
      h('dt', {}, name),
      h('dd', {}, typeof value === 'string' ? value : JSON.stringify(value)),
    ]),
  );
  return h('details', { class: 'panel fold' }, h('summary', {}, `Environment (${facts.length})`), list);
}

function outside(url: string, words: string): HTMLElement {
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, words, h('span', { 'aria-hidden': 'true' }, ' ↗'));
}
