import { describe, expect, test } from 'vitest';
import { paths, queryText, routeOf } from '../src/routes';

describe('paths', () => {
  test.each([
    ['/', { page: 'projects' }],
    ['/p/orders', { page: 'project', project: 'orders' }],
    ['/p/orders/', { page: 'project', project: 'orders' }],
    ['/p/orders/series/12-3-1', { page: 'series', project: 'orders', series: '12-3-1' }],
    ['/p/orders/runs', { page: 'runs', project: 'orders' }],
    ['/p/orders/runs/77', { page: 'run', project: 'orders', run: '77' }],
    ['/p/orders/alerts', { page: 'alerts', project: 'orders' }],
    ['/p/orders/channels', { page: 'channels', project: 'orders' }],
    ['/p/orders/channels/1', { page: 'unknown' }],
    ['/p/orders/series', { page: 'unknown' }],
    ['/p/orders/alerts/1', { page: 'unknown' }],
    ['/p/orders/runs/77/more', { page: 'unknown' }],
    ['/p', { page: 'unknown' }],
    ['/elsewhere', { page: 'unknown' }],
    ['/p/%E0%A4%A', { page: 'unknown' }],
  ])('%s is read', (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });

  test('what a path is made of comes back from it', () => {
    const project = 'a/b c?d#e%f';

    const path = paths.series(project, '1-2-3', { branch: 'feature/x&y' });

    expect(routeOf(new URL(path, 'http://localhost').pathname)).toEqual({ page: 'series', project, series: '1-2-3' });
    expect(new URL(path, 'http://localhost').searchParams.get('branch')).toBe('feature/x&y');
  });
});

test('a query leaves out what is not given', () => {
  expect(queryText({ a: 1, b: '', c: null, d: undefined, e: 'x y' })).toBe('?a=1&e=x+y');
  expect(queryText({ a: '' })).toBe('');
});
