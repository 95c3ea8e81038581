import { h } from '../dom';

/** A labelled choice among names; the empty name stands for all. */
export function picker(
  label: string,
  names: string[],
  current: string,
  choose: (name: string) => void,
  all = 'All',
): HTMLElement {
  const select = h(
    'select',
    { title: current === '' ? all : current },
    ...names.map((name) => h('option', { value: name, selected: name === current }, name === '' ? all : name)),
  );
  select.addEventListener('change', () => choose(select.value));
  return h('label', { class: 'picker' }, h('span', { class: 'picker-label' }, label), select);
}
