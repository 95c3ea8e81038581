import { h } from '../dom';
import { fullName, parameterTexts } from '../names';

type Named = Parameters<typeof fullName>[0];

/** A benchmark's name in two lines at most, the whole of it in the title. */
export function benchmarkName(named: Named): HTMLElement {
  const params = parameterTexts(named);
  return h(
    'span',
    { class: 'name', title: fullName(named) },
    h('span', { class: 'name-main', dir: 'auto' }, named.benchmark),
    h(
      'span',
      { class: 'name-side' },
      named.suite === '' ? null : h('span', { class: 'name-suite', dir: 'auto' }, named.suite),
      ...params.map((text) => h('span', { class: 'param' }, text)),
      h('span', { class: 'name-metric' }, named.metric),
    ),
  );
}
