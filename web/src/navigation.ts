import type { Api } from './api';
import { fill } from './dom';
import type { PageContext } from './page';
import { alertsPage } from './pages/alertsPage';
import { channelsPage } from './pages/channelsPage';
import { projectPage } from './pages/projectPage';
import { projectsPage } from './pages/projectsPage';
import { runPage } from './pages/runPage';
import { runsPage } from './pages/runsPage';
import { seriesPage } from './pages/seriesPage';
import { unknownPage } from './pages/unknownPage';
import { queryText, routeOf, type Route } from './routes';
import type { Shell } from './shell';

/** Real addresses by the History API: links are links, back goes back, and to where the page was scrolled. */
export function startNavigation(shell: Shell, api: Api): void {
  let current = new AbortController();

  async function draw(scrollTo: number, focus: boolean): Promise<void> {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    const route = routeOf(location.pathname);
    shell.show(route);
    fill(shell.main);
    const context: PageContext = {
      root: shell.main,
      api,
      url: new URL(location.href),
      signal,
      now: () => new Date(),
      title: (name) => {
        if (!signal.aborted) document.title = name === '' ? 'Pawl' : `${name} · Pawl`;
      },
      keep: (query) => {
        // A page that was left must not write into the address of the next one.
        if (!signal.aborted) history.replaceState(history.state, '', location.pathname + queryText(query));
      },
      go,
      reload: () => void draw(0, false),
    };
    if (focus) shell.main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    await drawPage(context, route);
    // Lists take their height in the next frame; only then is there something to scroll to.
    if (scrollTo > 0) requestAnimationFrame(() => requestAnimationFrame(() => {
      if (!signal.aborted) window.scrollTo(0, scrollTo);
    }));
  }

  function go(path: string): void {
    history.replaceState({ scrollY: window.scrollY }, '');
    history.pushState(null, '', path);
    void draw(0, true);
  }

  history.scrollRestoration = 'manual';
  window.addEventListener('popstate', (event) => {
    void draw((event.state as { scrollY?: number } | null)?.scrollY ?? 0, true);
  });
  document.addEventListener('click', (event) => {
    const path = pathToFollow(event);
    if (path === null) return;
    event.preventDefault();
    go(path);
  });
  void draw(0, false);
}

/** Where a click on one of our own links leads; null for all that the browser should do by itself. */
function pathToFollow(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/"]');
  if (link === null || link.target !== '' || link.dataset['outside'] !== undefined) return null;
  return link.pathname + link.search;
}

function drawPage(context: PageContext, route: Route): Promise<void> {
  switch (route.page) {
    case 'projects':
      return projectsPage(context, route);
    case 'project':
      return projectPage(context, route);
    case 'series':
      return seriesPage(context, route);
    case 'runs':
      return runsPage(context, route);
    case 'run':
      return runPage(context, route);
    case 'alerts':
      return alertsPage(context, route);
    case 'channels':
      return channelsPage(context, route);
    case 'unknown':
      return unknownPage(context, route);
  }
}
