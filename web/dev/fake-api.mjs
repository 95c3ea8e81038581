/**
 * A small server with the dashboard's API on made-up data and the built pages beside it, under the real server's
 * Content-Security-Policy. For development and tests of the pages: `npm run build && npm run dev`.
 * Projects that misbehave on purpose: `private` (token: let-me-in), `slow`, `broken`, `empty`.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparisonOf, rowOf, runOf, trendOf, worldOf } from './fake-data.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8' };

const WORLDS = [
  { slug: 'orders-service', seed: 7, series: 42, commits: 90, nasty: true },
  { slug: 'thousand-series', seed: 11, series: 1000, commits: 40 },
  { slug: 'quiet-library', seed: 23, series: 12, commits: 60, calm: true },
  { slug: 'long-history', seed: 31, series: 6, commits: 2000 },
  { slug: 'private', seed: 5, series: 8, commits: 30 },
  { slug: 'slow', seed: 6, series: 8, commits: 30 },
  { slug: 'broken', seed: 8, series: 8, commits: 30 },
  { slug: 'empty', seed: 1, series: 0, commits: 0 },
  { slug: 'x'.repeat(64), seed: 9, series: 3, commits: 10, calm: true },
].map(worldOf);
const REPOSITORY = 'https://git.example.org/acme/orders';

class Problem extends Error {
  constructor(status, title, detail) {
    super(detail);
    Object.assign(this, { status, title });
  }
}

function projectOf(world) {
  const open = world.alerts.filter(({ state }) => state === 'open').length;
  return {
    slug: world.slug, repositoryUrl: REPOSITORY, defaultBranch: 'main', settingsVersion: 3,
    thresholds: { warning: 0.05, critical: 0.1, policy: 'significant' },
    branches: world.commits.length === 0 ? [] : ['main', 'release/2.4', `feature/${'long-branch-name-'.repeat(6)}end`],
    testbeds: ['ci', 'gpu-h200'], runs: world.commits.length, openAlerts: open,
    lastRunAt: world.commits.at(-1)?.time ?? null,
  };
}

async function answer(request, url) {
  const parts = url.pathname.split('/').filter(Boolean).slice(2).map(decodeURIComponent);
  const query = url.searchParams;
  if (parts[0] !== 'projects') throw new Problem(404, 'Not found', `No resource at ${url.pathname}.`);
  if (parts.length === 1) return { projects: process.env.PAWL_FAKE_EMPTY ? [] : WORLDS.map(projectOf) };
  const world = WORLDS.find(({ slug }) => slug === parts[1]);
  if (world === undefined) throw new Problem(404, 'Not found', `There is no project named "${parts[1]}".`);
  if (world.slug === 'private' && request.headers.authorization !== 'Bearer let-me-in') {
    throw new Problem(401, 'Token needed', 'This project is readable with a token only.');
  }
  if (world.slug === 'broken' && parts.length > 2) throw new Problem(500, 'Internal error', 'The store is not reachable. Reference: 5f2c.');
  if (world.slug === 'slow') await new Promise((done) => setTimeout(done, 6000));
  const [, , resource, id, sub] = parts;
  if (resource === undefined) return projectOf(world);
  if (resource === 'series') return seriesAnswer(world, id, query);
  if (resource === 'runs') return runsAnswer(world, id, sub, query, request);
  if (resource === 'absences') return absencesAnswer(world, id, request);
  if (resource === 'channels') return { channels: world.channels };
  if (resource === 'deliveries') return deliveriesAnswer(world, id, request);
  if (resource === 'alerts') return alertsAnswer(world, id, request, query);
  throw new Problem(404, 'Not found', `No resource at ${url.pathname}.`);
}

function seriesAnswer(world, id, query) {
  const branch = query.get('branch') ?? 'main';
  const testbed = query.get('testbed');
  if (id === undefined) {
    const kept = branch === 'main' ? world.series.filter(({ row }) => !testbed || row.testbed === testbed) : [];
    return { branch, series: kept.map((series) => rowOf(series, world.commits)) };
  }
  const series = world.series.find(({ row }) => row.id === id);
  if (series === undefined) throw new Problem(404, 'Not found', `There is no series ${id}.`);
  return trendOf(series, world.commits, branch);
}

async function runsAnswer(world, id, sub, query, request) {
  const index = world.commits.findIndex(({ run }) => run === id);
  if (id === undefined) {
    if (query.get('branch') && query.get('branch') !== 'main') return { runs: [] };
    const before = query.get('before');
    const end = before === null ? world.commits.length : world.commits.findIndex(({ run }) => run === before);
    const start = Math.max(0, end - Number(query.get('limit') ?? 50));
    return { runs: Array.from({ length: end - start }, (_, place) => {
      const run = runOf(world, end - 1 - place);
      return { ...run, excluded: world.excluded?.[run.id] ?? null };
    }) };
  }
  if (index < 0) throw new Problem(404, 'Not found', `There is no run ${id}.`);
  if (request.method === 'PATCH') {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { excluded, reason } = JSON.parse(body);
    world.excluded ??= {};
    world.excluded[id] = excluded ? { at: new Date().toISOString(), by: 'local', reason } : null;
    return { ...runOf(world, index), excluded: world.excluded[id] };
  }
  if (sub === 'comparison') {
    const comparison = comparisonOf(world, index);
    if (comparison === null) throw new Problem(404, 'Not found', 'This run has not been compared.');
    return comparison;
  }
  return {
    ...runOf(world, index),
    excluded: world.excluded?.[id] ?? null,
    environmentFacts: { cpu: 'AMD EPYC 9354P', os: 'Linux 6.12', jdk: '17.0.15', clocks: { min: '1.5 GHz', max: '3.8 GHz' } },
    jobUrl: index % 2 ? 'https://ci.example.org/jobs/8812' : 'javascript:alert(1)',
    warnings: index % 5 === 4 ? ['results/bench.json: 2 benchmarks without samples were recorded without an interval.'] : [],
  };
}

async function alertsAnswer(world, id, request, query) {
  if (request.method === 'PATCH') {
    let body = '';
    for await (const chunk of request) body += chunk;
    const alert = world.alerts.find((candidate) => candidate.id === id);
    if (alert === undefined) throw new Problem(404, 'Not found', `There is no alert ${id}.`);
    if (id === '2') throw new Problem(409, 'Conflict', 'Somebody else changed this alert just now. Reload the page.');
    const { state, assignee } = JSON.parse(body);
    return Object.assign(alert, state === undefined ? { assignee } : { state });
  }
  const state = query.get('state');
  return { alerts: world.alerts.filter((alert) => state === null || alert.state === state) };
}

function absencesAnswer(world, id, request) {
  if (request.method === 'PATCH') world.absences = world.absences.filter((absence) => String(absence.id) !== id);
  return { absences: world.absences };
}

/** A message that is tried again arrives, but mails still do not. */
function deliveriesAnswer(world, id, request) {
  if (request.method !== 'PATCH') return { deliveries: world.deliveries };
  const delivery = world.deliveries.find((candidate) => String(candidate.id) === id);
  if (delivery === undefined) throw new Problem(404, 'Not found', `There is no delivery ${id}.`);
  if (delivery.channel === 'old-bot') throw new Problem(409, 'Conflict', 'the channel is disabled; remove it and add it anew');
  Object.assign(delivery, { state: 'pending', attempts: 0, nextAttemptAt: new Date().toISOString() });
  setTimeout(() => {
    if (delivery.event === 'weekly') Object.assign(delivery, { state: 'dead', attempts: 1, nextAttemptAt: null });
    else world.deliveries = world.deliveries.filter((other) => other !== delivery);
  }, 300);
  return { ...delivery };
}

async function page(pathname) {
  const file = pathname.startsWith('/assets/') ? normalize(pathname) : '/index.html';
  return { body: await readFile(join(DIST, file)), type: TYPES[extname(file)] ?? 'application/octet-stream' };
}

export const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  response.setHeader('Content-Security-Policy', POLICY);
  try {
    if (url.pathname.endsWith('/distribution.svg')) {
      const colour = url.searchParams.get('theme') === 'dark' ? '#8ab4f8' : '#1a4fa0';
      const dots = Array.from({ length: 40 }, (_, dot) => `<circle cx="${20 + 8 * dot}" cy="${60 + (dot % 5) * 9}" r="4" fill="${colour}"/>`);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="200">${dots.join('')}<script>document.title = 'no'</script></svg>`;
      response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(svg);
    } else if (url.pathname.startsWith('/api/')) {
      const json = JSON.stringify(await answer(request, url));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(json);
    } else {
      const { body, type } = await page(url.pathname);
      response.writeHead(200, { 'Content-Type': type }).end(body);
    }
  } catch (error) {
    const status = error.status ?? (error.code === 'ENOENT' ? 404 : 500);
    const problem = { type: 'about:blank', title: error.title ?? 'Error', status, detail: error.message };
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
  }
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 7421);
  server.listen(port, '127.0.0.1', () => console.log(`Fake Pawl server on http://localhost:${port}/`));
}
