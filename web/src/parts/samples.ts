import { h } from '../dom';
import type { PageContext } from '../page';

const HEIGHT = 200;
const MOST_WIDTH = 720;
const LEAST_WIDTH = 300;

/**
 * The samples of a run beside its baseline's, drawn by the server when they are asked for. Fetched and not linked, because a picture
 * that is linked comes without the reader's token.
 */
export function samples(context: PageContext, project: string, run: string, series: string): HTMLElement {
  const place = h('div', { class: 'samples-picture' });
  const details = h('details', { class: 'samples' }, h('summary', {}, 'Samples'), place);
  details.addEventListener('toggle', async () => {
    if (!details.open || place.childElementCount > 0) return;
    place.append(h('p', { class: 'faint' }, 'Drawing …'));
    const width = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.floor(details.clientWidth)));
    const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
    try {
      const svg = await context.api.distribution(project, run, series, { width: `${width}`, height: `${HEIGHT}`, theme }, context.signal);
      const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      place.replaceChildren(
        h('img', { src: source, width: `${width}`, height: `${HEIGHT}`, alt: 'The samples of the baseline above those of this run.' }),
      );
    } catch {
      if (!context.signal.aborted) place.replaceChildren(h('p', { class: 'inline-error', role: 'alert' }, 'There is no picture of these samples.'));
    }
  });
  return details;
}
