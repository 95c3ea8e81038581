import { fullName } from './names';
import { attention, VERDICTS, verdictOf } from './verdict';
import type { SeriesRow, Verdict } from './wire';

/** Filtering, counting and ordering of a project's series: plain functions on plain data. */

export type Order = 'attention' | 'change' | 'name' | 'latest';

export interface Filter {
  text: string;
  /** Verdicts that may show; empty means all. */
  verdicts: ReadonlySet<Verdict>;
  /** False leaves out supporting and informational series, as long as there is a headline series at all. */
  everyRole: boolean;
}

/** A series with what is looked at on every keystroke, computed once. */
export interface Listed {
  series: SeriesRow;
  verdict: Verdict | null;
  needle: string;
}

export function listed(series: SeriesRow[]): Listed[] {
  return series.map((row) => ({
    series: row,
    verdict: verdictOf(row.verdict),
    needle: fullName(row).toLowerCase(),
  }));
}

/** Those that the role switch and the text leave; the verdict chips count among them. */
export function matching(list: Listed[], filter: Filter): Listed[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const headlinesOnly = !filter.everyRole && list.some(({ series }) => series.role === 'headline');
  return list.filter(
    ({ series, needle }) =>
      (!headlinesOnly || series.role === 'headline') && words.every((word) => needle.includes(word)),
  );
}

/** How many of each verdict there are. */
export function countByVerdict(list: Listed[]): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of list) {
    if (verdict !== null) counts[verdict]++;
  }
  return counts;
}

export function withVerdicts(list: Listed[], verdicts: ReadonlySet<Verdict>): Listed[] {
  return verdicts.size === 0 ? list : list.filter(({ verdict }) => verdict !== null && verdicts.has(verdict));
}

/** A new array in the order asked for; equal ones by name, so that the list never jumps. */
export function ordered(list: Listed[], order: Order): Listed[] {
  const byName = (a: Listed, b: Listed) => NAMES.compare(a.needle, b.needle);
  const size = ({ series }: Listed) => Math.abs(series.change ?? 0);
  const time = ({ series }: Listed) => Date.parse(series.latest?.time ?? '') || 0;
  const comparators: Record<Order, (a: Listed, b: Listed) => number> = {
    attention: (a, b) =>
      attention(a.verdict, a.series.severity) - attention(b.verdict, b.series.severity) || size(b) - size(a),
    change: (a, b) => size(b) - size(a),
    name: () => 0,
    latest: (a, b) => time(b) - time(a),
  };
  return [...list].sort((a, b) => comparators[order](a, b) || byName(a, b));
}

// "batch=2" before "batch=16".
const NAMES = new Intl.Collator('en', { numeric: true });
