import { fill, h } from '../dom';
import { shortSha } from '../names';
import { load, type Page, type PageContext } from '../page';
import { runSign, summaryBadges } from '../parts/badge';
import { firstUpload } from '../parts/firstUpload';
import { excludedTag } from '../parts/exclusion';
import { moment } from '../parts/moment';
import { picker } from '../parts/picker';
import { empty } from '../parts/states';
import { paths, type Route } from '../routes';
import type { RunRow } from '../wire';

const PAGE_SIZE = 50;

/** The runs of a project, newest first. */
export const runsPage: Page<Route & { page: 'runs' }> = async (context, { project }) => {
  context.title(`Runs of ${project}`);
  const branch = context.url.searchParams.get('branch') ?? '';
  const filter = h('div', { class: 'pickers' });
  const list = h('div', {});
  fill(context.root, h('div', { class: 'page-head' }, h('h1', { class: 'page-title' }, 'Runs'), filter), list);
  await Promise.all([drawFilter(context, project, branch, filter), drawRuns(context, project, branch, list)]);
};

async function drawFilter(context: PageContext, project: string, branch: string, place: HTMLElement): Promise<void> {
  try {
    const { branches } = await context.api.project(project, context.signal);
    const names = branch === '' || branches.includes(branch) ? branches : [branch, ...branches];
    fill(
      place,
      picker('Branch', ['', ...names], branch, (value) => context.go(paths.runs(project, { branch: value })), 'All branches'),
    );
  } catch {
    // The list below meets the same error and shows it; a picker without names would only repeat it.
  }
}

async function drawRuns(context: PageContext, project: string, branch: string, place: HTMLElement): Promise<void> {
  await load(
    context,
    place,
    8,
    (signal) => context.api.runs(project, { branch, limit: PAGE_SIZE }, signal),
    ({ runs }) => {
      if (runs.length === 0) {
        return [
          branch === ''
            ? empty('No run yet', firstUpload(project, location.origin))
            : empty('No run on this branch', h('p', {}, 'Choose another branch, or upload a run of this one.')),
        ];
      }
      const items = h('ul', { class: 'panel run-list' }, ...runs.map((run) => runItem(project, run, context.now())));
      const older = h('div', { class: 'older' });
      offerOlder(context, project, branch, items, older, runs);
      return [items, older];
    },
  );
}

/** A button for the runs before the last one shown, as long as the last page was full. */
function offerOlder(
  context: PageContext,
  project: string,
  branch: string,
  items: HTMLElement,
  place: HTMLElement,
  page: RunRow[],
): void {
  fill(place);
  const last = page.at(-1);
  if (page.length < PAGE_SIZE || last === undefined) return;
  const next = () =>
    load(
      context,
      place,
      2,
      (signal) => context.api.runs(project, { branch, limit: PAGE_SIZE, before: last.id }, signal),
      ({ runs }) => {
        items.append(...runs.map((run) => runItem(project, run, context.now())));
        queueMicrotask(() => offerOlder(context, project, branch, items, place, runs));
        return [];
      },
    );
  fill(place, h('button', { type: 'button', onclick: () => void next() }, 'Older runs'));
}

function runItem(project: string, run: RunRow, now: Date): HTMLElement {
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'run-item', href: paths.run(project, run.id) },
      runSign(run.summary),
      h(
        'span',
        { class: 'run-what' },
        h('span', { class: 'run-subject', title: run.subject, dir: 'auto' }, run.subject ?? 'No subject'),
        h(
          'span',
          { class: 'run-facts faint' },
          h('span', { class: 'mono' }, shortSha(run.sha)),
          h('span', { class: 'ellipsis', title: run.branch }, run.branch),
          run.pullRequest === null ? null : h('span', {}, `#${run.pullRequest}`),
          run.release === null ? null : h('span', { class: 'tag', title: 'release' }, run.release),
          h('span', { class: 'ellipsis' }, run.testbed),
          run.author === null ? null : h('span', { class: 'ellipsis', title: run.author }, run.author),
          run.complete ? null : h('span', { class: 'tag' }, 'incomplete'),
          excludedTag(run),
        ),
      ),
      summaryBadges(run.summary),
      h('span', { class: 'run-when faint' }, moment(run.receivedAt, now)),
    ),
  );
}
