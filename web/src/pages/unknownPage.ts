import { fill, h } from '../dom';
import type { Page } from '../page';
import { empty } from '../parts/states';
import { paths, type Route } from '../routes';

/** An address that the dashboard does not have. */
export const unknownPage: Page<Route & { page: 'unknown' }> = async ({ root, title }) => {
  title('Not found');
  fill(
    root,
    h('h1', { class: 'visually-hidden' }, 'Not found'),
    empty(
      'There is no such page',
      h('p', {}, 'The address may be cut short.'),
      h('p', {}, h('a', { class: 'button', href: paths.projects() }, 'All projects')),
    ),
  );
};
