import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Api, ApiError } from '../src/api';

const servers: Server[] = [];
const never = new AbortController().signal;

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The API of a real server that answers as the test says. */
async function apiOf(answer: RequestListener, token: string | null = null, timeoutMs = 5000): Promise<Api> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Api({ get: () => token, set: () => undefined }, (path, init) => fetch(base + String(path), init), timeoutMs);
}

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test('names are encoded into the path, and the token is sent as a bearer', async () => {
  let seen = '';
  const api = await apiOf((request, response) => {
    seen = `${request.url} ${request.headers.authorization}`;
    response.end('{"branch":"x","series":[]}');
  }, 'secret');

  await api.seriesOf('a/b', { branch: 'feature/x&y', testbed: '' }, never);

  expect(seen).toBe('/api/v1/projects/a%2Fb/series?branch=feature%2Fx%26y Bearer secret');
});

test("a problem's title and detail are the server's own words", async () => {
  const api = await apiOf((_, response) => {
    response.writeHead(409, { 'Content-Type': 'application/problem+json' });
    response.end('{"title":"Conflict","status":409,"detail":"Changed meanwhile."}');
  });

  const error = await errorOf(api.setAlertState('p', '1', 'accepted', 'why'));

  expect([error.status, error.title, error.detail]).toEqual([409, 'Conflict', 'Changed meanwhile.']);
});

test('401 and 403 ask for a token, others do not', async () => {
  const answering = (status: number) => apiOf((_, response) => void response.writeHead(status).end());

  expect((await errorOf((await answering(401)).projects(never))).needsToken).toBe(true);
  expect((await errorOf((await answering(403)).projects(never))).needsToken).toBe(true);
  expect((await errorOf((await answering(500)).projects(never))).needsToken).toBe(false);
});

test('an error page of a proxy is described by its status', async () => {
  const api = await apiOf((_, response) => void response.writeHead(502).end('<html>'));

  expect((await errorOf(api.projects(never))).title).toBe('Bad Gateway');
});

test('an answer that is not JSON is an error with words, not an exception with none', async () => {
  const api = await apiOf((_, response) => void response.end('<html>'));

  expect((await errorOf(api.projects(never))).title).toBe('Not readable');
});

test('a run that has not been compared has no comparison; other errors stay errors', async () => {
  const missing = await apiOf((_, response) => void response.writeHead(404).end());
  const failing = await apiOf((_, response) => void response.writeHead(500).end());

  expect(await missing.comparison('p', '1', never)).toBeNull();
  expect((await errorOf(failing.comparison('p', '1', never))).status).toBe(500);
});

test('no server and no answer in time are told apart', async () => {
  const silent = await apiOf(() => undefined, null, 50);
  const gone = new Api({ get: () => null, set: () => undefined }, () => fetch('http://127.0.0.1:1/'));

  expect((await errorOf(silent.projects(never))).title).toBe('No answer');
  expect((await errorOf(gone.projects(never))).title).toBe('No connection');
});

test('leaving a page stops its requests without an error to show', async () => {
  const api = await apiOf(() => undefined);
  const leaving = new AbortController();
  const call = api.projects(leaving.signal);

  leaving.abort();

  await expect(call).rejects.not.toBeInstanceOf(ApiError);
});
