/** Numbers as people read them. Every value comes in a base unit (s, B, 1/s, B/s, count, ratio). */

/** Digits kept in every value: a 0.1 % difference stays visible, a 0.01 % one is noise to the eye. */
const SIGNIFICANT_DIGITS = 4;

const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';

/** A unit to show values in: divide by the factor, append the suffix. */
export interface Scale {
  factor: number;
  suffix: string;
}

const SECONDS: Scale[] = [
  { factor: 1e-12, suffix: 'ps' },
  { factor: 1e-9, suffix: 'ns' },
  { factor: 1e-6, suffix: 'µs' },
  { factor: 1e-3, suffix: 'ms' },
  { factor: 1, suffix: 's' },
  { factor: 60, suffix: 'min' },
  { factor: 3600, suffix: 'h' },
];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'].map((prefix, power) => ({ factor: 1024 ** power, prefix }));
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P'].map((prefix, power) => ({ factor: 1000 ** power, prefix }));

/** The scales of a unit, smallest first. A unit that is not known is never prefixed: it may be a compound. */
function scalesOf(unit: string, displayUnit: string | null): Scale[] {
  switch (unit) {
    case 's':
      return SECONDS;
    case 'B':
    case 'B/s':
      return BINARY.map(({ factor, prefix }) => ({ factor, suffix: prefix + unit }));
    case '1/s':
      return DECIMAL.map(({ factor, prefix }) => ({ factor, suffix: `${prefix}/s` }));
    case 'count':
      return DECIMAL.map(({ factor, prefix }) => ({ factor, suffix: prefix }));
    case 'ratio':
      return [displayUnit === '%' ? { factor: 0.01, suffix: '%' } : { factor: 1, suffix: '' }];
    default:
      return [{ factor: 1, suffix: unit }];
  }
}

/** The scale in which a value of this size reads best: the largest whose rounded number is at least one. */
export function scaleFor(value: number, unit: string, displayUnit: string | null = null): Scale {
  const scales = scalesOf(unit, displayUnit);
  // A minute or an hour starts at two of them: "90.00 s" reads better than "1.500 min".
  const reached = (scale: Scale) =>
    rounded(Math.abs(value) / scale.factor) >= (scale.suffix === 'min' || scale.suffix === 'h' ? 2 : 1);
  const fitting = scales.filter(reached).at(-1);
  return fitting ?? (value === 0 && unit === 's' ? { factor: 1, suffix: 's' } : scales[0]!);
}

/** "12.34 ms", "1.500 MiB", "532.1 k/s": four significant digits in the scale that fits, or in the one given. */
export function formatValue(
  value: number | null | undefined,
  unit: string,
  displayUnit: string | null = null,
  scale?: Scale,
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const { factor, suffix } = scale ?? scaleFor(value, unit, displayUnit);
  const wholeCount = unit === 'count' && Number.isInteger(value) && Math.abs(value) < 10_000;
  const number = wholeCount ? String(value) : significant(value / factor);
  if (wholeCount || suffix === '') return withMinus(number);
  return withMinus(number) + NO_BREAK_SPACE + suffix;
}

/** "+12.3 %", "−0.4 %", "0.0 %"; from a tenfold on, "×11.2". Null, which means "not compared", is a dash. */
export function formatChange(change: number | null | undefined): string {
  if (change === null || change === undefined || !Number.isFinite(change)) return '–';
  if (change >= 9) return `×${significant(1 + change, 3)}`;
  const percent = change * 100;
  const digits = Math.abs(percent) >= 99.95 ? 0 : 1;
  const number = Math.abs(percent).toFixed(digits);
  const sign = Number(number) === 0 ? '' : percent > 0 ? '+' : MINUS;
  return `${sign}${number}${NO_BREAK_SPACE}%`;
}

/** A limit such as 0.05 as "5 %": no sign, no needless digits. */
export function formatLimit(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))}${NO_BREAK_SPACE}%`;
}

/** "1,234": whole numbers of things. */
export function formatCount(count: number): string {
  return withMinus(String(count).replace(/\B(?=(\d{3})+$)/g, ','));
}

/** "1 run", "2 runs". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)}${NO_BREAK_SPACE}${count === 1 ? one : many}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

function significant(value: number, digits = SIGNIFICANT_DIGITS): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 1).replace('e+', 'e');
  // toPrecision turns to exponents from 10^digits on; those values have no fraction to show.
  return size >= 10 ** digits ? formatCount(Math.round(value)) : value.toPrecision(digits);
}

function withMinus(number: string): string {
  return number.replace(/^-/, MINUS).replace('e-', `e${MINUS}`);
}
