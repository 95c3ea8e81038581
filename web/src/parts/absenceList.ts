import { ApiError } from '../api';
import { fill, h } from '../dom';
import { shortSha } from '../names';
import type { PageContext } from '../page';
import { paths } from '../routes';
import type { Absence } from '../wire';
import { moment } from './moment';

/** What does not come any more, each with a way not to hear of it again; nothing where all is there. */
export function absenceList(context: PageContext, project: string, absences: Absence[]): HTMLElement[] {
  if (absences.length === 0) return [];
  return [
    h('h2', { class: 'section-title' }, 'Missing'),
    h('ul', { class: 'alerts' }, ...absences.map((absence) => h('li', {}, card(context, project, absence)))),
  ];
}

function card(context: PageContext, project: string, absence: Absence): HTMLElement {
  const bottom = h('div', { class: 'alert-bottom' });
  const article = h(
    'article',
    { class: 'panel alert-card' },
    h(
      'div',
      { class: 'alert-top' },
      h('span', { class: 'tag' }, absence.kind === 'run' ? '⊘ no run came' : '⊘ no longer measured'),
    ),
    h(
      'h3',
      { class: 'alert-name' },
      h('span', { dir: 'auto' }, absence.benchmark ?? `Runs on ${absence.testbed}`),
    ),
    h(
      'p',
      { class: 'run-facts faint' },
      absence.benchmark === null ? null : h('span', { class: 'ellipsis', title: 'testbed' }, absence.testbed),
      h('span', { class: 'ellipsis', title: absence.branch }, absence.branch),
      h(
        'span',
        {},
        'last in ',
        h('a', { class: 'mono', href: paths.run(project, absence.lastRun) }, absence.lastSha === null ? absence.lastRun : shortSha(absence.lastSha)),
      ),
      moment(absence.lastAt, context.now()),
      absence.probablyNow === null
        ? null
        : h(
            'span',
            { title: 'pawl benchmark rename joins the two' },
            'probably renamed to ',
            h('span', { dir: 'auto' }, absence.probablyNow),
          ),
    ),
    bottom,
  );
  const dismiss = h('button', { type: 'button', title: 'It is gone on purpose.' }, 'Dismiss');
  dismiss.addEventListener('click', async () => {
    dismiss.disabled = true;
    try {
      await context.api.dismissAbsence(project, absence.id);
      if (!context.signal.aborted) article.parentElement?.remove();
    } catch (error) {
      if (context.signal.aborted) return;
      dismiss.disabled = false;
      const needsToken = error instanceof ApiError && error.needsToken;
      bottom.append(
        h('p', { class: 'inline-error', role: 'alert' }, needsToken ? 'This needs a token that may write.' : 'That did not work. Try again.'),
      );
    }
  });
  fill(bottom, h('div', { class: 'actions' }, dismiss));
  return article;
}
