import { fill, h } from '../dom';
import type { PageContext } from '../page';
import { paths } from '../routes';
import {
  countByVerdict,
  listed,
  matching,
  ordered,
  withVerdicts,
  type Filter,
  type Listed,
  type Order,
} from '../seriesList';
import { counted, formatCount, formatValue } from '../units';
import { directionOf, isBetter, SIGNS, VERDICTS, verdictClass, verdictOf } from '../verdict';
import type { SeriesRow, Verdict } from '../wire';
import { changeText, verdictBadge } from './badge';
import { benchmarkName } from './benchmarkName';
import { moment } from './moment';
import { sparkline } from './sparkline';
import { empty } from './states';
import { VirtualList } from './virtualList';

const ORDERS: Record<Order, string> = {
  attention: 'Worst first',
  change: 'Largest change',
  name: 'Name',
  latest: 'Newest result',
};

/** The series of a branch: find box, verdict chips, order, and the list, which scrolls however long it is. */
export function seriesListing(context: PageContext, project: string, branch: string, rows: SeriesRow[]): HTMLElement {
  if (rows.length === 0) {
    return empty('No series on this branch', h('p', {}, 'Choose another branch or testbed, or upload a run of it.'));
  }
  const all = listed(rows);
  const query = context.url.searchParams;
  const filter: Filter & { verdicts: Set<Verdict> } = {
    text: query.get('q') ?? '',
    verdicts: new Set((query.get('verdict') ?? '').split(',').map(verdictOf).filter((verdict) => verdict !== null)),
    everyRole: query.get('roles') === 'all',
  };
  let order: Order = (query.get('order') as Order | null) ?? 'attention';
  if (!(order in ORDERS)) order = 'attention';

  const list = new VirtualList<Listed>(
    ({ series }) => series.id,
    ({ series }) => seriesRow(series, project, branch, context.now()),
    context.signal,
  );
  const box = h('input', {
    type: 'search',
    class: 'find',
    placeholder: 'Find series',
    'aria-label': 'Find series by name, parameter, metric or testbed',
    title: 'Name, parameter, metric or testbed; several words narrow it down ( / )',
    value: filter.text,
  });
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Show only' });
  const tally = h('p', { class: 'tally', 'aria-live': 'polite' });
  const nothing = h('div', {});
  const listPlace = h('div', { class: 'list-place' }, columnHeads(), list.element);

  function show(): void {
    const found = matching(all, filter);
    const counts = countByVerdict(found);
    const shown = ordered(withVerdicts(found, filter.verdicts), order);
    drawChips(chips, counts, filter.verdicts, show);
    tally.textContent =
      shown.length === all.length
        ? counted(all.length, 'series', 'series')
        : `${formatCount(shown.length)} of ${counted(all.length, 'series', 'series')}`;
    listPlace.hidden = shown.length === 0;
    fill(nothing, shown.length === 0 && nothingFound(filter, box, show));
    list.show(shown);
    context.keep({
      branch: query.get('branch'),
      testbed: query.get('testbed'),
      q: filter.text,
      verdict: [...filter.verdicts].join(','),
      order: order === 'attention' ? '' : order,
      roles: filter.everyRole ? 'all' : '',
    });
  }

  box.addEventListener('input', () => {
    filter.text = box.value;
    show();
  });
  focusOnSlash(box, context.signal);
  const controls = h(
    'div',
    { class: 'toolbar' },
    box,
    chips,
    h(
      'div',
      { class: 'toolbar-foot' },
      tally,
      rolesSwitch(rows, filter, show),
      orderPicker(order, (chosen) => {
        order = chosen;
        show();
      }),
    ),
  );
  // The list measures where it is, so it is filled once it is in the document.
  requestAnimationFrame(show);
  return h('section', { class: 'series', 'aria-label': 'Series' }, controls, listPlace, nothing);
}

function drawChips(
  place: HTMLElement,
  counts: Record<Verdict, number>,
  chosen: Set<Verdict>,
  changed: () => void,
): void {
  const focused = place.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['verdict'] : '';
  fill(
    place,
    ...VERDICTS.filter((verdict) => counts[verdict] > 0 || chosen.has(verdict)).map((verdict) => {
      const { icon, word, meaning } = SIGNS[verdict];
      const chip = h(
        'button',
        {
          type: 'button',
          class: `chip ${verdictClass(verdict, 'critical')}`,
          'aria-pressed': String(chosen.has(verdict)),
          'data-verdict': verdict,
          title: `${word}: ${meaning}`,
        },
        h('span', { class: 'chip-icon', 'aria-hidden': 'true' }, icon),
        word,
        h('span', { class: 'chip-count' }, formatCount(counts[verdict])),
      );
      chip.addEventListener('click', () => {
        if (!chosen.delete(verdict)) chosen.add(verdict);
        changed();
      });
      return chip;
    }),
  );
  if (focused) place.querySelector<HTMLElement>(`[data-verdict="${focused}"]`)?.focus();
}

function rolesSwitch(rows: SeriesRow[], filter: Filter, changed: () => void): HTMLElement | null {
  const others = rows.filter((row) => row.role !== 'headline').length;
  if (others === 0 || others === rows.length) return null;
  const box = h('input', { type: 'checkbox', checked: filter.everyRole });
  box.addEventListener('change', () => {
    filter.everyRole = box.checked;
    changed();
  });
  return h(
    'label',
    { class: 'switch', title: 'Supporting and informational metrics do not gate and do not alert' },
    box,
    `Supporting metrics (${formatCount(others)})`,
  );
}

function orderPicker(order: Order, choose: (order: Order) => void): HTMLElement {
  const select = h(
    'select',
    { 'aria-label': 'Order' },
    ...Object.entries(ORDERS).map(([value, label]) => h('option', { value, selected: value === order }, label)),
  );
  select.addEventListener('change', () => choose(select.value as Order));
  return select;
}

function columnHeads(): HTMLElement {
  return h(
    'div',
    { class: 'row-grid row-heads', 'aria-hidden': 'true' },
    h('span', {}, 'Benchmark'),
    h('span', {}, 'Trend'),
    h('span', { class: 'right' }, 'Latest'),
    h('span', { class: 'right' }, 'Change'),
    h('span', {}, 'Verdict'),
  );
}

function seriesRow(series: SeriesRow, project: string, branch: string, now: Date): HTMLElement {
  return h(
    'a',
    { class: 'row-grid row-link', href: paths.series(project, series.id, { branch }) },
    benchmarkName(series),
    sparkline(series.spark ?? [], series.verdict, series.severity),
    h(
      'span',
      { class: 'row-latest right' },
      h('span', { class: 'number' }, formatValue(series.latest?.value, series.unit, series.displayUnit)),
      series.latest === null ? null : h('span', { class: 'faint row-when' }, moment(series.latest.time, now)),
    ),
    h('span', { class: 'row-change right' }, changeText(series.change, series.verdict, series.severity)),
    verdictBadge(series.verdict, series.severity, isBetter(series.change, directionOf(series.direction))),
  );
}

function nothingFound(filter: Filter & { verdicts: Set<Verdict> }, box: HTMLInputElement, changed: () => void): HTMLElement {
  const clear = h('button', { type: 'button' }, 'Clear the filters');
  clear.addEventListener('click', () => {
    filter.text = box.value = '';
    filter.verdicts.clear();
    changed();
    box.focus();
  });
  return empty('Nothing matches', h('p', {}, 'No series has all of these words and verdicts.'), clear);
}

/** "/" goes to the find box, as in most lists of this kind. */
function focusOnSlash(box: HTMLInputElement, signal: AbortSignal): void {
  document.addEventListener(
    'keydown',
    (event) => {
      const typing = (event.target as Element).closest('input, textarea, select, [contenteditable]') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.focus();
    },
    { signal },
  );
}
