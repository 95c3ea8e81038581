import { ApiError } from '../api';
import { h, type Child } from '../dom';
import { paths } from '../routes';

/** What a page shows instead of data: waiting, nothing there, an error, a locked door. */

/** Grey shapes where the data will be; after a few seconds it says that it still waits. */
export function skeleton(rows: number, label = 'Loading'): HTMLElement {
  const words = h('p', { class: 'skeleton-words' }, `${label}…`);
  const slow = setTimeout(() => {
    if (words.isConnected) words.textContent = `${label}… the server is taking its time.`;
  }, 4000);
  // A test or a script that waits for nothing else need not wait for this.
  (slow as unknown as { unref?: () => void }).unref?.();
  return h(
    'div',
    { class: 'skeleton', role: 'status', 'aria-busy': 'true' },
    words,
    ...Array.from({ length: rows }, () => h('div', { class: 'skeleton-row', 'aria-hidden': 'true' })),
  );
}

/** What went wrong, in the server's own words, and a way to try again, or away from what is not there. */
export function failure(error: unknown, retry: () => void): HTMLElement {
  const known = error instanceof ApiError;
  const title = known ? (error.status === 404 ? 'Not found' : error.title) : 'The page failed';
  const detail = known ? error.detail : error instanceof Error ? error.message : String(error);
  return h(
    'div',
    { class: 'notice failure', role: 'alert' },
    h('h2', {}, h('span', { class: 'notice-icon', 'aria-hidden': 'true' }, '!'), title),
    detail === '' ? null : h('p', {}, sentence(detail)),
    known && error.status > 0 ? h('p', { class: 'faint' }, `HTTP ${error.status}`) : null,
    known && error.status === 404
      ? h('a', { class: 'button', href: paths.projects() }, 'All projects')
      : h('button', { type: 'button', class: 'primary', onclick: retry }, 'Try again'),
  );
}

/** The server's words fit behind "error:"; here they stand alone. */
function sentence(detail: string): string {
  return detail.charAt(0).toUpperCase() + detail.slice(1);
}

/** Nothing there yet, and what to do about it. */
export function empty(title: string, ...next: Child[]): HTMLElement {
  return h('div', { class: 'notice empty' }, h('h2', {}, title), ...next);
}

/** A command to run in a shell, with a button that copies it. */
export function command(text: string): HTMLElement {
  const button = h('button', { type: 'button', class: 'quiet copy', 'aria-label': 'Copy the command' }, 'Copy');
  button.addEventListener('click', () => void copyText(text).then((done) => flash(button, done ? 'Copied' : 'Select it')));
  return h('div', { class: 'command' }, h('pre', { tabindex: 0 }, h('code', {}, text)), button);
}

/** Copies a text; false where the browser does not allow it (plain http on another machine). */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Shows another label on a button for a moment. */
export function flash(button: HTMLButtonElement, label: string): void {
  const before = button.dataset['label'] ?? button.textContent ?? '';
  button.dataset['label'] = before;
  button.textContent = label;
  setTimeout(() => (button.textContent = before), 1600);
}

/** Asks for a token; it stays in this tab and goes nowhere but to this server. */
export function tokenForm(error: ApiError, hadToken: boolean, submit: (token: string) => void): HTMLElement {
  const input = h('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    placeholder: 'pawl_…',
  });
  const form = h(
    'form',
    { class: 'notice locked' },
    h('h2', {}, 'This needs a token'),
    h(
      'p',
      {},
      error.status === 403
        ? 'The token that this tab uses may not do this.'
        : hadToken
          ? 'The server does not accept the token that this tab uses.'
          : 'The server shows this only to those who have a token. Its operator makes one with “pawl token”.',
    ),
    error.detail === '' ? null : h('p', { class: 'faint' }, error.detail),
    h('label', { for: 'token' }, 'Token'),
    h('div', { class: 'field-row' }, input, h('button', { type: 'submit', class: 'primary' }, 'Unlock')),
    h('p', { class: 'faint' }, 'Kept in this tab until you close it, and sent to this server only.'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const token = input.value.trim();
    if (token !== '') submit(token);
  });
  return form;
}
