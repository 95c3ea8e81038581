/** The addresses of the dashboard. The server answers each of them with the same index.html. */

export type Route =
  | { page: 'projects' }
  | { page: 'project'; project: string }
  | { page: 'series'; project: string; series: string }
  | { page: 'runs'; project: string }
  | { page: 'run'; project: string; run: string }
  | { page: 'alerts'; project: string }
  | { page: 'channels'; project: string }
  | { page: 'unknown' };

/** The route that a path names; a path that is malformed or not ours is "unknown", never an exception. */
export function routeOf(pathname: string): Route {
  const raw = pathname.split('/').filter((part) => part !== '');
  let parts: string[];
  try {
    parts = raw.map(decodeURIComponent);
  } catch {
    return { page: 'unknown' };
  }
  const [root, project, section, id] = parts;
  if (root === undefined) return { page: 'projects' };
  if (root !== 'p' || project === undefined || parts.length > 4) return { page: 'unknown' };
  if (section === undefined) return { page: 'project', project };
  if (section === 'series' && id !== undefined) return { page: 'series', project, series: id };
  if (section === 'runs') return id === undefined ? { page: 'runs', project } : { page: 'run', project, run: id };
  if (section === 'alerts' && id === undefined) return { page: 'alerts', project };
  if (section === 'channels' && id === undefined) return { page: 'channels', project };
  return { page: 'unknown' };
}

const segment = encodeURIComponent;

export const paths = {
  projects: () => '/',
  project: (project: string, query: Query = {}) => `/p/${segment(project)}${queryText(query)}`,
  series: (project: string, series: string, query: Query = {}) =>
    `/p/${segment(project)}/series/${segment(series)}${queryText(query)}`,
  runs: (project: string, query: Query = {}) => `/p/${segment(project)}/runs${queryText(query)}`,
  run: (project: string, run: string) => `/p/${segment(project)}/runs/${segment(run)}`,
  alerts: (project: string, query: Query = {}) => `/p/${segment(project)}/alerts${queryText(query)}`,
  channels: (project: string) => `/p/${segment(project)}/channels`,
  report: (project: string) => `/api/v1/projects/${segment(project)}/report.html`,
};

export type Query = Record<string, string | number | null | undefined>;

/** "?a=1&b=2", or nothing; values that are null, undefined or empty are left out. */
export function queryText(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}
