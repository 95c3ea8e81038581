import { queryText, type Query } from './routes';
import type {
  Absence,
  Alert,
  AlertState,
  Channel,
  Comparison,
  Delivery,
  Project,
  ProjectSummary,
  Run,
  RunRow,
  Series,
  SeriesRow,
} from './wire';

/** Longer than any honest answer takes; shorter than a person waits. */
const TIMEOUT_MS = 30_000;

/** What the server (or the way to it) answered instead of data. Status 0 means that no answer came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}: ${detail}`);
    this.name = 'ApiError';
  }

  /** True where a read token may help. */
  get needsToken(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** Where the read token lives: as long as the tab, never longer. */
export interface TokenStore {
  get(): string | null;
  set(token: string | null): void;
}

/** The server's read API and the few writes of the dashboard. */
export class Api {
  constructor(
    private readonly tokens: TokenStore,
    private readonly send: typeof fetch = (...request) => fetch(...request),
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  projects(signal: AbortSignal): Promise<{ projects: ProjectSummary[] }> {
    return this.get('/projects', {}, signal);
  }

  project(project: string, signal: AbortSignal): Promise<Project> {
    return this.get(inProject(project), {}, signal);
  }

  seriesOf(project: string, query: Query, signal: AbortSignal): Promise<{ branch: string; series: SeriesRow[] }> {
    return this.get(`${inProject(project)}/series`, query, signal);
  }

  series(project: string, id: string, query: Query, signal: AbortSignal): Promise<Series> {
    return this.get(`${inProject(project)}/series/${encodeURIComponent(id)}`, query, signal);
  }

  runs(project: string, query: Query, signal: AbortSignal): Promise<{ runs: RunRow[] }> {
    return this.get(`${inProject(project)}/runs`, query, signal);
  }

  run(project: string, id: string, signal: AbortSignal): Promise<Run> {
    return this.get(`${inProject(project)}/runs/${encodeURIComponent(id)}`, {}, signal);
  }

  /** The comparison of a run, or null where the run has not been compared yet. */
  async comparison(project: string, id: string, signal: AbortSignal): Promise<Comparison | null> {
    try {
      return await this.get(`${inProject(project)}/runs/${encodeURIComponent(id)}/comparison`, {}, signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  /** Takes a run out, or in again; the answer is the run as it is then. */
  async setExcluded(project: string, id: string, excluded: boolean, reason: string): Promise<RunRow> {
    const response = await this.request(`${inProject(project)}/runs/${encodeURIComponent(id)}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ excluded, reason }),
    });
    return (await response.json()) as RunRow;
  }

  alerts(project: string, query: Query, signal: AbortSignal): Promise<{ alerts: Alert[] }> {
    return this.get(`${inProject(project)}/alerts`, query, signal);
  }

  absences(project: string, query: Query, signal: AbortSignal): Promise<{ absences: Absence[] }> {
    return this.get(`${inProject(project)}/absences`, query, signal);
  }

  async dismissAbsence(project: string, id: number): Promise<void> {
    await this.request(`${inProject(project)}/absences/${id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ state: 'dismissed' }),
    });
  }

  channels(project: string, signal: AbortSignal): Promise<{ channels: Channel[] }> {
    return this.get(`${inProject(project)}/channels`, {}, signal);
  }

  /** What waits to be sent, and what was given up. */
  deliveries(project: string, signal: AbortSignal): Promise<{ deliveries: Delivery[] }> {
    return this.get(`${inProject(project)}/deliveries`, {}, signal);
  }

  /** Lets the server try again to send what it gave up; the answer is the delivery as it is then. */
  async retryDelivery(project: string, id: number): Promise<Delivery> {
    const response = await this.request(`${inProject(project)}/deliveries/${id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ state: 'pending' }),
    });
    return (await response.json()) as Delivery;
  }

  async assignAlert(project: string, id: Alert['id'], assignee: string): Promise<void> {
    await this.request(`${inProject(project)}/alerts/${encodeURIComponent(id)}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ assignee }),
    });
  }

  async setAlertState(project: string, id: Alert['id'], state: AlertState, reason: string): Promise<void> {
    await this.request(`${inProject(project)}/alerts/${encodeURIComponent(id)}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ state, reason }),
    });
  }

  /** A picture of a run's samples beside its baseline's, as the text of an SVG. */
  async distribution(project: string, run: string, series: string, query: Query, signal: AbortSignal): Promise<string> {
    const path = `${inProject(project)}/runs/${encodeURIComponent(run)}/series/${encodeURIComponent(series)}/distribution.svg`;
    return (await this.request(path + queryText(query), { signal }, 'image/svg+xml, application/problem+json')).text();
  }

  private async get<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    const response = await this.request(path + queryText(query), { signal });
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ApiError(response.status, 'Not readable', 'The answer is not JSON. Is a proxy in between?');
    }
  }

  private async request(
    path: string,
    init: RequestInit,
    accepted = 'application/json, application/problem+json',
  ): Promise<Response> {
    const token = this.tokens.get();
    const headers = new Headers(init.headers);
    headers.set('Accept', accepted);
    if (token !== null) headers.set('Authorization', `Bearer ${token}`);

    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.timeoutMs);
    const leave = () => timeout.abort();
    init.signal?.addEventListener('abort', leave);
    try {
      const response = await this.send(`/api/v1${path}`, { ...init, headers, signal: timeout.signal });
      if (!response.ok) throw await problemOf(response);
      return response;
    } catch (error) {
      if (error instanceof ApiError || init.signal?.aborted) throw error;
      throw timeout.signal.aborted
        ? new ApiError(0, 'No answer', `The server did not answer within ${this.timeoutMs / 1000} seconds.`)
        : new ApiError(0, 'No connection', 'The server cannot be reached. Is it running, and are you online?');
    } finally {
      clearTimeout(timer);
      init.signal?.removeEventListener('abort', leave);
    }
  }
}

function inProject(project: string): string {
  return `/projects/${encodeURIComponent(project)}`;
}

/** Reads application/problem+json; anything else is described by its status. */
async function problemOf(response: Response): Promise<ApiError> {
  const fallback = response.statusText || `HTTP ${response.status}`;
  try {
    const problem = (await response.json()) as { title?: unknown; detail?: unknown };
    return new ApiError(response.status, text(problem.title) ?? fallback, text(problem.detail) ?? '');
  } catch {
    return new ApiError(response.status, fallback, '');
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
