import { noteIndex, placed, type View } from '../chart/trend';
import { scaleOf, TrendChart } from '../chart/trendChart';
import { TrendTooltip } from '../chart/tooltip';
import { fill, h } from '../dom';
import { shortDate } from '../moments';
import { fullName, parameterTexts, shortSha } from '../names';
import { load, type Page, type PageContext } from '../page';
import { changeText, verdictBadge } from '../parts/badge';
import { picker } from '../parts/picker';
import { pointsTable } from '../parts/pointsTable';
import { copyText, empty, flash } from '../parts/states';
import { paths, type Route } from '../routes';
import { counted, formatChange, formatLimit, formatValue } from '../units';
import type { ChangePoint, Series } from '../wire';

/** The newest so many points, one press away: for long histories, and where there is no mouse to drag with. */
const NEWEST = [50, 200];

/** As many points as the server is asked for: years of daily runs. */
const LIMIT = 2000;

/** One series along a branch: the trend, and its points as a table. */
export const seriesPage: Page<Route & { page: 'series' }> = async (context, { project, series: id }) => {
  context.title('Series');
  const branch = context.url.searchParams.get('branch') ?? '';
  await load(
    context,
    context.root,
    7,
    async (signal) => {
      const details = context.api.project(project, signal);
      // Whichever fails first is shown; the other must not count as unhandled.
      details.catch(() => undefined);
      const chosen = branch === '' ? (await details).defaultBranch : branch;
      const series = await context.api.series(project, id, { branch: chosen, limit: LIMIT }, signal);
      return { series, branches: (await details).branches };
    },
    ({ series, branches }) => {
      context.title(fullName(series));
      const page = h('div', {});
      // The chart measures its place, so it is drawn once the page is in the document.
      requestAnimationFrame(() => {
        if (!context.signal.aborted) drawSeries(context, project, series, branches, page);
      });
      return [page];
    },
  );
};

function drawSeries(
  context: PageContext,
  project: string,
  series: Series,
  branches: string[],
  page: HTMLElement,
): void {
  const names = branches.includes(series.branch) ? branches : [series.branch, ...branches];
  const choose = (branch: string) => context.go(paths.series(project, series.id, { branch }));
  const head = h(
    'div',
    { class: 'page-head' },
    h(
      'div',
      { class: 'series-title' },
      series.suite === '' ? null : h('p', { class: 'series-suite faint', dir: 'auto' }, series.suite),
      h('h1', { class: 'page-title', title: series.benchmark, dir: 'auto' }, series.benchmark),
      h(
        'p',
        { class: 'series-facts' },
        ...parameterTexts(series).map((text) => h('span', { class: 'param' }, text)),
        h('span', {}, metricWords(series)),
        h('span', { class: 'faint' }, series.testbed),
        series.role === 'headline' ? null : h('span', { class: 'tag', title: 'does not gate and does not alert' }, series.role),
      ),
    ),
    h('div', { class: 'pickers' }, picker('Branch', names, series.branch, choose)),
  );
  if (series.values.length === 0) {
    fill(page, head, empty(`No points on ${series.branch}`, h('p', {}, 'Choose another branch, or upload a run of it.')));
    return;
  }
  fill(page, head, latestPanel(series, context.now()), chartPanel(context, project, series), pointsTable(project, series, context.now()));
}

/** The newest value, large, and what it means. */
function latestPanel(series: Series, now: Date): HTMLElement {
  const last = series.values.length - 1;
  const point = series.points[last];
  const value = series.values[last]!;
  const change = series.baseline === null ? null : value / series.baseline.centre - 1;
  const limits = [series.threshold?.warning, series.threshold?.critical].filter((limit) => !!limit) as number[];
  return h(
    'section',
    { class: 'panel latest', 'aria-label': 'Newest point' },
    figure('Newest', formatValue(value, series.unit, series.displayUnit), point === undefined ? null : shortSha(point.sha)),
    series.baseline === null
      ? figure('Baseline', '–', 'nothing to compare with yet')
      : figure(
          'Baseline',
          formatValue(series.baseline.centre, series.unit, series.displayUnit),
          `centre of ${counted(series.baseline.runs, 'run')}`,
        ),
    h(
      'div',
      { class: 'figure' },
      h('span', { class: 'figure-label' }, 'Change'),
      h('span', { class: 'figure-value' }, changeText(change, point?.verdict ?? null, point?.severity ?? null)),
      h('span', { class: 'faint' }, limits.length === 0 ? 'no threshold' : `limits ${limits.map(formatLimit).join(' and ')}`),
    ),
    levelSince(series, now),
    suspicion(series),
    h('div', { class: 'figure' }, verdictBadge(point?.verdict ?? null, point?.severity ?? null)),
  );
}

/** Since when the series has its level: the last change point. */
function levelSince(series: Series, now: Date): HTMLElement | null {
  const last = (series.changePoints ?? []).reduce<ChangePoint | null>(
    (latest, point) => (latest === null || point.index > latest.index ? point : latest),
    null,
  );
  const point = last === null ? undefined : series.points[last.index];
  if (last === null || point === undefined) return null;
  const runs = counted(series.values.length - last.index, 'run');
  return figure(
    'This level since',
    point.time === null ? shortSha(point.sha) : shortDate(new Date(point.time), now),
    `${point.time === null ? '' : `${shortSha(point.sha)}, `}${runs}`,
  );
}

/** A flag that later runs have neither confirmed nor withdrawn yet. */
function suspicion(series: Series): HTMLElement | null {
  const newest = (series.flags ?? []).at(-1);
  if (newest === undefined || newest.state !== 'raised') return null;
  return figure('Suspected change', `${newest.worse ? '▲' : '▼'} ${formatChange(newest.change)}`, `at ${shortSha(newest.firstSha)}, unconfirmed`);
}

function figure(label: string, value: string, below: string | null): HTMLElement {
  return h(
    'div',
    { class: 'figure' },
    h('span', { class: 'figure-label' }, label),
    h('span', { class: 'figure-value number' }, value),
    below === null ? null : h('span', { class: 'faint' }, below),
  );
}

function chartPanel(context: PageContext, project: string, series: Series): HTMLElement {
  const query = context.url.searchParams;
  const view: View = {
    x: query.get('x') === 'time' ? 'time' : 'order',
    zero: query.get('zero') === '1',
    log: query.get('log') === '1',
  };
  const positive = series.values.every((value) => value > 0);
  const timed = placed(series, 'time');
  if (!positive) view.log = false;
  if (timed.index.length === 0) view.x = 'order';
  let part = partNamed(series, query.get('from'), query.get('to'));

  const keep = () =>
    context.keep({
      branch: series.branch,
      x: view.x === 'time' ? 'time' : '',
      zero: view.zero ? 1 : '',
      log: view.log ? 1 : '',
      from: part === null ? '' : series.points[part[0]]?.run,
      to: part === null ? '' : series.points[part[1]]?.run,
    });
  const reset = h('button', { type: 'button', hidden: true, onclick: () => chart.show(null) }, 'Show all');
  const tooltip = new TrendTooltip(project, series, context.now);
  const chart = new TrendChart(
    series,
    view,
    {
      onZoom: (visible) => {
        part = visible;
        reset.hidden = visible === null;
        keep();
      },
      onPoint: (index, left, top) => tooltip.pointAt(index, left, top, chart.over),
      onPick: (index) => tooltip.pin(index),
    },
    context.now,
  );
  context.signal.addEventListener('abort', () => chart.destroy());

  const changed = () => {
    tooltip.release();
    chart.setView(view);
    late.hidden = view.x === 'order' || timed.left === 0;
    keep();
  };
  const late = h(
    'p',
    { class: 'faint', hidden: view.x === 'order' || timed.left === 0 },
    `${counted(timed.left, 'point')} without a commit time not shown on this axis.`,
  );
  const scale = scaleOf(series);
  const panel = h(
    'section',
    { class: 'panel chart-panel', 'aria-label': 'Trend' },
    h(
      'div',
      { class: 'chart-tools' },
      segments(
        'Axis',
        [
          ['order', 'By commit'],
          ['time', 'By date'],
        ],
        view.x,
        timed.index.length === 0 ? 'no commit of this series has a time' : null,
        (x) => {
          view.x = x;
          changed();
        },
      ),
      toggle('From zero', view.zero, null, (on) => {
        view.zero = on;
        changed();
      }),
      toggle('Logarithmic', view.log, positive ? null : 'needs values above zero', (on) => {
        view.log = on;
        changed();
      }),
      h('span', { class: 'chart-tools-end' }, ...newestButtons(series, (shown) => chart.show(shown)), reset, linkButton()),
    ),
    h('div', { class: 'chart-place' }, chart.element, tooltip.element),
    h(
      'p',
      { class: 'chart-hint faint' },
      `${scale.suffix === '' ? '' : `In ${scale.suffix}. `}`,
      h('span', { class: 'hint-mouse' }, 'Drag to zoom, click a point to keep its facts open. '),
      directionWords(series),
      series.baseline === null ? null : ' The band is how far noise reaches around the baseline.',
    ),
    late,
    notesList(series, context.now()),
  );
  requestAnimationFrame(() => chart.draw(part));
  return panel;
}

/** The part of a series between two runs named in the address; null where one of them is not there. */
function partNamed(series: Series, from: string | null, to: string | null): [number, number] | null {
  if (from === null || to === null) return null;
  const start = series.points.findIndex(({ run }) => run === from);
  const end = series.points.findIndex(({ run }) => run === to);
  return start < 0 || end < 0 ? null : [start, end];
}

function metricWords(series: Series): string {
  const unit = series.displayUnit ?? series.unit;
  return unit === '' ? series.metric : `${series.metric}, uploaded in ${unit}`;
}

function directionWords(series: Series): string {
  if (series.direction === null) return 'Neither up nor down is known to be worse.';
  return series.direction === 'lower' ? 'Lower is better.' : 'Higher is better.';
}

function segments<T extends string>(
  name: string,
  choices: [T, string][],
  current: T,
  unavailable: string | null,
  choose: (choice: T) => void,
): HTMLElement {
  const buttons = choices.map(([value, label]) => {
    const button = h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(value === current),
        disabled: unavailable !== null && value !== current,
        title: unavailable,
      },
      label,
    );
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      choose(value);
    });
    return button;
  });
  return h('div', { class: 'segments', role: 'group', 'aria-label': name }, ...buttons);
}

function toggle(label: string, on: boolean, unavailable: string | null, set: (on: boolean) => void): HTMLElement {
  const box = h('input', { type: 'checkbox', checked: on, disabled: unavailable !== null });
  box.addEventListener('change', () => set(box.checked));
  return h('label', { class: 'switch', title: unavailable }, box, label);
}

/** Buttons that zoom to the newest points, as far as that would hide others. */
function newestButtons(series: Series, show: (part: [number, number]) => void): HTMLElement[] {
  const last = series.values.length - 1;
  return NEWEST.filter((count) => count * 1.5 <= series.values.length).map((count) =>
    h('button', { type: 'button', onclick: () => show([last - count + 1, last]) }, `Newest ${count}`),
  );
}

function linkButton(): HTMLElement {
  const button = h('button', { type: 'button', title: 'Copy the address of this view' }, 'Copy link');
  button.addEventListener('click', () =>
    void copyText(location.href).then((done) => flash(button, done ? 'Copied' : 'Use the address bar')),
  );
  return button;
}

/** What the numbered marks in the chart stand for. */
function notesList(series: Series, now: Date): HTMLElement | null {
  const notes = series.annotations ?? [];
  if (notes.length === 0) return null;
  return h(
    'ol',
    { class: 'notes', 'aria-label': 'Notes' },
    ...notes.map((note, place) =>
      h(
        'li',
        {},
        h('span', { class: 'note-number', 'aria-hidden': 'true' }, noteIndex(note, series) === null ? '–' : place + 1),
        h('span', { class: 'tag' }, note.kind.replaceAll(/[_-]/g, ' ').toLowerCase()),
        h('span', { class: 'note-text' }, note.text),
        h('span', { class: 'faint' }, note.time === null ? '' : shortDate(new Date(note.time), now)),
      ),
    ),
  );
}
