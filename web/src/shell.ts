import { fill, h } from './dom';
import markUrl from './mark.svg';
import { tokens } from './memory';
import { paths, type Route } from './routes';
import { themeButton } from './theme';

/** The frame around every page: the bar on top, the main part, the foot. */
export interface Shell {
  main: HTMLElement;
  /** Marks where in the dashboard the page is. */
  show(route: Route): void;
}

export function buildShell(app: HTMLElement, forgetToken: () => void): Shell {
  const crumbs = h('nav', { class: 'crumbs', 'aria-label': 'Project' });
  const tabs = h('nav', { class: 'tabs', 'aria-label': 'Pages of the project' });
  const door = h('button', { type: 'button', class: 'quiet', onclick: forgetToken }, 'Forget token');
  const main = h('main', { id: 'main', tabindex: -1 });
  fill(
    app,
    h('a', { class: 'skip', href: '#main' }, 'Skip to the content'),
    h(
      'header',
      { class: 'bar' },
      h(
        'div',
        { class: 'bar-inner' },
        h(
          'a',
          { class: 'brand', href: paths.projects(), 'aria-label': 'Pawl, all projects' },
          h('img', { src: markUrl, alt: '', width: 26, height: 26 }),
          h('span', { class: 'brand-name' }, 'Pawl'),
        ),
        crumbs,
        tabs,
        h('div', { class: 'bar-end' }, door, themeButton()),
      ),
    ),
    main,
    h(
      'footer',
      { class: 'foot' },
      h('span', {}, 'Pawl keeps performance from slipping back.'),
      h('a', { href: '/assets/third-party-licences.txt', 'data-outside': true }, 'Licences'),
    ),
  );
  return {
    main,
    show(route) {
      door.hidden = tokens.get() === null;
      if (!('project' in route)) {
        fill(crumbs);
        fill(tabs);
        return;
      }
      const { project, page } = route;
      fill(
        crumbs,
        h('span', { class: 'crumb-mark', 'aria-hidden': 'true' }, '/'),
        h('a', { class: 'crumb', href: paths.project(project), title: project }, project),
      );
      const tab = (name: string, href: string, here: boolean) =>
        h('a', { class: 'tab', href, 'aria-current': here ? 'page' : null }, name);
      fill(
        tabs,
        tab('Series', paths.project(project), page === 'project' || page === 'series'),
        tab('Runs', paths.runs(project), page === 'runs' || page === 'run'),
        tab('Alerts', paths.alerts(project), page === 'alerts'),
        tab('Channels', paths.channels(project), page === 'channels'),
      );
    },
  };
}
