import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPostgres, hasRedisServer, PostgresServer, RedisServer } from '@trtc-call/test-servers';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..');
const readme = readFileSync(join(folder, '../../docs/webhooks.md'), 'utf8');
const samples = [...readme.matchAll(/^```ts(?: compile)?\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);

/** The sample that bills with this store. */
function findSample(store: string): string {
  const [sample, ...others] = samples.filter((code) => code.includes(`${store}({`) && code.includes('bills'));
  if (!sample || others.length > 0) throw new Error(`The README has no sample, or several, with ${store}.`);
  return sample;
}

/** Runs a sample that gets all webhooks of a call with two sides, and one without an id. */
async function run(sample: string, printRows: string): Promise<unknown> {
  const send = `
    const { createCallWebhooks, createWebhook } = await import('@trtc-call/webhooks/send');
    const call = { callId: 'call 1', roomId: 'room', caller: 'alice', callees: ['bob'], mediaType: 'audio',
      sdkAppId: 1400000000, result: 'normal_end', startCallTs: 1704856873, acceptTs: 1704856876, endTs: 1704856885 };
    const lost = createWebhook({ command: 'normal_end', sdkAppId: 1400000000, body: { CallId: undefined, EndTs: undefined } });
    for (const webhook of [...createCallWebhooks(call).map(({ webhook }) => webhook), lost]) {
      for (const repetition of [1, 2]) {
        const url = 'https://receiver.example/?' + new URLSearchParams(webhook.query);
        const answer = await receiver.fetch(new Request(url, { method: 'POST', body: JSON.stringify(webhook.body) }));
        const { ErrorCode } = await answer.json();
        if (ErrorCode !== 0) throw new Error('ErrorCode ' + ErrorCode);
      }
    }
    console.log(JSON.stringify(${printRows}));`;
  const code = sample.replace('await receiver.close();', `${send}\nawait receiver.close();`);
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { cwd: folder });
  const [printed, errors, end] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  expect(end, errors.join('')).toBe(0);
  return JSON.parse(printed.join(''));
}

test('what is said of Fastify has every step of the example', () => {
  const example = readFileSync(join(folder, 'examples/fastify.ts'), 'utf8');
  const steps = [...example.matchAll(/(?:hooks|reply|receiver)\.(?!all)\w+\(/g)].map(([step]) =>
    step.replace('hooks.', 'scope.'),
  );
  const row = readme.split('\n').find((line) => line.startsWith('| Fastify |')) ?? '';
  expect(steps.filter((step) => !row.includes(step))).toEqual([]);
  expect(steps).toHaveLength(4);
});

/** One row for the call, though each side has sent its ending, and one for a person to look at. */
const billedOnce = [
  ['call 1', 9],
  [expect.stringMatching(/^[\w-]{43}$/), null],
];

test('the sample with SQLite bills a call once', async () => {
  const rows =
    "store.database.prepare('SELECT * FROM bills ORDER BY rowid').all().map((row) => Object.values(row))";
  expect(await run(findSample('sqliteStore'), rows)).toEqual(billedOnce);
}, 30_000);

test.skipIf(!hasRedisServer())(
  'the sample with Redis bills a call once (needs redis-server)',
  async () => {
    await using server = await RedisServer.start();
    const sample = findSample('redisStore').replace(':6379', `:${server.port}`);
    const rows =
      "Object.entries(await client.hGetAll('bills')).map(([call, seconds]) => [call, seconds === '' ? null : Number(seconds)]).sort(([one]) => (one === 'call 1' ? -1 : 1))";
    expect(await run(sample, rows)).toEqual(billedOnce);
  },
  30_000,
);

test.skipIf(!hasPostgres())(
  'the sample with Postgres bills a call once (needs postgresql)',
  async () => {
    await using server = await PostgresServer.start();
    const settings = JSON.stringify(server.settings);
    const sample = findSample('postgresStore').replace(
      "{ host: '127.0.0.1', connectionTimeoutMillis: 1000 }",
      settings,
    );
    const rows =
      "(await pool.query('SELECT call, seconds FROM bills ORDER BY seconds')).rows.map((row) => Object.values(row))";
    expect(await run(sample, rows)).toEqual(billedOnce);
  },
  60_000,
);
