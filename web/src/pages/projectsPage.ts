import { fill, h } from '../dom';
import { load, type Page } from '../page';
import { firstUpload } from '../parts/firstUpload';
import { moment } from '../parts/moment';
import { command, empty } from '../parts/states';
import { paths, type Route } from '../routes';
import { counted } from '../units';
import type { ProjectSummary } from '../wire';

/** From this many projects on, a box to find one. */
const WORTH_FILTERING = 8;

/** All projects, those with open regressions first. */
export const projectsPage: Page<Route & { page: 'projects' }> = async (context) => {
  context.title('');
  const list = h('div', {});
  fill(context.root, h('h1', { class: 'page-title' }, 'Projects'), list);
  await load(
    context,
    list,
    3,
    (signal) => context.api.projects(signal),
    ({ projects }) => (projects.length === 0 ? [noProjects()] : projectList(projects, context.now())),
  );
};

function noProjects(): HTMLElement {
  return empty(
    'No project yet',
    h('p', {}, 'A project is made by its first upload.'),
    firstUpload('my-project', location.origin),
    h('p', {}, 'To look around first, run the demonstration:'),
    command('pawl demo'),
  );
}

function projectList(projects: ProjectSummary[], now: Date): HTMLElement[] {
  const sorted = [...projects].sort(
    (a, b) => b.openAlerts - a.openAlerts || (b.lastRunAt ?? '').localeCompare(a.lastRunAt ?? ''),
  );
  const cards = sorted.map((project) => ({ slug: project.slug.toLowerCase(), card: projectCard(project, now) }));
  const grid = h('ul', { class: 'cards' }, ...cards.map(({ card }) => card));
  if (projects.length < WORTH_FILTERING) return [grid];
  const nothing = h('p', { class: 'faint', hidden: true }, 'No project has that in its name.');
  const box = h('input', { type: 'search', placeholder: 'Find a project', 'aria-label': 'Find a project', class: 'find' });
  box.addEventListener('input', () => {
    const text = box.value.trim().toLowerCase();
    for (const { slug, card } of cards) card.hidden = !slug.includes(text);
    nothing.hidden = cards.some(({ card }) => !card.hidden);
  });
  return [box, grid, nothing];
}

function projectCard(project: ProjectSummary, now: Date): HTMLElement {
  const state =
    project.runs === 0
      ? h('span', { class: 'badge is-none' }, h('span', { 'aria-hidden': 'true' }, '– '), 'No results yet')
      : project.openAlerts > 0
        ? h(
            'span',
            { class: 'badge is-regressed' },
            h('span', { class: 'badge-icon', 'aria-hidden': 'true' }, '▲'),
            counted(project.openAlerts, 'regression open', 'regressions open'),
          )
        : h(
            'span',
            { class: 'badge is-fine' },
            h('span', { class: 'badge-icon', 'aria-hidden': 'true' }, '✓'),
            'No regression open',
          );
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'card project-card', href: paths.project(project.slug) },
      h('span', { class: 'project-name', title: project.slug }, project.slug),
      state,
      h(
        'span',
        { class: 'faint' },
        counted(project.runs, 'run'),
        project.lastRunAt === null ? null : ' · last ',
        project.lastRunAt === null ? null : moment(project.lastRunAt, now),
      ),
    ),
  );
}
