// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { sparkline, sparkPlaces } from '../src/parts/sparkline';

const heights = (values: number[]) => sparkPlaces(values).map(([, y]) => y);

test('a change of 5 % uses the whole height, noise of 0.5 % a little of it', () => {
  const [low, high] = heights([100, 105]);
  const [quiet, loud] = heights([100, 100.5]);

  expect(low! - high!).toBe(20);
  expect(quiet! - loud!).toBeCloseTo(3, 10);
});

test('equal values lie in the middle', () => {
  expect(heights([7, 7, 7])).toEqual([17, 17, 17]);
});

test('values that are not finite are left out', () => {
  expect(sparkPlaces([1, NaN, 2, Infinity])).toHaveLength(2);
  expect(sparkPlaces([])).toEqual([]);
});

test('the end wears the shape of the verdict', () => {
  const shapeOf = (verdict: 'regressed' | 'improved' | 'undecided' | 'unchanged') =>
    sparkline([1, 2], verdict, null).lastElementChild!;

  expect(shapeOf('regressed').getAttribute('d')).not.toBe(shapeOf('improved').getAttribute('d'));
  expect(shapeOf('undecided').textContent).toBe('?');
  expect(shapeOf('unchanged').tagName.toLowerCase()).toBe('circle');
});

test('one value is a mark without a line, none is an empty picture', () => {
  expect(sparkline([1], null, null).querySelector('polyline')).toBeNull();
  expect(sparkline([], null, null).childElementCount).toBe(0);
});
