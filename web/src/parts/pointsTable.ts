import { fill, h } from '../dom';
import { shortSha } from '../names';
import { paths } from '../routes';
import { counted, formatChange, formatValue } from '../units';
import type { Series } from '../wire';
import { verdictBadge } from './badge';
import { moment } from './moment';

/** As many as fit a window; each press of the button adds as many again. */
const STEP = 20;

/** The points of a series, newest first: what the chart shows, for those who read or cannot see it. */
export function pointsTable(project: string, series: Series, now: Date): HTMLElement {
  const body = h('tbody', {});
  const more = h('div', { class: 'older' });
  let shown = 0;

  function grow(): void {
    const newest = series.values.length - 1;
    const end = Math.min(series.values.length, shown + STEP);
    for (; shown < end; shown++) body.append(pointRow(project, series, newest - shown, now));
    const left = series.values.length - shown;
    fill(more, left > 0 && h('button', { type: 'button', onclick: grow }, `Older points (${left} more)`));
  }

  grow();
  return h(
    'section',
    { class: 'points', 'aria-label': 'Points' },
    h('h2', {}, counted(series.values.length, 'point')),
    h(
      'div',
      { class: 'panel table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Points, newest first' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'Commit'),
            h('th', { scope: 'col' }, 'Verdict'),
            h('th', { scope: 'col', class: 'right' }, 'Value'),
            h('th', { scope: 'col', class: 'right', title: 'Against the baseline of that time' }, 'Change'),
            h('th', { scope: 'col', class: 'right' }, 'Samples'),
            h('th', { scope: 'col' }, 'When'),
          ),
        ),
        body,
      ),
    ),
    more,
  );
}

function pointRow(project: string, series: Series, index: number, now: Date): HTMLElement {
  const point = series.points[index];
  const value = series.values[index]!;
  const before = series.points[index - 1];
  const elsewhere = before !== undefined && point !== undefined && before.environment !== point.environment;
  return h(
    'tr',
    {},
    h(
      'td',
      { class: 'point-commit' },
      point === undefined
        ? '–'
        : h(
            'a',
            { href: paths.run(project, point.run), class: 'point-link', title: point.subject },
            h('span', { class: 'mono' }, shortSha(point.sha)),
            ' ',
            h('span', { dir: 'auto' }, point.subject ?? ''),
          ),
      elsewhere ? h('span', { class: 'tag' }, 'environment changed') : null,
    ),
    h('td', {}, verdictBadge(point?.verdict ?? null, point?.severity ?? null)),
    h('td', { class: 'right number' }, formatValue(value, series.unit, series.displayUnit)),
    h('td', { class: 'right number' }, formatChange(point?.change ?? null)),
    h('td', { class: 'right number' }, point?.sampleCount ?? '–'),
    h('td', { class: 'nowrap' }, moment(point?.time, now)),
  );
}
