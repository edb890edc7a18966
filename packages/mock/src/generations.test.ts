import { findMistake, operations } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { expect, test } from 'vitest';
import type { Generation } from './contract.ts';
import { loadContracts } from './create-mock.ts';
import type { MistakeId } from './ids.ts';
import { MockCore } from './mock-core.ts';
import { resolveOptions } from './options.ts';
import { type Envelope, writeTarget } from './testing/call.ts';
import { v1 } from './v1/index.ts';

const v1Path = operations.setCallback.path;
const rename = (path: string) => path.replace('/v1/', '/v2/');
const path = rename(v1Path);

/** A generation of which only the contract is written: no operation has a handler. */
const written: Generation = {
  ...v1,
  name: 'v2',
  document: {
    ...openapi,
    paths: Object.fromEntries(Object.entries(openapi.paths).map(([path, item]) => [rename(path), item])),
  },
  operations: v1.operations.map((operation) => ({
    ...operation,
    path: rename(operation.path),
    rateLimit: { requests: 2, perSeconds: 1 },
  })),
  handlers: {},
  magicFields: {},
  // The code by which an answer of this generation is told from one of v1.
  codes: new Map<MistakeId, number>([...v1.codes, ['path-unknown', 70003]]),
};

async function open() {
  const options = resolveOptions(
    'createMock',
    { now: () => 1_700_000_000_000, records: [] },
    'administrator',
  );
  const mock = new MockCore(options, await loadContracts([v1, written]));
  const ask = async (at: string, body: unknown, change = (query: string) => query) => {
    const query = change(writeTarget(mock, 'setCallback').split('?')[1] ?? '');
    const response = await mock.fetch(`https://x.example${at}?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const envelope: Envelope = await response.json();
    return { ...envelope, mistake: response.headers.get('x-mock-mistake')?.split(';')[0] };
  };
  return { mock, ask };
}

const configuration = { address: 'https://a.example/hook', actions: [] };

test('an operation without a handler is answered with the example of its contract', async () => {
  const { mock, ask } = await open();
  const answer = await ask(path, configuration);
  expect(answer).toMatchObject({ errorCode: 0, errorMessage: 'Success', mistake: undefined });
  expect(answer.requestId).toMatch(/^[0-9a-f]{32}$/);
  expect(mock.requests).toMatchObject([{ operationId: 'setCallback', errorCode: 0, carriedOut: false }]);
});

test('an operation without a handler is checked like any other', async () => {
  const { ask } = await open();
  const unsigned = await ask(path, configuration, (query) => query.replace(/usersig=[^&]*/, 'usersig=xxx'));
  expect(unsigned).toMatchObject({
    mistake: 'usersig-invalid',
    errorCode: findMistake('usersig-invalid').answer,
  });
  expect(await ask(path, configuration, () => 'sdkappid=1')).toMatchObject({ mistake: 'identifier-missing' });
  expect(await ask(path, { actions: [] })).toMatchObject({ mistake: 'field-missing' });
  expect(await ask(path, configuration)).toMatchObject({ errorCode: 0 });
  expect(await ask(path, configuration), 'two requests a second').toMatchObject({ mistake: 'rate-exceeded' });
});

test('an operation without a handler fails as a test wants it to', async () => {
  const { mock, ask } = await open();
  mock.respondWith('setCallback', 'error-70005');
  expect(await ask(path, {})).toMatchObject({ errorCode: 70005 });
  mock.fault('wrong-data', { operationId: 'setCallback' });
  expect(await ask(path, configuration)).toMatchObject({ data: 42 });
});

test('two generations are served beside each other, each with its own rules', async () => {
  const { mock, ask } = await open();
  await ask(path, configuration);
  await ask(path, configuration);
  expect(await ask(path, configuration)).toMatchObject({ mistake: 'rate-exceeded' });
  expect(await ask(v1Path, configuration), 'the limits are apart').toMatchObject({
    data: configuration.address,
  });
  const unknown = [await ask('/v2/nothing', {}), await ask('/v1/nothing', {}), await ask('/nothing', {})];
  expect(unknown.map(({ mistake }) => mistake)).toEqual(['path-unknown', 'path-unknown', 'path-unknown']);
  const code = findMistake('path-unknown').answer;
  expect(unknown.map(({ errorCode }) => errorCode)).toEqual([70003, code, code]);
  expect(mock.requests).toHaveLength(7);
});

test('two generations cannot have the same path', async () => {
  const options = resolveOptions('createMock', {}, 'administrator');
  const contracts = await loadContracts([v1, { ...v1, name: 'v2' }]);
  expect(() => new MockCore(options, contracts)).toThrow('two generations have the path /v1/');
});

test('a contract without an example for a mistake is refused when it is loaded', async () => {
  const codes = new Map<MistakeId, number>([...v1.codes, ['rate-exceeded', 12_345]]);
  await expect(loadContracts([{ ...v1, codes }])).rejects.toThrow('no example error-12345; add it in spec/');
});
