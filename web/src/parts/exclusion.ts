import { ApiError } from '../api';
import { fill, h } from '../dom';
import { tokens } from '../memory';
import type { PageContext } from '../page';
import type { Run, RunRow } from '../wire';
import { moment } from './moment';
import { ask } from './question';
import { tokenForm } from './states';

/** The mark of a run that somebody took out; null where nobody did. */
export function excludedTag(run: RunRow): HTMLElement | null {
  return run.excluded
    ? h('span', { class: 'tag', title: `Nothing is compared with it: ${run.excluded.reason}` }, '⊘ excluded')
    : null;
}

/** Who took a run out and why, and the button that does it or takes it back. */
export function exclusionPanel(context: PageContext, project: string, run: Run): HTMLElement {
  const panel = h('section', { class: 'run-exclusion', 'aria-label': 'Exclusion' });
  draw(context, project, run, panel);
  return panel;
}

function draw(context: PageContext, project: string, run: Run, panel: HTMLElement, isNews = false): void {
  const redraw = () => draw(context, project, run, panel);
  const change = async (excluded: boolean, reason: string): Promise<void> => {
    for (const button of panel.querySelectorAll('button')) button.disabled = true;
    try {
      const changed = await context.api.setExcluded(project, run.id, excluded, reason);
      if (context.signal.aborted) return;
      draw(context, project, { ...run, excluded: changed.excluded ?? null }, panel, true);
      panel.querySelector('button')?.focus();
    } catch (error) {
      if (context.signal.aborted) return;
      redraw();
      panel.append(h('p', { class: 'inline-error', role: 'alert' }, errorWords(error)));
      if (error instanceof ApiError && error.needsToken) {
        const again = (token: string) => {
          tokens.set(token);
          void change(excluded, reason);
        };
        panel.append(tokenForm(error, tokens.get() !== null, again));
      }
    }
  };
  const news = isNews ? h('p', { class: 'faint', role: 'status' }, 'What rests on it is judged again in the background.') : null;
  if (run.excluded) {
    const { by, at, reason } = run.excluded;
    fill(
      panel,
      h(
        'p',
        {},
        h('strong', {}, '⊘ Excluded'),
        ' by ',
        h('span', { dir: 'auto' }, by),
        ' ',
        moment(at, context.now()),
        ': ',
        h('span', { dir: 'auto' }, reason),
        '. Nothing is compared with it, and it is on no chart.',
      ),
      news,
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', title: 'Everything is as if it had never been excluded.', onclick: () => void change(false, '') },
          'Include again',
        ),
      ),
    );
    return;
  }
  const place = h('div', { class: 'actions' });
  const meaning = 'It tells nothing true: another commit, another project, a broken machine. It stays here, but nothing is compared with it.';
  place.append(
    h(
      'button',
      {
        type: 'button',
        title: meaning,
        onclick: () =>
          ask({ placeholder: 'Why?', name: 'Reason', label: 'Exclude', meaning }, place, redraw, (reason) => change(true, reason)),
      },
      'Exclude this run',
    ),
  );
  fill(panel, news, place);
}

function errorWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work. Try again.';
  if (error.needsToken) return 'Excluding a run needs a token that may administer.';
  return `${error.title}${error.detail === '' ? '' : `: ${error.detail}`}`;
}
