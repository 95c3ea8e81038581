import { fill, h } from '../dom';
import { shortSha } from '../names';
import { changeText, verdictBadge } from '../parts/badge';
import { moment } from '../parts/moment';
import { paths } from '../routes';
import { counted, formatChange, formatValue } from '../units';
import { verdictOf, verdictWords } from '../verdict';
import type { Series } from '../wire';

/** The facts of the point that is pointed at. A click pins them, so that their links can be reached. */
export class TrendTooltip {
  private readonly card = h('div', { class: 'tooltip', hidden: true });
  private readonly spoken = h('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  readonly element = h('div', { class: 'tooltip-layer' }, this.card, this.spoken);
  private pinned: number | null = null;
  private shown: number | null = null;

  constructor(
    private readonly project: string,
    private readonly series: Series,
    private readonly now: () => Date,
  ) {}

  /** Shows a point that lies at (left, top) of the plot, or hides; a pinned point stays. */
  pointAt(index: number | null, left: number, top: number, over: HTMLElement | null): void {
    if (this.pinned !== null) return;
    if (index === null || over === null) {
      this.hide();
      return;
    }
    if (index !== this.shown) {
      fill(this.card, ...this.facts(index));
      this.spoken.textContent = this.words(index);
      this.shown = index;
    }
    this.card.hidden = false;
    this.place(left, top, over);
  }

  /** Keeps a point's facts open; the same point again, or another while one is kept, lets go. */
  pin(index: number): void {
    if (this.pinned !== null) {
      this.release();
      return;
    }
    if (this.shown !== index) return;
    this.pinned = index;
    this.card.classList.add('is-pinned');
    this.card.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  }

  release(): void {
    this.pinned = null;
    this.card.classList.remove('is-pinned');
    this.hide();
  }

  private hide(): void {
    this.card.hidden = true;
    this.shown = null;
  }

  /** Beside the point, and at the end of the plot that is away from it: the line around the point stays in sight. */
  private place(left: number, top: number, over: HTMLElement): void {
    const layer = this.element.getBoundingClientRect();
    const plot = over.getBoundingClientRect();
    const x = plot.left - layer.left + left;
    const y = plot.top - layer.top + top;
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const beside = x + 16 + width <= layer.width ? x + 16 : x - 16 - width;
    this.card.style.left = `${Math.max(4, Math.min(beside, layer.width - width - 4))}px`;
    const above = plot.top - layer.top + 6;
    const below = plot.bottom - layer.top - height - 6;
    this.card.style.top = `${Math.max(4, y - above > over.offsetHeight / 2 ? above : below)}px`;
  }

  private facts(index: number): HTMLElement[] {
    const { series } = this;
    const value = series.values[index]!;
    const point = series.points[index];
    const show = (number: number) => formatValue(number, series.unit, series.displayUnit);
    const head = h(
      'div',
      { class: 'tooltip-head' },
      h('strong', { class: 'number' }, show(value)),
      changeText(this.change(index), point?.verdict ?? null, point?.severity ?? null),
      h('span', { class: 'faint' }, this.change(index) === null ? '' : 'against the baseline'),
    );
    if (point === undefined) return [head];
    const before = series.points[index - 1];
    const elsewhere =
      before !== undefined && before.environment !== null && before.environment !== point.environment;
    return [
      head,
      h('div', {}, verdictBadge(point.verdict, point.severity)),
      h('p', { class: 'tooltip-subject', dir: 'auto' }, point.subject ?? 'No subject'),
      h(
        'p',
        { class: 'run-facts faint' },
        h('span', { class: 'mono' }, shortSha(point.sha)),
        point.author === null ? null : h('span', { class: 'ellipsis' }, point.author),
        moment(point.time, this.now()),
      ),
      h(
        'p',
        { class: 'run-facts faint' },
        point.lower === null || point.upper === null ? null : h('span', {}, `${show(point.lower)} to ${show(point.upper)}`),
        point.sampleCount === null ? null : h('span', {}, counted(point.sampleCount, 'sample')),
        elsewhere ? h('span', { class: 'tag' }, 'environment changed') : null,
      ),
      h('a', { class: 'tooltip-link', href: paths.run(this.project, point.run) }, 'Open the run'),
    ];
  }

  private change(index: number): number | null {
    const { baseline, values } = this.series;
    return baseline === null || baseline.centre === 0 ? null : values[index]! / baseline.centre - 1;
  }

  private words(index: number): string {
    const { series } = this;
    const point = series.points[index];
    const change = this.change(index);
    return [
      formatValue(series.values[index], series.unit, series.displayUnit),
      change === null ? '' : `${formatChange(change)} against the baseline`,
      point === undefined ? '' : `${verdictWords(verdictOf(point.verdict), point.severity)}, commit ${shortSha(point.sha)}`,
      point?.subject ?? '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  }
}
