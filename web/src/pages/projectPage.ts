import { fill, h } from '../dom';
import { load, type Page, type PageContext } from '../page';
import { runSign } from '../parts/badge';
import { firstUpload } from '../parts/firstUpload';
import { moment } from '../parts/moment';
import { picker } from '../parts/picker';
import { seriesListing } from '../parts/seriesListing';
import { standingPanel } from '../parts/standingPanel';
import { empty } from '../parts/states';
import { tokens } from '../memory';
import { ago } from '../moments';
import { shortSha } from '../names';
import { paths, type Route } from '../routes';
import { standing } from '../standing';
import { summaryWords } from '../verdict';
import type { Project, RunRow } from '../wire';

/** As many runs as one line of a wide window holds. */
const RECENT_RUNS = 24;

/** One project on one branch: how it stands, its recent runs, its series. */
export const projectPage: Page<Route & { page: 'project' }> = async (context, route) => {
  context.title(route.project);
  let rest = Promise.resolve();
  await load(
    context,
    context.root,
    6,
    (signal) => context.api.project(route.project, signal),
    (project) => {
      if (project.runs === 0) return [emptyProject(project)];
      const page = h('div', { class: 'project' });
      rest = drawProject(context, project, page);
      return [page];
    },
  );
  await rest;
};

function emptyProject(project: Project): HTMLElement {
  return h(
    'div',
    {},
    h('h1', {}, project.slug),
    empty('No results yet', firstUpload(project.slug, location.origin)),
  );
}

async function drawProject(context: PageContext, project: Project, page: HTMLElement): Promise<void> {
  const query = context.url.searchParams;
  const branch = query.get('branch') ?? project.defaultBranch;
  const testbed = query.get('testbed') ?? '';
  const show = (next: { branch?: string; testbed?: string }) =>
    context.go(paths.project(project.slug, { branch, testbed, ...next }));

  const state = h('div', {});
  const runs = h('div', { class: 'strip-place' });
  const series = h('div', { class: 'series-place' });
  fill(
    page,
    h(
      'div',
      { class: 'page-head' },
      h('h1', { class: 'page-title', title: project.slug }, project.slug),
      h(
        'div',
        { class: 'pickers' },
        picker('Branch', withCurrent(project.branches, branch), branch, (value) => show({ branch: value })),
        picker('Testbed', ['', ...project.testbeds], testbed, (value) => show({ testbed: value }), 'All testbeds'),
      ),
    ),
    state,
    runs,
    series,
  );
  const strip = load(
    context,
    runs,
    1,
    (signal) => context.api.runs(project.slug, { branch, limit: RECENT_RUNS }, signal),
    (answer) => (answer.runs.length === 0 ? [] : [runStrip(project.slug, branch, answer.runs, context.now())]),
  );
  const list = load(
    context,
    series,
    8,
    (signal) =>
      Promise.all([
        context.api.seriesOf(project.slug, { branch, testbed }, signal),
        context.api.alerts(project.slug, { state: 'open' }, signal),
      ]),
    ([answer, { alerts }]) => {
      const how = standing(project, branch, alerts, answer.series, context.now());
      fill(state, standingPanel(project.slug, branch, how, alerts));
      return [seriesListing(context, project.slug, branch, answer.series)];
    },
  );
  await Promise.all([strip, list]);
}

/** The newest runs, oldest first, as a strip of signs that lead to their comparisons. */
function runStrip(project: string, branch: string, runs: RunRow[], now: Date): HTMLElement {
  const signs = [...runs].reverse().map((run) => {
    const words = `${shortSha(run.sha)}, ${ago(run.receivedAt, now)}: ${summaryWords(run.summary)}`;
    return h(
      'li',
      {},
      h(
        'a',
        {
          class: 'strip-run',
          href: paths.run(project, run.id),
          title: `${words}${run.subject === null ? '' : `\n${run.subject}`}`,
          'aria-label': words,
        },
        runSign(run.summary),
      ),
    );
  });
  const newest = runs[0]!;
  const strip = h('ol', { class: 'strip', tabindex: -1 }, ...signs);
  // The newest run is at the right end; where the strip is wider than the window, that end is what matters.
  requestAnimationFrame(() => (strip.scrollLeft = strip.scrollWidth));
  return h(
    'section',
    { class: 'panel strip-panel', 'aria-label': 'Recent runs' },
    h(
      'div',
      { class: 'strip-head' },
      h('h2', {}, 'Recent runs'),
      h(
        'span',
        { class: 'strip-links' },
        // The report is a page of the server's, to which a link takes no token along.
        tokens.get() === null ? h('a', { href: paths.report(project), 'data-outside': true }, 'Report of the week') : null,
        h('a', { href: paths.runs(project, { branch }) }, 'All runs'),
      ),
    ),
    strip,
    h(
      'p',
      { class: 'strip-newest faint' },
      'Newest: ',
      h('a', { href: paths.run(project, newest.id), class: 'mono' }, shortSha(newest.sha)),
      ' ',
      h('span', { class: 'ellipsis', title: newest.subject }, newest.subject ?? ''),
      ' · ',
      moment(newest.receivedAt, now),
      newest.complete ? null : h('span', { class: 'tag' }, 'incomplete'),
    ),
  );
}

function withCurrent(names: string[], current: string): string[] {
  return names.includes(current) ? names : [current, ...names];
}
