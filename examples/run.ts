// `npm run example <name>`: starts an example against the mock, and plays calls whose webhooks it gets.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { hasPostgres, PostgresServer } from '@trtc-call/test-servers';
import type { Service } from './service.ts';

/** How far the clock of the mock is behind. */
const clock = { behindMilliseconds: 0 };

interface Example {
  readonly needsPostgres?: true;
  start(environment: NodeJS.ProcessEnv): Promise<Service>;
  play(mock: RunningMock, service: Service, to: string): Promise<void>;
}

const examples: Readonly<Record<string, () => Promise<Example>>> = {
  billing: async () => ({ ...(await import('./billing/main.ts')), play: playBoth, needsPostgres: true }),
  history: async () => ({ ...(await import('./history/main.ts')), play: playBoth }),
  prepaid: async () => ({ ...(await import('./prepaid/main.ts')), play: playPrepaid }),
};

/** Calls of two hours ago: one of each generation, and one of which no webhook arrives. */
async function playBoth(mock: RunningMock, _service: Service, to: string): Promise<void> {
  clock.behindMilliseconds = 7_200_000;
  await mock.simulateCall({ callId: 'one', callees: ['bob'], talkSeconds: 60, to }).done;
  await mock.simulateCall({ generation: 'v4', callId: 'two', callees: ['carol'], talkSeconds: 125, to }).done;
  await mock.simulateCall({ generation: 'v4', callId: 'lost', callees: ['bob'], talkSeconds: 30 }).done;
  clock.behindMilliseconds = 0;
}

/** A call that would last ten minutes, of a user who has paid for two seconds. */
async function playPrepaid(mock: RunningMock, { url }: Service, to: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${url}/balances/alice`, { method: 'POST', headers, body: '{"seconds":2}' });
  await mock.simulateCall({ generation: 'v4', pace: 'real', ringSeconds: 1, talkSeconds: 600, to }).done;
}

const load = examples[process.argv[2] ?? ''];
if (!load) {
  console.error(`usage: npm run example ${Object.keys(examples).join('|')}`);
  process.exit(2);
}
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});
try {
  await run(await load());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Runs it until it is stopped. Everything that was started is closed, in reverse order. */
async function run({ needsPostgres, start, play }: Example): Promise<void> {
  const { DATABASE_URL, PORT } = process.env;
  const hasDatabase = !needsPostgres || DATABASE_URL;
  if (!hasDatabase && !hasPostgres()) {
    throw new Error(
      'Postgres is missing: install the package postgresql, or set DATABASE_URL=postgres://HOST/DATABASE',
    );
  }
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-example-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = hasDatabase ? undefined : opened.use(await PostgresServer.start());
  const mock = opened.use(await startMock({ records: [], now: () => Date.now() - clock.behindMilliseconds }));
  const hookSecret = 'a-secret-of-your-own';
  const service = opened.use(
    await start({
      DATABASE_URL: postgres ? `postgres://postgres@127.0.0.1:${postgres.port}/postgres` : DATABASE_URL,
      DATABASE_FILE: join(folder, 'example.db'),
      RECONCILE_SECONDS: '1',
      HOOK_SECRET: hookSecret,
      PORT,
      TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
      TRTC_CALL_SECRET_KEY: mock.secretKey,
      TRTC_CALL_BASE_URL: mock.url,
    }),
  );
  const played = play(mock, service, `${service.url}/hooks/${hookSecret}`).then(() => {
    console.log(`listening at ${service.url}; Ctrl-C stops it`);
    return stopped;
  });
  await Promise.race([played, stopped]);
}
