import { ApiError, type Api } from './api';
import { fill, type Child } from './dom';
import { tokens } from './memory';
import { failure, skeleton, tokenForm } from './parts/states';
import type { Query } from './routes';

/** What a page gets to work with. It draws into `root` and stops when `signal` aborts (another page came). */
export interface PageContext {
  root: HTMLElement;
  api: Api;
  url: URL;
  signal: AbortSignal;
  now: () => Date;
  /** Sets the page's name in the window's title. */
  title(name: string): void;
  /** Puts view state into the address without leaving the page. */
  keep(query: Query): void;
  /** Goes to another page of the dashboard. */
  go(path: string): void;
  /** Draws the page again from the start. */
  reload(): void;
}

export type Page<R> = (context: PageContext, route: R) => Promise<void>;

/**
 * Fills a place with what is loaded: grey shapes first, then the data, or the error with a way to try again. A failure
 * stays in its place; the rest of the page goes on.
 */
export async function load<T>(
  context: PageContext,
  place: Element,
  rows: number,
  fetchData: (signal: AbortSignal) => Promise<T>,
  draw: (data: T) => Child[],
): Promise<void> {
  fill(place, skeleton(rows));
  try {
    const data = await fetchData(context.signal);
    if (!context.signal.aborted) fill(place, ...draw(data));
  } catch (error) {
    if (context.signal.aborted) return;
    const again = () => void load(context, place, rows, fetchData, draw);
    fill(place, error instanceof ApiError && error.needsToken ? doorOf(context, error) : failure(error, again));
  }
}

function doorOf(context: PageContext, error: ApiError): HTMLElement {
  return tokenForm(error, tokens.get() !== null, (token) => {
    tokens.set(token);
    context.reload();
  });
}
