import { describe, expect, test } from 'vitest';
import { counted, formatChange, formatCount, formatLimit, formatValue, scaleFor } from '../src/units';

/** No-break spaces are what the page wants and what nobody can see in a test. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('values', () => {
  test.each([
    [1.234e-8, 's', '12.34 ns'],
    [9.9996e-4, 's', '1.000 ms'],
    [0.0123456, 's', '12.35 ms'],
    [1, 's', '1.000 s'],
    [90, 's', '90.00 s'],
    [120, 's', '2.000 min'],
    [7200, 's', '2.000 h'],
    [0, 's', '0 s'],
    [-0.005, 's', '−5.000 ms'],
    [1023, 'B', '1023 B'],
    [1536, 'B', '1.500 KiB'],
    [1024 ** 3 * 2.5, 'B', '2.500 GiB'],
    [3.1e8, 'B/s', '295.6 MiB/s'],
    [532_100, '1/s', '532.1 k/s'],
    [0.0123, '1/s', '0.01230 /s'],
    [9_999, 'count', '9999'],
    [12_345, 'count', '12.35 k'],
    [1.5, 'count', '1.500'],
    [0.87, 'ratio', '0.8700'],
    [41.5, 'W', '41.50 W'],
  ])('%d %s reads as %s', (value, unit, expected) => {
    expect(plain(formatValue(value, unit))).toBe(expected);
  });

  test('a ratio that was uploaded in percent is shown in percent', () => {
    expect(plain(formatValue(0.875, 'ratio', '%'))).toBe('87.50 %');
  });

  test('a value that lacks or is not finite is a dash', () => {
    expect(formatValue(null, 's')).toBe('–');
    expect(formatValue(NaN, 's')).toBe('–');
  });

  test('a given scale holds for small and large values alike', () => {
    const milliseconds = scaleFor(0.02, 's');

    expect(plain(formatValue(0.0005, 's', null, milliseconds))).toBe('0.5000 ms');
  });
});

describe('changes', () => {
  test.each([
    [0.1234, '+12.3 %'],
    [-0.004, '−0.4 %'],
    [0.0004, '0.0 %'],
    [-0.0004, '0.0 %'],
    [0.9994, '+99.9 %'],
    [0.9996, '+100 %'],
    [3.456, '+346 %'],
    [10.2, '×11.2'],
    [-1, '−100 %'],
  ])('%d reads as %s', (change, expected) => {
    expect(plain(formatChange(change))).toBe(expected);
  });

  test('a change that was not worked out is a dash', () => {
    expect(formatChange(null)).toBe('–');
    expect(formatChange(Infinity)).toBe('–');
  });

  test('a limit has no sign and no needless digits', () => {
    expect(plain(formatLimit(0.05))).toBe('5 %');
    expect(plain(formatLimit(0.125))).toBe('12.5 %');
  });
});

test('counts have thousands separators and the right number', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(plain(counted(1, 'run'))).toBe('1 run');
  expect(plain(counted(2000, 'series', 'series'))).toBe('2,000 series');
});
