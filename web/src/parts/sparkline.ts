import { svg } from '../dom';
import { SIGNS, verdictClass, verdictOf } from '../verdict';
import type { Severity, Verdict } from '../wire';

const WIDTH = 132;
const HEIGHT = 34;
const MARGIN = 7;

/** The recent values as a line; its end wears the verdict's shape and colour. */
export function sparkline(values: number[], verdict: Verdict | null, severity: Severity | null): SVGSVGElement {
  const picture = svg('svg', {
    class: `spark ${verdictClass(verdictOf(verdict), severity)}`,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    'aria-hidden': 'true',
  });
  const places = sparkPlaces(values);
  const last = places.at(-1);
  if (last === undefined) return picture;
  if (places.length > 1) {
    const line = places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
    const floor = (HEIGHT - 1).toFixed(1);
    picture.append(
      svg('polygon', { class: 'spark-area', points: `${places[0]![0].toFixed(1)},${floor} ${line} ${last[0]},${floor}` }),
      svg('polyline', { class: 'spark-line', points: line }),
    );
  }
  picture.append(marker(last[0], last[1], verdictOf(verdict)));
  return picture;
}

/** Where the values lie in the picture. Equal values lie in the middle; values that are not finite are left out. */
export function sparkPlaces(values: number[]): [number, number][] {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return [];
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low;
  const step = finite.length === 1 ? 0 : (WIDTH - 2 * MARGIN) / (finite.length - 1);
  const left = finite.length === 1 ? WIDTH - MARGIN : MARGIN;
  return finite.map((value, index) => [
    left + index * step,
    // A step of half the height says less than 2 %: noise must not look like drama.
    HEIGHT / 2 + (0.5 - (span === 0 ? 0.5 : (value - low) / span)) * (HEIGHT - 2 * MARGIN) * drama(low, span),
  ]);
}

/** How much of the height a spread may use: all of it from 5 % of the value on, less below. */
function drama(low: number, span: number): number {
  const size = Math.abs(low);
  return size === 0 ? 1 : Math.min(1, Math.max(0.15, span / size / 0.05));
}

function marker(x: number, y: number, verdict: Verdict | null): SVGElement {
  switch (verdict) {
    case 'regressed':
      return svg('path', { class: 'spark-mark', d: `M${x} ${y - 5}l5 8.500h-10z` });
    case 'improved':
      return svg('path', { class: 'spark-mark', d: `M${x} ${y + 5}l5 -8.500h-10z` });
    case 'undecided':
      return svg(
        'g',
        {},
        svg('circle', { class: 'spark-ring', cx: x, cy: y, r: 5.5 }),
        svg('text', { class: 'spark-sign', x, y: y + 3.2, 'text-anchor': 'middle' }, SIGNS.undecided.icon),
      );
    default:
      return svg('circle', { class: 'spark-mark', cx: x, cy: y, r: 3 });
  }
}
