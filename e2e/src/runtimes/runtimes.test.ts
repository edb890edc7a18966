import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import { findMistake } from '@trtc-call/spec/v1';
import { beforeAll, expect, inject, test } from 'vitest';
import { root } from '../published.ts';
import { installRuntimes } from './place.ts';
import type { ProgramOutput } from './program.ts';
import type { ReceiverProgramOutput } from './receiver-program.ts';
import { missingFor, type Runtime, runtimes } from './runtimes.ts';

const programs = join(inject('project'), 'runtimes');
const files = ['program.ts', 'process-main.ts', 'receiver-program.ts'];
let installed = '';
let whyNot = '';

beforeAll(async () => {
  mkdirSync(programs, { recursive: true });
  for (const file of files) cpSync(join(import.meta.dirname, file), join(programs, file));
  try {
    installed = await installRuntimes();
  } catch (error) {
    whyNot = `; ${error}`;
  }
});

/** Skips loudly what cannot be tried here, and not at all in CI. */
function need(runtime: Runtime, skip: (note: string) => never): void {
  const missing = missingFor(runtime, installed);
  if (!missing) return;
  if (process.env.CI === 'true') throw new Error(missing + whyNot);
  console.warn(`SKIPPED: ${missing}${whyNot}`);
  skip(missing);
}

for (const runtime of runtimes) {
  test(`the packed client works in ${runtime.name}`, async ({ skip }) => {
    need(runtime, skip);
    await using mock = await startMock({ cors: true });
    const { callId } = mock.records.add();
    mock.fault('http-502', { operationId: 'getRecordsByFilter' });
    const { sdkAppId, secretKey, url: baseUrl } = mock;
    const input = { baseUrl, sdkAppId, secretKey, userSig: mock.userSig(), callId };

    const output = await runtime.run(input, { programs, installed });
    expect(output).toEqual({
      userAgent: expect.stringMatching(runtime.userAgent),
      gotWithUserSig: callId,
      gotWithKey: callId,
      keyWithoutLeave: runtime.keyWithoutLeave,
      refusal: { kind: 'refused', code: findMistake('callback-absent').answer, isRefusedError: true },
      strict: { rule: 'required /data/caller', kind: 'contract' },
      attempts: [1, 2],
    } satisfies ProgramOutput);
    const queries = mock.requests.filter(({ operationId }) => operationId === 'getRecordsByFilter');
    expect(queries, 'one that met the fault and one that did not').toHaveLength(2);
  });
}

const receiving = runtimes.filter(({ runReceiver }) => runReceiver !== undefined);
for (const runtime of receiving) {
  test(`the packed receiver works in ${runtime.name}`, async ({ skip }) => {
    need(runtime, skip);
    expect(await runtime.runReceiver?.({ programs, installed })).toEqual({
      userAgent: expect.stringMatching(runtime.userAgent),
      handled: ['call 1'],
      answers: ['200 0', '200 0', '403 3', '404 3', '403 3', '400 3'],
      apart: 6,
      handedOver: Array(2).fill('200 {"ErrorCode":0,"ErrorMessage":"Success"}'),
    } satisfies ReceiverProgramOutput);
  });
}

test.each([
  ['packages/webhooks', 'receiver', receiving],
  ['packages/client', 'client', runtimes],
] as const)('the README of %s names exactly the runtimes that a %s is tried in', (folder, _what, tried) => {
  const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
  const [, line = ''] = /^Tried (?:with the packed client: |in )(.+)\.$/m.exec(readme) ?? [];
  expect(line.split(/, | and /), `correct the line "Tried ..." of ${folder}/README.md`).toEqual(
    tried.map(({ name }) => name),
  );
});

test('the page on the client has a row for each of them', () => {
  const page = readFileSync(join(root, 'docs/client.md'), 'utf8');
  const [, section = ''] = page.split('## Where it runs\n');
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.slice(2).map((row) => row.split('|')[1]?.trim())).toEqual(runtimes.map(({ name }) => name));
});
