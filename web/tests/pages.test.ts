import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { server } from '../dev/fake-api.mjs';
import { Browser, installedBrowser } from './browser';

/** The built pages in a real browser, under the server's Content-Security-Policy. */

const EXECUTABLE = installedBrowser();
let browser: Browser;
let origin = '';

test('the pages are built', () => {
  expect(existsSync('dist/index.html'), 'run "npm run build" before "npm test"').toBe(true);
});

test('the built page has no inline script and no inline style', () => {
  const page = readFileSync('dist/index.html', 'utf8');

  expect(page).toMatch(/<script type="module"[^>]* src="\/assets\//);
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|data:/);
});

test("uPlot's licence lies beside the bundle", () => {
  expect(readFileSync('dist/assets/third-party-licences.txt', 'utf8')).toMatch(/uplot[\s\S]*MIT[\s\S]*Leon Sorokin/);
});

describe.skipIf(EXECUTABLE === null)('in Chromium', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await Browser.launch(EXECUTABLE!);
    await browser.resize(1280, 900);
  }, 60_000);

  afterEach(() => expect(browser.complaints).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });

  test('the list of projects says how each stands', async () => {
    await browser.open(`${origin}/`, 'regressions open');

    await browser.see('No regression open');
    await browser.see('No results yet');
  });

  test('a project says what is worse, where, and since when', async () => {
    await browser.open(`${origin}/p/orders-service`, '4 regressions open on main');

    await browser.see('3 critical. Since');
    await browser.see('Report of the week');
    await browser.until(`document.querySelector('.row .badge-word').textContent === 'Regressed (critical)'`);
  });

  test('a name from an upload is text, whatever it contains', async () => {
    await browser.open(`${origin}/p/orders-service?roles=all&q=onerror`, '"><img src=x onerror=alert(document.domain)>');

    expect(await browser.evaluate(`document.querySelectorAll('img[src="x"], main script').length`)).toBe(0);
  });

  test('of a thousand series only those near the window are in the document, and back comes back to the place', async () => {
    await browser.open(`${origin}/p/thousand-series`, '715 of 1,000 series');
    const rows = await browser.evaluate<number>(`document.querySelectorAll('.row').length`);
    await browser.evaluate('window.scrollTo(0, 12000)');
    await browser.until(`Number(document.querySelector('.row').dataset.index) > 150`);
    await browser.evaluate(`document.querySelectorAll('.row-link')[10].click()`);
    await browser.see('This level since');

    await browser.evaluate('history.back()');

    await browser.until('window.scrollY === 12000');
    expect(rows).toBeGreaterThan(5);
    expect(rows).toBeLessThan(60);
  });

  test('filters are kept in the address', async () => {
    await browser.open(`${origin}/p/thousand-series`, '715 of 1,000 series');

    await browser.evaluate(`document.querySelector('.chip[data-verdict="improved"]').click()`);
    await browser.press('/');
    await browser.type('bulk_insert');

    await browser.until(`location.search === '?q=bulk_insert&verdict=improved'`);
    await browser.open(await browser.evaluate('location.href'), 'of 1,000 series');
    await browser.until(`[...document.querySelectorAll('.row .name-main')].every((name) => name.textContent.startsWith('bulk_insert'))`);
  });

  test('a series has a drawn trend, its figures, and its points as a table', async () => {
    await browser.open(`${origin}/p/orders-service/series/1-1-1?branch=main`, 'This level since');

    await browser.until(`document.querySelector('.chart canvas')`);
    await browser.see('90 points');
    expect(await browser.evaluate(`document.querySelectorAll('tbody tr').length`)).toBe(20);
  });

  test('the trend is walked with the keyboard, and a point leads to its run', async () => {
    await browser.open(`${origin}/p/orders-service/series/1-1-1?branch=main`, 'This level since');
    await browser.until(`document.querySelector('.chart canvas')`);

    await browser.evaluate(`document.querySelector('.chart').focus()`);
    await browser.press('End');
    await browser.until(`/commit d5a3c5a/.test(document.querySelector('.tooltip-layer [aria-live]').textContent)`);
    await browser.press('Enter');
    await browser.until(`document.activeElement.textContent === 'Open the run'`);
    await browser.evaluate('document.activeElement.click()');

    await browser.see('4 regressions, critical');
    expect(await browser.evaluate('location.pathname')).toBe('/p/orders-service/runs/r1089');
  });

  test('a view of the trend is in its address', async () => {
    await browser.open(`${origin}/p/orders-service/series/1-1-1?branch=main&x=time&zero=1&from=r1040&to=r1060`, 'Show all');

    await browser.until(`document.querySelector('.chart canvas')`);
    expect(await browser.evaluate('location.search')).toBe('?branch=main&x=time&zero=1&from=r1040&to=r1060');
  });

  test('a run has its verdict, its baseline and its evidence; a job address that is a script is no link', async () => {
    await browser.open(`${origin}/p/orders-service/runs/r1089`, '4 regressions, critical');
    await browser.see('The 20 runs before this one');
    await browser.see('noise 1.5 % over 20 baseline runs; p = 0.003.');

    await browser.open(`${origin}/p/orders-service/runs/r1088`, 'critical');
    expect(await browser.evaluate(`document.querySelectorAll('a[href^="javascript"]').length`)).toBe(0);
  });

  test('the samples of a result are drawn when they are asked for', async () => {
    await browser.open(`${origin}/p/orders-service/runs/r1089`, '4 regressions, critical');

    await browser.evaluate(`document.querySelector('.result .samples summary').click()`);

    await browser.until(`document.querySelector('.result .samples img')?.naturalWidth === 720`);
    expect(await browser.evaluate('document.title')).not.toBe('no');
  });

  test('an alert is accepted with a reason', async () => {
    await browser.open(`${origin}/p/orders-service/alerts`, 'Dismiss Resolve');

    await browser.evaluate(`document.querySelectorAll('.alert-card .actions button')[1].click()`);
    await browser.type('Safer');
    await browser.press('Enter');

    await browser.until(`document.querySelector('.alert-card .tag')?.textContent === 'Accepted'`);
  });

  test('an alert gets somebody who looks after it', async () => {
    await browser.open(`${origin}/p/orders-service/alerts`, 'Dismiss Resolve');

    await browser.evaluate(`[...document.querySelectorAll('.alert-card .actions button')].filter((b) => b.textContent === 'Assign')[1].click()`);
    await browser.type('ada');
    await browser.press('Enter');

    await browser.until(`[...document.querySelectorAll('.alert-card .tag')].some((tag) => tag.textContent === 'ada')`);
  });

  test('a bad run is taken out with a reason, is marked in the list, and comes back', async () => {
    const press = (label: string) =>
      browser.evaluate(`[...document.querySelectorAll('.run-exclusion button')].find((b) => b.textContent === '${label}').click()`);
    await browser.open(`${origin}/p/orders-service/runs/r1088`, 'Exclude this run');

    await press('Exclude this run');
    await browser.type('wrong machine <b>');
    await browser.press('Enter');
    await browser.see('Excluded by local');
    await browser.see('wrong machine <b>');

    await browser.open(`${origin}/p/orders-service/runs`, '⊘ excluded');
    await browser.open(`${origin}/p/orders-service/runs/r1088`, 'Include again');
    await press('Include again');
    await browser.see('Exclude this run');
  });

  test('a level that crept says since when', async () => {
    await browser.open(`${origin}/p/orders-service/alerts`, 'crept by +8.1 % since v1.2 over 34 runs');

    await browser.until(`[...document.querySelectorAll('.alert-card .tag')].filter((tag) => tag.textContent === 'crept').length === 1`);
  });

  test('what is missing is said, with a new name where one is likely, until it is dismissed', async () => {
    await browser.open(`${origin}/p/orders-service/alerts`, 'no longer measured');
    await browser.see('probably renamed to');
    await browser.see('Runs on bench-1');

    await browser.evaluate(`[...document.querySelectorAll('.alert-card')].find((c) => c.textContent.includes('no run came')).querySelector('button').click()`);

    await browser.until(`!document.body.textContent.includes('no run came')`);
  });

  test('channels are listed with what they hear of, and why one is disabled', async () => {
    await browser.open(`${origin}/p/orders-service/channels`, 'All channels');

    await browser.see('hooks.slack.com/… Regression, Back to normal, Missing, Testbed drift added');
    await browser.see('WEBHOOK answers 410 Gone. Nothing is sent there any more: remove it and add it anew.');
    expect(await browser.evaluate(`document.querySelector('.tab[aria-current]').textContent`)).toBe('Channels');
  });

  test('what was given up is sent again, and it is said whether it got there', async () => {
    const retry = (text: string) =>
      browser.evaluate(`[...document.querySelectorAll('.alert-card')].find((c) => c.textContent.includes('${text}')).querySelector('button').click()`);
    await browser.open(`${origin}/p/orders-service/channels`, 'SLACK answers 500 server_error');
    await browser.see('and 9 more');
    await browser.see('next attempt in 5 hours');
    await browser.see('Pull request #482 to pull requests');
    // A disabled channel cannot be sent to.
    expect(await browser.evaluate(`document.querySelectorAll('.alert-card button').length`)).toBe(2);

    await retry('SLACK answers 500');
    await browser.until(`document.activeElement.matches('.alert-card')`);
    await retry('addresses: the mail server answers 550');

    await browser.until(`[...document.querySelectorAll('.tag')].filter((tag) => tag.textContent === '✓ sent').length === 1`);
    await browser.until(`![...document.querySelectorAll('.alert-card')].some((c) => /✓ sent.*(next attempt|server_error)/.test(c.textContent))`);
    await browser.until(`[...document.querySelectorAll('.alert-card')].some((c) => /given up.*1 attempt.*answers 550/.test(c.textContent))`);
  });

  test('without channels it is said how to add one', async () => {
    await browser.open(`${origin}/p/empty/channels`, `pawl channel add slack --project empty --name '#perf'`);
    await browser.open(`${origin}/p/broken/channels`, 'The store is not reachable. Reference: 5f2c.');
  });

  test('a locked project opens with a token, which leaves with the tab', async () => {
    await browser.open(`${origin}/p/private`, 'This needs a token');

    await browser.evaluate(`document.getElementById('token').focus()`);
    await browser.type('let-me-in');
    await browser.press('Enter');

    await browser.see('regression open on main');
    expect(await browser.evaluate(`[sessionStorage.length, localStorage['pawl.token'] ?? null]`)).toEqual([1, null]);
    await browser.evaluate('sessionStorage.clear()');
  });

  test('what fails says why; what is empty says what to do next', async () => {
    await browser.open(`${origin}/p/broken`, 'The store is not reachable. Reference: 5f2c.');
    await browser.see('Try again');
    await browser.open(`${origin}/p/nothing-here`, 'There is no project named "nothing-here".');
    expect(await browser.evaluate(`document.querySelector('.failure a').getAttribute('href')`)).toBe('/');
    await browser.open(`${origin}/nowhere`, 'There is no such page');
    await browser.open(`${origin}/p/empty`, `pawl upload --server ${origin} --project empty results.json`);
    await browser.see('curl --data-binary @results.json');
  });

  test('no page is wider than a phone', async () => {
    await browser.resize(390, 844);
    const pages = ['/', '/p/orders-service', '/p/orders-service/series/9-1-1', '/p/orders-service/runs',
      '/p/orders-service/runs/r1089', '/p/orders-service/alerts', '/p/orders-service/channels', '/p/empty', '/p/private'];
    const tooWide: string[] = [];

    for (const page of pages) {
      await browser.open(origin + page, 'Licences');
      await browser.until(`!document.querySelector('.skeleton')`);
      const width = await browser.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 390) tooWide.push(`${page}: ${width}`);
    }

    await browser.resize(1280, 900);
    expect(tooWide).toEqual([]);
  });
});
