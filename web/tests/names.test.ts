import { describe, expect, test } from 'vitest';
import { commitUrl, fullName, parameterTexts, shortSha, webUrl } from '../src/names';
import { shellQuoted } from '../src/parts/firstUpload';

const SHA = '0123456789abcdef0123456789abcdef01234567';

test('a name holds suite, parameters, mode, threads, metric and testbed', () => {
  const name = fullName({
    suite: 'codec',
    benchmark: 'decode',
    params: { size: '256' },
    mode: 'thrpt',
    threads: 8,
    metric: 'throughput',
    testbed: 'ci',
  });

  expect(name).toBe('codec › decode [size=256, thrpt, 8 threads] · throughput · ci');
});

test('one thread, no threads, no mode and an empty suite are not worth a word', () => {
  expect(parameterTexts({ params: {}, mode: '', threads: 0 })).toEqual([]);
  expect(parameterTexts({ params: {}, mode: null, threads: 1 })).toEqual([]);
  expect(fullName({ suite: '', benchmark: 'startup', params: {}, metric: 'time', testbed: 'ci' })).toBe(
    'startup · time · ci',
  );
});

test('a full SHA is abbreviated, a short revision kept', () => {
  expect(shortSha(SHA)).toBe('0123456');
  expect(shortSha('r1234')).toBe('r1234');
});

describe('addresses that come from an upload', () => {
  test('are followed when they are web addresses', () => {
    expect(webUrl('https://ci.example.org/jobs/1')).toBe('https://ci.example.org/jobs/1');
    expect(commitUrl('https://git.example.org/acme/orders.git', SHA)).toBe(
      `https://git.example.org/acme/orders/commit/${SHA}`,
    );
    expect(commitUrl('https://gitlab.example.org/acme/orders/', SHA)).toBe(
      `https://gitlab.example.org/acme/orders/-/commit/${SHA}`,
    );
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org/', 'git@example.org:acme/orders', '', null])(
    'are left out when they are "%s"',
    (address) => {
      expect(webUrl(address)).toBeNull();
      expect(commitUrl(address, SHA)).toBeNull();
    },
  );
});

test('a name in a command is one word of the shell, whatever it contains', () => {
  expect(shellQuoted('my-project')).toBe('my-project');
  expect(shellQuoted("it's $(rm)")).toBe("'it'\\''s $(rm)'");
});
