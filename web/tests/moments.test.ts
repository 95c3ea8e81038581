import { expect, test } from 'vitest';
import { ago, ahead, fullMoment, shortDate } from '../src/moments';

const NOW = new Date('2026-11-20T15:00:00Z');

test.each([
  ['2026-11-20T14:59:30Z', 'just now'],
  ['2026-11-20T15:00:30Z', 'just now'],
  ['2026-11-20T14:59:00Z', '1 minute ago'],
  ['2026-11-20T10:00:00Z', '5 hours ago'],
  ['2026-11-19T14:00:00Z', 'yesterday'],
  ['2026-11-08T15:00:00Z', '12 days ago'],
  ['2026-06-15T12:00:00Z', '15 Jun'],
  ['2024-06-15T12:00:00Z', '15 Jun 2024'],
  ['2027-06-15T12:00:00Z', '15 Jun 2027'],
  ['not a time', 'not a time'],
])('%s is "%s"', (iso, expected) => {
  expect(ago(iso, NOW)).toBe(expected);
});

test.each([
  ['2026-11-20T15:00:00Z', 'now'],
  ['2026-11-20T14:00:00Z', 'now'],
  ['2026-11-20T15:00:30Z', 'in less than a minute'],
  ['2026-11-20T15:01:59Z', 'in 1 minute'],
  ['2026-11-20T15:30:00Z', 'in 30 minutes'],
  ['2026-11-21T03:00:00Z', 'in 12 hours'],
  ['2026-11-25T12:00:00Z', '25 Nov'],
  ['not a time', 'not a time'],
])('%s lies "%s"', (iso, expected) => {
  expect(ahead(iso, NOW)).toBe(expected);
});

test('a date of another year names the year', () => {
  expect(shortDate(new Date('2025-03-12T12:00:00Z'), NOW)).toBe('12 Mar 2025');
});

test('a text that is no time is shown as it is', () => {
  expect(fullMoment('soon')).toBe('soon');
});
