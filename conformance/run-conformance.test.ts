import { once } from 'node:events';
import { createServer } from 'node:http';
import { startMock } from '@trtc-call/mock';
import { freePort, serveLocally } from '@trtc-call/test-servers';
import { expect, test } from 'vitest';
import { toExitCode } from './report/conclusion.ts';
import type { Result } from './report/run-report.ts';
import { listRequirements, runConformance } from './run-conformance.ts';

// A machine that does other work may leave a question of rates open, and gets another try.
test('a run against the mock passes, and reports every requirement and observation of both generations', {
  retry: 2,
}, async () => {
  const reported: string[] = [];
  const report = await runConformance({ target: 'mock', onResult: ({ id }) => void reported.push(id) });
  const wrong = report.results.filter(({ verdict }) => !/^(pass|observed|excluded)$/.test(verdict));
  expect(wrong).toEqual([]);
  const listed = listRequirements();
  expect(report.results.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
  expect(reported.toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
  expect(report).toMatchObject({ generation: 'v1 and v4', target: { kind: 'mock' } });
  expect(report.mustTotal).toBe(listed.filter((item) => item.level === 'MUST' && !item.excluded).length);
  expect(toExitCode(report)).toBe(0);
});

test.each([
  { options: { generation: 'v4', levels: ['MAY'] } as const, generation: 'v4' },
  { options: { only: ['V1-ENV-003', 'V1-OBS-001'] }, generation: 'v1' },
  { options: { only: ['V1-ENV-003', 'V4-ENV-003'] }, generation: 'v1 and v4' },
  { options: { generation: 'both', only: ['V4-ENV'] } as const, generation: 'v1 and v4' },
])('nothing but what was chosen is run: $options', async ({ options, generation }) => {
  const report = await runConformance({ target: 'mock', ...options });
  expect(report.generation).toBe(generation);
  const prefixes = options.only ?? ['V4-'];
  expect(report.results.length).toBeGreaterThan(1);
  expect(report.results.filter(({ id }) => !prefixes.some((prefix) => id.startsWith(prefix)))).toEqual([]);
});

test('calls are placed for two different accounts, or not at all', async () => {
  for (const allowCalls of [
    { caller: 'a', callee: 'a' },
    { caller: '', callee: 'b' },
  ]) {
    await expect(runConformance({ target: 'mock', allowCalls })).rejects.toMatchObject({
      code: 'bad-option',
      message: 'allowCalls must be two different accounts: a caller and a callee',
    });
  }
});

test('an onResult that rejects, or changes what it gets, changes nothing', async () => {
  const warned = once(process, 'warning');
  const onResult = async (result: Result) => {
    Object.assign(result, { verdict: 'fail' });
    throw Object.create(null);
  };
  const { results } = await runConformance({ target: 'mock', only: ['V1-ENV-003', 'V1-ENV-001'], onResult });
  expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  expect(await warned).toMatchObject([{ message: expect.stringContaining('the hook onResult failed') }]);
});

test('a closed port is reported within two seconds, with the remedy', async () => {
  const target = `http://127.0.0.1:${await freePort()}`;
  const started = performance.now();
  await expect(runConformance({ target })).rejects.toMatchObject({
    name: 'CannotRunError',
    code: 'unreachable',
    message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\): start the server/),
  });
  expect(performance.now() - started).toBeLessThan(2000);
});

test('refused credentials are reported with the variables to look at', async () => {
  await using mock = await startMock();
  const environment = {
    TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
    TRTC_CALL_SECRET_KEY: 'not-the-key-of-this-app',
    TRTC_CALL_BASE_URL: mock.url,
  };
  await expect(runConformance({ target: 'live', environment })).rejects.toMatchObject({
    code: 'refused-credentials',
    message: expect.stringMatching(/70002 UserSigInvalid: check .*TRTC_CALL_SECRET_KEY/),
  });
});

test('a server that answers wrongly is shown by what it answers, with the exchange that shows it', async () => {
  const wrong = createServer((_, response) => response.writeHead(400).end('{"errorCode":0,"data":{}}'));
  await using server = await serveLocally(wrong);
  const report = await runConformance({ target: server.url, only: ['V1-TRN-001', 'V1-ENV-002'] });
  expect(report.results.map(({ verdict }) => verdict)).toEqual(['fail', 'blocked']);
  const [status] = report.results ?? [];
  expect(status?.failure?.message).toBe('expected HTTP 200, got HTTP 400');
  expect(status?.failure?.exchanges[0]).toMatchObject({
    status: 400,
    responseBody: '{"errorCode":0,"data":{}}',
  });
  expect(toExitCode(report)).toBe(1);
});
