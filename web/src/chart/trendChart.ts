import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { h } from '../dom';
import { shortDate } from '../moments';
import { shortSha } from '../names';
import { THEME_CHANGED } from '../theme';
import { scaleFor, type Scale } from '../units';
import type { Series } from '../wire';
import { drawFigures, drawGround, type Drawing } from './marks';
import { currentPalette } from './palette';
import { decimalsOf, noteIndex, placed, ticks, valueRange, type Trend, type View } from './trend';

export interface ChartEvents {
  /** The visible part changed: the first and the last visible point of the series, or null for all of it. */
  onZoom(part: [number, number] | null): void;
  /** A point is pointed at (its index in the series and where it is in the chart), or none. */
  onPoint(index: number | null, left: number, top: number): void;
  /** A point was clicked or chosen by the keyboard. */
  onPick(index: number): void;
}

/** The trend of one series. Owns its canvas; `destroy` it before its place is reused. */
export class TrendChart {
  readonly element = h('div', {
    class: 'chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart',
    'aria-label': 'Trend. Left and right arrows go from point to point, Enter opens one. The table below has the values.',
  });
  private readonly scaled: Series;
  private readonly suffix: string;
  private readonly stop = new AbortController();
  private readonly notes: Drawing['notes'];
  private plot: uPlot | null = null;
  private trend: Trend;
  private colours = currentPalette();
  private pointed: number | null = null;

  constructor(
    series: Series,
    private view: View,
    private readonly events: ChartEvents,
    private readonly now: () => Date,
  ) {
    const scale = scaleOf(series);
    this.suffix = scale.suffix;
    this.scaled = inScale(series, scale);
    this.trend = placed(series, view.x);
    this.notes = (series.annotations ?? []).flatMap((note, place) => {
      const index = noteIndex(note, series);
      return index === null ? [] : [{ number: place + 1, index }];
    });
    const { signal } = this.stop;
    window.addEventListener(THEME_CHANGED, () => this.draw(this.visiblePart()), { signal });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(this.element);
    signal.addEventListener('abort', () => observer.disconnect());
  }

  /** The element inside which x and y of `onPoint` count. */
  get over(): HTMLElement | null {
    return this.plot?.over ?? null;
  }

  /** Draws from the start, showing a part of the series or all of it. */
  draw(part: [number, number] | null): void {
    this.plot?.destroy();
    this.colours = currentPalette();
    this.trend = placed(this.scaled, this.view.x);
    const values = this.trend.index.map((index) => this.scaled.values[index]!);
    this.plot = new uPlot(this.options(), [this.trend.x, values], this.element);
    this.show(part);
  }

  setView(view: View): void {
    const part = this.visiblePart();
    this.view = view;
    this.draw(part);
  }

  /** Zooms to a part of the series, or out to all of it. */
  show(part: [number, number] | null): void {
    const [min, max] = this.rangeOf(part);
    this.plot?.setScale('x', { min, max });
  }

  destroy(): void {
    this.stop.abort();
    this.plot?.destroy();
    this.plot = null;
  }

  private xOf = (index: number): number | null => {
    const place = this.trend.index.indexOf(index);
    return place < 0 ? null : this.trend.x[place]!;
  };

  /** The x range of a part; half a step of air at both ends. */
  private rangeOf(part: [number, number] | null): [number, number] {
    const { x } = this.trend;
    const places = (part ?? []).map((index) => this.xOf(index));
    const from = places[0] ?? x[0] ?? 0;
    const to = places[1] ?? x.at(-1) ?? 1;
    const air = this.view.x === 'order' ? 0.6 : Math.max(3600, (to - from) * 0.015);
    return [from - air, to + air];
  }

  private visiblePart(): [number, number] | null {
    const scale = this.plot?.scales['x'];
    if (scale?.min === undefined || scale.max === undefined) return null;
    const inside = this.trend.index.filter((_, place) => {
      const x = this.trend.x[place]!;
      return x >= scale.min! && x <= scale.max!;
    });
    return inside.length === 0 || inside.length === this.trend.index.length ? null : [inside[0]!, inside.at(-1)!];
  }

  private options(): uPlot.Options {
    const { colours } = this;
    const font = `12px ${colours.font}`;
    const axis = { stroke: colours.faint, font, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } };
    const drawing = (plot: uPlot): Drawing => ({
      plot,
      series: this.scaled,
      trend: this.trend,
      colours,
      xOf: this.xOf,
      notes: this.notes,
    });
    return {
      ...this.size(),
      padding: [12, 34, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: 11, width: 2, stroke: () => colours.ink, fill: () => colours.surface },
        drag: { x: true, y: false, dist: 8 },
        // Zooming out goes through show(), which keeps the air at both ends.
        bind: { dblclick: () => () => (this.show(null), null) },
      },
      scales: {
        x: { time: false, auto: false },
        y: { distr: this.view.log ? 3 : 1, range: (_, low, high) => this.yRange(low, high) },
      },
      series: [{}, { stroke: colours.trace, width: 1.5, points: { show: false }, spanGaps: true }],
      axes: [
        {
          ...axis,
          size: this.view.x === 'order' ? 44 : 28,
          gap: 6,
          grid: { show: false },
          splits: (plot, _, low, high) => this.xTicks(plot, low, high),
          values: (_, at) => at.map((x) => this.xName(x)),
        },
        {
          ...axis,
          size: (_, names) => 22 + 7 * Math.max(4, ...(names ?? []).map((name) => name.length)),
          gap: 8,
          splits: (plot, _, low, high) => ticks(low, high, plot.bbox.height / devicePixelRatio / 52, this.view.log),
          // uPlot would hide all but the decades of a logarithmic axis.
          filter: (_, at) => at,
          values: (_, at) => at.map((value) => this.yName(value, at)),
        },
      ],
      hooks: {
        drawClear: [(plot) => drawGround(drawing(plot))],
        draw: [(plot) => drawFigures(drawing(plot))],
        setScale: [(_, key) => key === 'x' && this.events.onZoom(this.visiblePart())],
        setCursor: [(plot) => this.onCursor(plot)],
        ready: [(plot) => plot.over.addEventListener('click', () => this.onClick())],
      },
    };
  }

  private size(): { width: number; height: number } {
    const width = Math.max(240, Math.floor(this.element.clientWidth || 800));
    return { width, height: width < 560 ? 300 : 400 };
  }

  private resize(): void {
    const { width, height } = this.size();
    if (this.plot !== null && this.plot.width !== width) this.plot.setSize({ width, height });
  }

  private yRange(low: number, high: number): [number, number] {
    const visible = [low, high].filter((value) => typeof value === 'number');
    return valueRange(visible, this.scaled, this.view);
  }

  private yName(value: number, all: number[]): string {
    const number = this.view.log && all.length > 1 && all.at(-1)! / all[0]! > 20
      ? String(Number(value.toPrecision(3)))
      : value.toFixed(decimalsOf(all));
    return `${number.replace('-', '−')}${this.suffix === '' ? '' : ` ${this.suffix}`}`;
  }

  private xTicks(plot: uPlot, low: number, high: number): number[] {
    const wanted = Math.max(2, Math.floor(plot.bbox.width / devicePixelRatio / 110));
    if (this.view.x === 'order') {
      const step = Math.max(1, Math.ceil((high - low) / wanted));
      const first = Math.max(0, Math.ceil(low));
      const last = Math.min(this.trend.x.length - 1, Math.floor(high));
      // Counted from the newest, which is what one looks for.
      return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, count) => last - count * step).reverse();
    }
    const day = 86_400;
    const step = [3600, 6 * 3600, day, 2 * day, 7 * day, 14 * day, 30 * day, 91 * day, 182 * day, 365 * day].find(
      (candidate) => (high - low) / candidate <= wanted,
    ) ?? 730 * day;
    const first = Math.ceil(low / step) * step;
    return Array.from({ length: Math.max(0, Math.floor((high - first) / step) + 1) }, (_, count) => first + count * step);
  }

  private xName(x: number): string {
    if (this.view.x === 'time') return shortDate(new Date(x * 1000), this.now());
    const index = this.trend.index[x];
    const point = index === undefined ? undefined : this.scaled.points[index];
    if (point === undefined) return '';
    return `${shortSha(point.sha)}${point.time === null ? '' : `\n${shortDate(new Date(point.time), this.now())}`}`;
  }

  private onCursor(plot: uPlot): void {
    const place = plot.cursor.idx;
    const left = plot.cursor.left ?? -1;
    if (place === null || place === undefined || left < 0) {
      this.pointed = null;
      this.events.onPoint(null, 0, 0);
      return;
    }
    const index = this.trend.index[place]!;
    this.pointed = index;
    this.events.onPoint(
      index,
      plot.valToPos(this.trend.x[place]!, 'x'),
      plot.valToPos(this.scaled.values[index]!, 'y'),
    );
  }

  private onClick(): void {
    // A drag that zoomed ends in a click as well; uPlot then has no selection left but a moved scale.
    if (this.pointed !== null) this.events.onPick(this.pointed);
  }

  private onKey(event: KeyboardEvent): void {
    if (this.plot === null || event.target !== this.element) return;
    const end = this.trend.index.length - 1;
    const here = this.pointed === null ? null : this.trend.index.indexOf(this.pointed);
    const target: Record<string, number> = {
      ArrowLeft: here === null ? end : here - 1,
      ArrowRight: here === null ? 0 : here + 1,
      Home: 0,
      End: end,
    };
    const place = target[event.key];
    if (place !== undefined) {
      event.preventDefault();
      this.pointAt(Math.max(0, Math.min(end, place)));
    } else if (event.key === 'Enter' && this.pointed !== null) {
      event.preventDefault();
      this.events.onPick(this.pointed);
    } else if (event.key === 'Escape') {
      this.plot.setCursor({ left: -10, top: -10 });
      this.show(null);
    }
  }

  private pointAt(place: number): void {
    const plot = this.plot!;
    const x = this.trend.x[place]!;
    const { min, max } = plot.scales['x']!;
    if (x < min! || x > max!) this.show(null);
    const value = this.scaled.values[this.trend.index[place]!]!;
    plot.setCursor({ left: plot.valToPos(x, 'x'), top: plot.valToPos(value, 'y') });
  }
}

/** The unit in which the whole chart is drawn: that of the largest value, so that all ticks share it. */
export function scaleOf(series: Series): Scale {
  const largest = series.values.reduce((size, value) => (Number.isFinite(value) ? Math.max(size, Math.abs(value)) : size), 0);
  return scaleFor(series.baseline?.centre ?? largest, series.unit, series.displayUnit);
}

function inScale(series: Series, { factor }: Scale): Series {
  const by = (value: number) => value / factor;
  const byOrNull = (value: number | null) => (value === null ? null : value / factor);
  return {
    ...series,
    values: series.values.map(by),
    points: series.points.map((point) => ({ ...point, lower: byOrNull(point.lower), upper: byOrNull(point.upper) })),
    baseline: series.baseline && {
      ...series.baseline,
      centre: by(series.baseline.centre),
      lower: byOrNull(series.baseline.lower),
      upper: byOrNull(series.baseline.upper),
    },
    changePoints: (series.changePoints ?? []).map(({ index, before, after }) => ({ index, before: by(before), after: by(after) })),
  };
}
