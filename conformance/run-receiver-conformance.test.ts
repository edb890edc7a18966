import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPort } from '@trtc-call/test-servers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mutantReceivers } from './mutants/list-mutants.ts';
import { openMutantReceiver } from './mutants/receivers/open-mutant-receiver.ts';
import { toExitCode } from './report/conclusion.ts';
import { renderHtml, renderJUnit, renderMarkdown, renderTerminal, runReportSchema } from './report/render.ts';
import { runReceiverConformance } from './run-conformance.ts';
import type { ReceiverRunOptions } from './targets/open-receiver.ts';

const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  runReportSchema,
);
const only = ['V1-RCA-001', 'V1-RCO-003', 'V1-RCO-009', 'V1-RCR-004'];

async function optionsFor(id?: string): Promise<ReceiverRunOptions> {
  const receiver = await openMutantReceiver(mutantReceivers.find((mutant) => mutant.id === id)?.broken);
  onTestFinished(() => receiver[Symbol.asyncDispose]());
  const { url, sdkAppId, effects, failingUser } = receiver.target;
  return { receiver: `${url}/s3cret?key=s3cret`, sdkAppId, effects, failingUser, only };
}

async function answering(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${readPort(server)}/hooks/s3cret`;
}

test('an onResult that throws, rejects or changes what it gets changes nothing', async () => {
  const options = await optionsFor();
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  const hooks: readonly ReceiverRunOptions['onResult'][] = [
    () => {
      throw Object.create(null);
    },
    async () => {
      throw new Error('a broken hook');
    },
    (result) => Object.assign(result, { verdict: 'fail' }),
  ];
  for (const onResult of hooks) {
    const { results } = await runReceiverConformance({ ...options, onResult });
    expect(results.map(({ verdict }) => verdict)).toEqual(only.map(() => 'pass'));
  }
  expect(warn).toHaveBeenCalledTimes(2);
});

test('a right receiver conforms, and nothing shows its path or query', async () => {
  const seen: string[] = [];
  const report = await runReceiverConformance({
    ...(await optionsFor()),
    onResult: ({ id }) => seen.push(id),
  });
  expect(report.results.map(({ id, verdict }) => [id, verdict])).toEqual(only.map((id) => [id, 'pass']));
  expect(seen).toEqual(only);
  expect(toExitCode(report)).toBe(0);
  expect(report.target).toMatchObject({
    kind: 'receiver',
    baseUrl: expect.stringMatching(/^http:[^…]+\/…$/),
  });
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  for (const render of [renderTerminal, renderHtml, renderMarkdown, renderJUnit, JSON.stringify]) {
    expect(render(report)).not.toContain('s3cret');
  }
  expect(renderTerminal(report)).toContain('the vendor itself was not contacted');
});

test('a broken one does not, and the report shows the exchange without its path or query', async () => {
  const report = await runReceiverConformance(await optionsFor('handles-each-delivery'));
  const failed = report.results.filter(({ verdict }) => verdict === 'fail');
  expect(failed.map(({ id }) => id)).toContain('V1-RCO-003');
  expect(toExitCode(report)).toBe(1);
  const text = renderTerminal(report);
  expect(text).toContain('expected a normal_end that came three times to be handled once -> got 3 times');
  expect(text).toContain('/…?sdkappid=');
  expect(text + renderHtml(report) + JSON.stringify(report)).not.toContain('s3cret');
});

test('without an effects endpoint nothing is said of what was handled', async () => {
  const { receiver, sdkAppId } = await optionsFor('handles-each-delivery');
  const report = await runReceiverConformance({ receiver, sdkAppId, only });
  expect(report.results.map(({ verdict }) => verdict)).toEqual([
    'pass',
    'skipped',
    'skipped',
    expect.anything(),
  ]);
  expect(report.results.map(({ reason }) => reason ?? '').join()).toContain('by --effects');
});

test('a receiver is asked for the generations that it acknowledges, or for those that are named', async () => {
  const ofV1 = await answering(async (request, response) => {
    await request.toArray();
    const isKnown = request.url?.includes('?command=') || request.url?.includes('&command=');
    response.end(JSON.stringify({ ErrorCode: isKnown ? 0 : 3, ErrorMessage: '' }));
  });
  const given = { receiver: ofV1, sdkAppId: 1, levels: ['MAY'] } as const;
  expect((await runReceiverConformance(given)).generation).toBe('v1');
  for (const named of [{ generation: 'v4' }, { only: ['V4-RCA-001'] }] as const) {
    const report = await runReceiverConformance({ receiver: ofV1, sdkAppId: 1, ...named, levels: ['MUST'] });
    expect(report.generation).toBe('v4');
    expect(report.results[0]).toMatchObject({ id: 'V4-RCA-001', verdict: 'fail' });
    const others = report.results.filter(({ id, verdict }) => !id.includes('RCA') && verdict !== 'skipped');
    expect(new Set(others.map(({ blockedBy }) => blockedBy))).toEqual(
      new Set(others.length > 0 ? ['V4-RCA-001'] : []),
    );
  }
  const { only: _, ...right } = await optionsFor();
  const both = await runReceiverConformance({ ...right, levels: ['MAY'] });
  expect([both.generation, both.results.map(({ id, verdict }) => [id, verdict])]).toEqual([
    'v1 and v4',
    [['V4-RCT-017', 'pass']],
  ]);
  const wrong: object = { generation: 'v5' };
  await expect(runReceiverConformance({ ...right, ...wrong })).rejects.toMatchObject({
    message: "generation must be v1, v4 or both (got 'v5')",
  });
});

test('what acknowledges nothing fails by that alone, and keeps nothing else by chance', async () => {
  const receiver = await answering(async (request, response) => {
    await request.toArray();
    response.end(JSON.stringify({ ErrorCode: request.url, ErrorMessage: '' }));
  });
  const chosen = ['V1-RCA-001', 'V1-RCT-001', 'V1-RCR-002', 'V1-RCR-004', 'V1-RCL-001'];
  const report = await runReceiverConformance({ receiver, sdkAppId: 1, only: chosen });
  expect(report.results.map(({ verdict, blockedBy }) => blockedBy ?? verdict)).toEqual([
    'fail',
    ...chosen.slice(1).map(() => 'V1-RCA-001'),
  ]);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.stringify(report.results.map(({ failure }) => failure?.message))).not.toContain('s3cret');
  expect(toExitCode(report)).toBe(1);
});

test('an answer that repeats the path does not show it', async () => {
  const receiver = await answering((request, response) => response.end(`Cannot POST ${request.url}`));
  const report = await runReceiverConformance({ receiver, sdkAppId: 1, only: ['V1-RCA-003'] });
  expect(report.results[0]?.failure?.message).toContain('got "Cannot POST /[redacted]/[redacted]?');
  expect(JSON.stringify(report) + renderTerminal(report) + renderHtml(report)).not.toContain('s3cret');
});

test('a run that is stopped does not wait for an answer that never comes', { timeout: 5000 }, async () => {
  const controller = new AbortController();
  let times = 0;
  const receiver = await answering((_, response) => {
    times += 1;
    if (times === 1) response.end('{}');
    else controller.abort();
  });
  const run = runReceiverConformance({ receiver, sdkAppId: 1, signal: controller.signal });
  await expect(run).rejects.toMatchObject({ code: 'interrupted' });
});

test('a run that is stopped while it looks for the receiver asks nothing more', async () => {
  const controller = new AbortController();
  let times = 0;
  const receiver = await answering(() => {
    times += 1;
    controller.abort();
  });
  const run = runReceiverConformance({ receiver, sdkAppId: 1, signal: controller.signal });
  await expect(run).rejects.toMatchObject({ code: 'interrupted' });
  expect(times).toBe(1);
});

test('a failure that was accepted is a known divergence', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'divergences-')), 'divergences.json');
  const entry = { id: 'V1-RCO-003', reason: 'a queue', author: 'alice', expires: '2030-01-31' };
  writeFileSync(file, JSON.stringify([entry]));
  const report = await runReceiverConformance({
    ...(await optionsFor('handles-each-delivery')),
    only: ['V1-RCO-003'],
    divergencesFile: file,
    now: () => Date.UTC(2030, 0, 1),
  });
  expect(report.results[0]).toMatchObject({ verdict: 'known-divergence', reason: 'a queue' });
});

test('a receiver that hangs up is at fault, and the report says after how long', async () => {
  const receiver = await answering((_, response) => setTimeout(() => response.destroy(), 30));
  const report = await runReceiverConformance({ receiver, sdkAppId: 1, only: ['V1-RCA-001'] });
  expect(report.results[0]).toMatchObject({
    verdict: 'fail',
    failure: { message: 'expected an answer, got none: socket hang up' },
  });
  expect(report.results[0]?.failure?.exchanges.at(-1)?.durationMilliseconds).toBeGreaterThan(20);
});

test('an address that has no receiver cannot be checked', async () => {
  const receiver = await answering((_, response) => response.writeHead(404).end('Not found'));
  await expect(runReceiverConformance({ receiver, sdkAppId: 1 })).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^http:\S+\/… answers a webhook by HTTP 404: correct the path/),
  });
});

test.each([
  [
    'http://127.0.0.1:1/s3cret',
    'Nothing listens at http://127.0.0.1:1/… (ECONNREFUSED): start the effects endpoint, or correct --effects',
  ],
  [undefined, 'The effects cannot be read: expected --effects to answer how many'],
])('effects at %s are not a fault of the receiver', async (address, message) => {
  const options = await optionsFor();
  const run = runReceiverConformance({ ...options, effects: address ?? options.receiver });
  await expect(run).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(message),
  });
});

test.each<[Partial<ReceiverRunOptions>, string, string]>([
  [
    { receiver: 'http://127.0.0.1:1/s3cret' },
    'unreachable',
    'Nothing listens at http://127.0.0.1:1/… (ECONNREFUSED)',
  ],
  [{ receiver: 'receiver' }, 'unknown-target', '--receiver is not an http or https URL: give one such as'],
  [{ effects: 'ftp://x' }, 'unknown-target', '--effects is not an http or https URL: give one such as'],
  [{ only: ['V1-RCA-999'] }, 'unknown-requirement', 'there is no requirement or area V1-RCA-999'],
  [{ divergencesFile: '/nowhere' }, 'bad-divergences', 'ENOENT'],
  [{ signal: AbortSignal.abort() }, 'interrupted', 'interrupted'],
])('%j cannot be run', async (change, code, message) => {
  const options = { ...(await optionsFor()), ...change };
  await expect(runReceiverConformance(options)).rejects.toMatchObject({
    name: 'CannotRunError',
    code,
    message: expect.stringContaining(message),
  });
});
