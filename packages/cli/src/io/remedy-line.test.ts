import { mkdtemp } from 'node:fs/promises';
import { createTrtcCallClient, type TrtcCallClient } from '@trtc-call/client';
import { ReportDirectoryError, RestoreError } from '@trtc-call/conformance';
import { BaselineError, SourceError, StateError } from '@trtc-call/drift';
import { expect, test } from 'vitest';
import { CommandError } from '../command-error.ts';
import { remedyLine } from './remedy-line.ts';

const own = {
  CommandError: new CommandError('as it is'),
  BaselineError: new BaselineError('bad-entry', 'as it is'),
  StateError: new StateError('damaged', 'as it is'),
  SourceError: new SourceError('as it is'),
};
test.each(Object.entries(own))('the message of %s was written for people', (_, error) => {
  expect(remedyLine(error)).toBe('as it is');
});

test('so were those that say which folder or which configuration is to be looked at', () => {
  expect(remedyLine(new RestoreError('as it is'))).toBe('as it is');
  expect(remedyLine(new ReportDirectoryError('/reports', new Error('full')))).not.toContain('as a bug');
});

test.each([
  new TypeError('x'),
  Object.assign(new Error('x'), { code: 'ENOENT' }),
  Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
  Object.assign(new Error('x'), { code: 17 }),
])('an unexpected error says that it is a bug: %s', (error) => {
  expect(remedyLine(error)).toMatch(/^unexpected \w*Error: x \(please report this as a bug\)$/);
});

test('a working directory that was removed is named as such', () => {
  const error = Object.assign(new Error('ENOENT: process.cwd failed'), { code: 'ENOENT', syscall: 'uv_cwd' });
  expect(remedyLine(error)).toBe('the working directory is gone: change to one that is there');
});

test('a folder for temporary files that cannot be written to is named with the variable', async () => {
  const error = await mkdtemp('/no/folder/x').catch((cause: unknown) => cause);
  expect(remedyLine(error)).toMatch(/^cannot write to \S+ \(no such folder\): set TMPDIR to a folder/);
});

test('each failure names the address of its own call', async () => {
  const urls = ['https://a.example', 'https://b.example'];
  const errors = urls.map(async (region) => {
    const fetch = async () => new Response('', { status: 502 });
    const account = { sdkAppId: 1, userSig: 'x', region, fetch, retry: false } as const;
    await using client = createTrtcCallClient({ generation: 'v1', ...account });
    return client.records.get('a-call').catch((error: unknown) => remedyLine(error));
  });
  const lines = await Promise.all(errors);
  for (const [at, url] of urls.entries()) expect(lines[at]).toContain(`${url} answered with HTTP status 502`);
});

test.each([
  [403, 'does not let this machine through: check the address'],
  [451, 'does not let this machine through: check the address'],
  [404, 'check --region, TRTC_CALL_REGION or TRTC_CALL_BASE_URL, and proxies'],
])('HTTP status %i has a remedy of its own kind', async (status, remedy) => {
  expect(await failWith(status, (client) => client.records.get('a-call'))).toContain(remedy);
});

test('a change whose answer was lost may have been made, and the line says how to look', async () => {
  const look = 'it may have been carried out: look with trtc-call callbacks get';
  expect(
    await failWith(502, (client) => client.callbacks.set({ address: 'https://a.example', actions: [] })),
  ).toContain(look);
  expect(await failWith(502, (client) => client.callbacks.delete())).toContain(look);
  expect(await failWith(502, (client) => client.callbacks.get())).not.toContain('carried out');
});

async function failWith(status: number, send: (client: TrtcCallClient) => Promise<unknown>): Promise<string> {
  const fetch = async () => new Response('', { status });
  const account = { sdkAppId: 1, userSig: 'x', region: 'https://a.example', fetch, retry: false } as const;
  await using client = createTrtcCallClient({ generation: 'v1', ...account });
  return send(client).then(() => '', remedyLine);
}
