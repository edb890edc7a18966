import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { recordOf } from '../../release/is-record.ts';
import { connectGitHub, type GitHub } from '../connect.ts';
import { FakeStore } from './fake-store.ts';

/** A GitHub on loopback, as far as these scripts ask it. */
export interface FakeGitHub {
  readonly store: FakeStore;
  /** Requests since the last look that would change something, as `PATCH /issues/1`. */
  writes(): string[];
  /** From now on everything is answered so. */
  fail(status: number, message: string): void;
  readonly github: GitHub;
  /** The variables that a step of a workflow has. */
  readonly environment: Readonly<Record<string, string>>;
}

const repository = 'an-owner/a-name';
const token = 'a-token';

/** Starts one that ends with the test. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const store = new FakeStore();
  const written: string[] = [];
  let failure: readonly [status: number, body: object] | undefined;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.replace(`/repos/${repository}`, '');
    const sent = await text(request);
    const isWrite = request.method !== 'GET';
    const refused =
      failure ?? (request.headers.authorization === `Bearer ${token}` ? undefined : ([401, {}] as const));
    if (isWrite && !refused) written.push(`${request.method} ${path}`);
    const body = recordOf(sent === '' ? undefined : JSON.parse(sent));
    const [status, data] = refused ?? store.answer(request.method ?? '', path, searchParams, body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(data === undefined ? undefined : JSON.stringify(data));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake GitHub has no port');
  const environment = {
    GITHUB_TOKEN: token,
    GITHUB_REPOSITORY: repository,
    GITHUB_API_URL: `http://127.0.0.1:${address.port}`,
  };
  return {
    store,
    writes: () => written.splice(0),
    fail: (status, message) => {
      failure = [status, { message }];
    },
    github: connectGitHub(environment),
    environment,
  };
}
