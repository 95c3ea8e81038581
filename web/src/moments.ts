/** Points in time as people say them. The clock is always a parameter. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const DATE_THIS_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** "just now", "5 minutes ago", "yesterday", "12 days ago", then the date. */
export function ago(iso: string, now: Date): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return iso;
  const seconds = Math.round((now.getTime() - then.getTime()) / 1000);
  if (seconds < -MINUTE) return shortDate(then, now);
  if (seconds < MINUTE) return 'just now';
  if (seconds < HOUR) return plural(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return plural(Math.floor(seconds / HOUR), 'hour');
  const days = Math.floor(seconds / DAY);
  if (days === 1) return 'yesterday';
  return days <= 30 ? plural(days, 'day') : shortDate(then, now);
}

/** "now", "in 5 minutes", "in 2 hours", then the date. */
export function ahead(iso: string, now: Date): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return iso;
  const seconds = Math.round((then.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) return 'now';
  if (seconds < MINUTE) return 'in less than a minute';
  if (seconds < HOUR) return `in ${counted(Math.floor(seconds / MINUTE), 'minute')}`;
  if (seconds < DAY) return `in ${counted(Math.floor(seconds / HOUR), 'hour')}`;
  return shortDate(then, now);
}

/** "12 Mar", with the year where it is not this one. */
export function shortDate(date: Date, now: Date): string {
  return (date.getFullYear() === now.getFullYear() ? DATE_THIS_YEAR : DATE).format(date);
}

/** The whole moment, for titles: "12 Mar 2026, 14:05". */
export function fullMoment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : FULL.format(date);
}

function plural(count: number, unit: string): string {
  return `${counted(count, unit)} ago`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
