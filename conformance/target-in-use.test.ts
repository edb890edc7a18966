import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTrtcCallClient } from '@trtc-call/client';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { serveLocally } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import { toExitCode } from './report/conclusion.ts';
import type { Result } from './report/run-report.ts';
import { listRequirements, runConformance } from './run-conformance.ts';

/** Environment of a mock that stands for the vendor's host. */
function mockEnvironment(mock: RunningMock) {
  return {
    TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
    TRTC_CALL_SECRET_KEY: mock.secretKey,
    TRTC_CALL_BASE_URL: mock.url,
  };
}

/** A client of a mock, to see how a run has left it. */
function createMockClient({ sdkAppId, secretKey, identifier, fetch }: RunningMock) {
  return createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, identifier, fetch });
}

const former = {
  address: 'https://somebody.example/hooks/of-somebody',
  actions: ['call_busy' as const, 'cancel' as const],
};

const only = ['V1-CBS-001', 'V1-CBS-002', 'V1-CBS-003', 'V1-CBU-001', 'V1-CBD-001'];

// They mostly wait: for their turn below the documented rates, and before an attempt to put something back.
describe.concurrent('a target in use', () => {
  test('is only read, and says what was skipped and why', async () => {
    await using mock = await startMock();
    const options = { target: 'live', environment: mockEnvironment(mock), levels: ['MUST'] } as const;
    const report = await runConformance(options);
    const written = mock.requests.filter(({ operationId }) =>
      operationId?.match(/^(set|update|delete|start|end)/),
    );
    expect(written).toEqual([]);
    const skipped = report.results.filter(({ verdict }) => verdict === 'skipped');
    expect(skipped.find(({ id }) => id === 'V4-CAL-001')?.reason).toMatch(/pass --allow-calls CALLER,CALLEE/);
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.filter(({ reason }) => !reason)).toEqual([]);
    expect(new Set(mock.requests.map(({ errorCode }) => errorCode))).not.toContain(70005);
    expect(report.target).toMatchObject({ name: 'live', kind: 'url', baseUrl: mock.url });
  });

  test('is never asked for a call that would ring for more than ten seconds', async () => {
    await using mock = await startMock();
    const report = await runConformance({
      target: mock.url,
      environment: mockEnvironment(mock),
      allowCalls: { caller: 'alice', callee: 'bob' },
      only: ['V4-CAL-001', 'V4-CAL-012'],
    });
    const timeouts = mock.requests.flatMap(({ operationId, body }) =>
      operationId === 'startCallByRobot' ? [JSON.stringify(body)] : [],
    );
    expect(timeouts).toEqual([expect.stringContaining('10000')]);
    expect(report.results.find(({ id }) => id === 'V4-CAL-012')).toMatchObject({
      verdict: 'excluded',
      reason: expect.stringContaining('ten minutes'),
    });
    const full = listRequirements().filter(
      (item) => item.generation === 'v4' && item.level === 'MUST' && !item.excluded,
    );
    expect(report.mustTotal).toBe(full.length - 1);
  });

  test('rings for a requirement no longer than that runs', async () => {
    await using mock = await startMock();
    await runConformance({
      target: mock.url,
      environment: mockEnvironment(mock),
      allowCalls: { caller: 'alice', callee: 'bob' },
      only: ['V4-CAL-013', 'V4-CAL-014'],
    });
    const placed = mock.requests.flatMap(
      ({ operationId = '' }) => /^(start|end)/.exec(operationId)?.[0] ?? [],
    );
    expect(placed).toEqual(['start', 'start', 'end', 'end', 'start', 'start', 'end', 'end']);
  });

  test('is asked to end a call whose answer comes once the run was stopped', async () => {
    await using mock = await startMock();
    const controller = new AbortController();
    const delayed = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
      const answer = await mock.fetch(`${mock.url}${request.url}`, init);
      if (request.url?.includes('start_call')) {
        controller.abort();
        await sleep(300);
      }
      response.setHeader('content-type', 'application/json').end(await answer.text());
    });
    await using server = await serveLocally(delayed);
    const run = runConformance({
      target: server.url,
      generation: 'v4',
      environment: mockEnvironment(mock),
      allowCalls: { caller: 'alice', callee: 'bob' },
      only: ['V4-CAL-001'],
      signal: controller.signal,
    });
    await expect(run).rejects.toMatchObject({ code: 'interrupted' });
    expect(mock.requests.at(-1)).toMatchObject({ operationId: 'endCall' });
  });

  test('has its callback configuration back after a run that changed it', async () => {
    await using mock = await startMock();
    await createMockClient(mock).callbacks.set(former);
    const options = { target: 'live', environment: mockEnvironment(mock), allowMutations: true, only };
    const report = await runConformance(options);
    expect(report.counts.pass).toBe(only.length);
    expect(new Set(mock.requests.map(({ errorCode }) => errorCode))).not.toContain(70005);
    expect(await createMockClient(mock).callbacks.get()).toEqual(former);
  });

  test('has no callback configuration after a run when it had none', async () => {
    await using mock = await startMock();
    const options = { target: 'live', environment: mockEnvironment(mock), allowMutations: true, only };
    await runConformance({ ...options, only: ['V1-CBS-001'] });
    await expect(createMockClient(mock).callbacks.get()).rejects.toMatchObject({
      reason: 'CallbackNotConfigured',
    });
  });

  /** A server in front of a mock that may answer by itself, or change an answer. */
  async function startProxy(
    mock: RunningMock,
    change: (path: string, answer: string) => string,
    instead: (path: string, body: string) => string | undefined = () => undefined,
  ) {
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const url = new URL(`${mock.url}${request.url}`);
      const { method = 'POST', headers } = request;
      const answer = await fetch(url, {
        method,
        headers: { 'content-type': headers['content-type'] ?? '' },
        ...(method !== 'GET' &&
          method !== 'HEAD' && { body: instead(url.pathname, String(body)) ? '' : body }),
      });
      const text = change(url.pathname, await answer.text());
      response.setHeader('content-type', 'application/json');
      response.end(instead(url.pathname, String(body)) ?? text);
    });
    return serveLocally(server);
  }

  test('that answers success with empty values where none is configured is put back to none', async () => {
    await using mock = await startMock();
    await using server = await startProxy(mock, (path, answer) =>
      path.endsWith('/callback/get') && answer.includes('999')
        ? '{"errorCode":0,"errorMessage":"Success","requestId":"x","data":{"address":"","actions":[]}}'
        : answer,
    );
    const options = { target: server.url, environment: mockEnvironment(mock), allowMutations: true };
    const report = await runConformance({
      ...options,
      only: ['V1-CBS', 'V1-CBG', 'V1-CBU', 'V1-CBD'],
    });
    expect(report.notRestored).toBeUndefined();
    expect(report.results.filter(({ verdict, level }) => verdict !== 'pass' && level !== 'MAY')).toEqual([]);
    expect(toExitCode(report)).toBe(0);
    await expect(createMockClient(mock).callbacks.get()).rejects.toMatchObject({ code: 999 });
  });

  test('that is read keeps its path out of a recording', async () => {
    await using mock = await startMock();
    await createMockClient(mock).callbacks.set(former);
    const har = { path: join(mkdtempSync(join(tmpdir(), 'read-')), 'run.har') };
    const options = { target: mock.url, environment: mockEnvironment(mock), exhaustRateLimit: true };
    await runConformance({ ...options, har, only: ['V1-RAT-004'] });
    const recorded = readFileSync(har.path, 'utf8');
    expect(recorded).toContain('https://somebody.example/[redacted]');
    expect(recorded).not.toContain('of-somebody');
  });

  test('that breaks a MUST and does not take its configuration back is reported for both', async () => {
    await using mock = await startMock();
    await createMockClient(mock).callbacks.set(former);
    await using server = await startProxy(
      mock,
      (path, answer) =>
        path.endsWith('/callback/get')
          ? answer.replace('callback.example.com', 'elsewhere.example.com')
          : answer,
      (path, body) =>
        path.endsWith('/callback/set') && body.includes(former.address)
          ? '{"errorCode":70001,"errorMessage":"no","requestId":"x","data":{}}'
          : undefined,
    );
    const stubborn = { target: server.url, environment: mockEnvironment(mock), allowMutations: true };
    const har = { path: join(mkdtempSync(join(tmpdir(), 'not-restored-')), 'run.har') };
    let told = '';
    const report = await runConformance({
      ...stubborn,
      har,
      only: ['V1-CBS-002'],
      onNotRestored(message) {
        told = message;
      },
    });
    expect(report.counts.fail).toBe(1);
    expect(report.notRestored).toMatch(/could not be put back .*set it again: .*somebody\.example/);
    // The path of an address may be the secret of a receiver: who set it is told, and nothing that is passed on has it.
    expect(told).toContain(former.address);
    const passedOn = JSON.stringify(report) + readFileSync(har.path, 'utf8');
    expect(passedOn).toContain('https://somebody.example/[redacted]');
    expect(passedOn).not.toContain('of-somebody');
    expect(toExitCode(report)).toBe(1);
  });
});

// The signals of this process reach every run in it: one run at a time.
test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a target in use has its callback configuration back after %s, and the run says that it was interrupted',
  async (signal) => {
    await using mock = await startMock();
    await createMockClient(mock).callbacks.set(former);
    const options = { target: 'live', environment: mockEnvironment(mock), allowMutations: true };
    const others = process.listeners(signal);
    const onResult = ({ id }: Result) => {
      if (id !== 'V1-CBS-002') return;
      for (const listener of process.listeners(signal)) if (!others.includes(listener)) listener(signal);
    };
    const run = runConformance({ ...options, only, onResult });
    await expect(run).rejects.toMatchObject({ name: 'CannotRunError', code: 'interrupted' });
    expect(process.listeners(signal)).toEqual(others);
    expect(mock.requests.some(({ operationId }) => operationId === 'setCallback')).toBe(true);
    expect(await createMockClient(mock).callbacks.get()).toEqual(former);
  },
);
