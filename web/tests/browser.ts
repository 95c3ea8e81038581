import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Longer than any page takes on a busy machine; only a failure waits for it. */
const PATIENCE_MS = 20_000;

interface Message {
  id?: number;
  method?: string;
  params?: { type?: string; args?: { value?: unknown }[]; entry?: { level: string; text: string }; exceptionDetails?: unknown };
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** One headless Chromium with one page, driven over its debugging pipe (the Chrome DevTools Protocol). */
export class Browser {
  /** What the page complained about since it was opened: script errors and violations of the policy. */
  complaints: string[] = [];
  private session = '';
  private count = 0;
  private readonly waiting = new Map<number, { done(result: Record<string, unknown>): void; failed(error: Error): void }>();

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    let rest = '';
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop()!;
      for (const message of messages) this.receive(JSON.parse(message) as Message);
    });
  }

  static async launch(executable: string): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'pawl-pages-'));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
    const process = spawn(executable, [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Browser(process, profile);
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.session = sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.send(`${domain}.enable`);
    return browser;
  }

  async close(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done));
    await this.send('Browser.close').catch(() => this.process.kill());
    await ended;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Sets the size of the window in CSS pixels. */
  async resize(width: number, height: number): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
  }

  /** Opens an address and waits until the page shows the text. */
  async open(url: string, text: string): Promise<void> {
    this.complaints = [];
    await this.send('Page.navigate', { url });
    await this.until(`location.href.startsWith(${JSON.stringify(url)})`);
    await this.see(text);
  }

  /** Waits until the page shows the text; spaces of all kinds count as one. */
  async see(text: string): Promise<void> {
    await this.until(`document.body.innerText.replace(/\\s+/g, ' ').includes(${JSON.stringify(text)})`);
  }

  /** Waits until the expression is true in the page. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      if (await this.evaluate(`Boolean(${expression})`).catch(() => false)) return;
      if (Date.now() > end) {
        const shown = await this.evaluate('document.body.innerText.slice(0, 600)');
        throw new Error(`Waited for ${expression}; the page shows:\n${String(shown)}\n${this.complaints.join('\n')}`);
      }
      await new Promise((done) => setTimeout(done, 40));
    }
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })) as { result: { value: T; description?: string }; exceptionDetails?: unknown };
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${result.description}`);
    return result.value;
  }

  /** Presses a key on whatever has the focus; a character types itself. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined;
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, ...(text === undefined ? {} : { text }) });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
  }

  async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
  }

  private send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.count;
    const message = { id, method, params, ...(this.session === '' ? {} : { sessionId: this.session }) };
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      (this.process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    });
  }

  private receive(message: Message): void {
    if (message.id !== undefined) {
      const call = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error === undefined) call?.done(message.result ?? {});
      else call?.failed(new Error(message.error.message));
    } else if (message.method === 'Runtime.exceptionThrown') {
      this.complaints.push(JSON.stringify(message.params?.exceptionDetails));
    } else if (message.method === 'Log.entryAdded' && message.params?.entry?.level === 'error') {
      // The browser logs each answer of 400 and more; the pages are asked to show those.
      const { text } = message.params.entry;
      if (!text.startsWith('Failed to load resource')) this.complaints.push(text);
    } else if (message.method === 'Page.javascriptDialogOpening') {
      this.complaints.push('A dialog opened: a name from an upload was run as a script.');
    }
  }
}

/** Chromium or Chrome from the PATH, or as CHROMIUM names it; null where there is none. */
export function installedBrowser(): string | null {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}
