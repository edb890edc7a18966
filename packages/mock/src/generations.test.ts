import { findMistake, operations } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { operations as v4Operations } from '@trtc-call/spec/v4';
import { openapi as v4Openapi } from '@trtc-call/spec/v4/openapi';
import { describe, expect, test } from 'vitest';
import type { Generation } from './contract.ts';
import { loadContracts } from './create-mock.ts';
import { MockCore } from './mock-core.ts';
import { resolveOptions } from './options.ts';
import { writeTarget } from './testing/call.ts';
import { v1 } from './v1/index.ts';
import { v4 } from './v4/index.ts';

const v1Path = operations.setCallback.path;
const rename = (path: string) => path.replace('/v1/', '/v2/');
const path = rename(v1Path);

/** A generation of which only the contract is written: no operation has a handler. */
const written: Generation = {
  ...v1,
  contract: {
    ...v1.contract,
    generation: 'v2',
    // The code that only this generation answers with.
    mistakes: v1.contract.mistakes.map((mistake) =>
      mistake.id === 'path-unknown' ? { ...mistake, answer: 70003 } : mistake,
    ),
  },
  document: {
    ...openapi,
    paths: Object.fromEntries(
      Object.entries(openapi.paths).map(([path, { post }]) => [
        rename(path),
        { post: { ...post, 'x-rate-limit': { requests: 2, perSeconds: 1 } } },
      ]),
    ),
  },
  handlers: {},
  magicFields: {},
};

function fail(): never {
  throw new Error('the contract of v4 has no such operation');
}

async function open(...generations: Parameters<typeof loadContracts>[0]): Promise<MockCore> {
  const given = { now: () => 1_700_000_000_000, records: [] };
  const options = resolveOptions('createMock', given, 'administrator');
  return new MockCore(options, await loadContracts(generations));
}

async function ask(
  mock: MockCore,
  at: string,
  body: unknown,
  query = writeTarget(mock, 'setCallback').split('?')[1],
) {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await mock.fetch(`https://x.example${at}?${query}`, init);
  return { ...(await response.json()), mistake: response.headers.get('x-mock-mistake')?.split(';')[0] };
}

const configuration = { address: 'https://a.example/hook', actions: [] };

test('two generations are served beside each other, each with its own rules', async () => {
  const mock = await open(v1, written);
  await ask(mock, path, configuration);
  await ask(mock, path, configuration);
  expect(await ask(mock, path, configuration)).toMatchObject({ mistake: 'rate-exceeded' });
  expect(await ask(mock, v1Path, configuration), 'the limits are apart').toMatchObject({
    data: configuration.address,
  });
  const unknown = [
    await ask(mock, '/v2/nothing', {}),
    await ask(mock, '/v1/nothing', {}),
    await ask(mock, '/nothing', {}),
  ];
  expect(unknown.map(({ mistake }) => mistake)).toEqual(['path-unknown', 'path-unknown', 'path-unknown']);
  const code = findMistake('path-unknown').answer;
  expect(unknown.map(({ errorCode }) => errorCode)).toEqual([70003, code, code]);
  expect(mock.requests).toHaveLength(7);
});

describe('an operation that is added to the document of v4', () => {
  const { post } = v4Openapi.paths[v4Operations.getCallInfo.path] ?? fail();
  const added = '/v4/call_engine_http_srv/mute_call';
  const grown: Generation = {
    ...v4,
    document: {
      ...v4Openapi,
      paths: {
        ...v4Openapi.paths,
        [added]: {
          post: { ...post, operationId: 'muteCall', 'x-rate-limit': { requests: 3, perSeconds: 1 } },
        },
      },
    },
  };

  test('is answered with its example, and checked, limited and overridden like the others', async () => {
    const mock = await open(v1, grown);
    const example = post.responses['200']?.content['application/json']?.examples?.success;
    const good = await ask(mock, added, { CallId: 'a' });
    expect(good).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0, Response: expect.anything() });
    expect(example?.value).toMatchObject({ Response: good.Response });
    expect(await ask(mock, added, {}, 'sdkappid=1')).toMatchObject({
      mistake: 'identifier-missing',
      ErrorCode: 60004,
    });
    expect(await ask(mock, added, { CallId: 7 })).toMatchObject({ mistake: 'field-type', ErrorCode: 101002 });
    expect(await ask(mock, added, {})).toMatchObject({ mistake: 'field-missing', ErrorCode: 101002 });
    expect(await ask(mock, added, { CallId: 'a' })).toMatchObject({
      mistake: 'rate-exceeded',
      ErrorCode: 60007,
    });
    Reflect.apply(mock.respondWith, mock, ['muteCall', 'error-60020']);
    expect(await ask(mock, added, {})).toMatchObject({ ErrorCode: 60020 });
    expect(mock.requests).toMatchObject(Array(6).fill({ operationId: 'muteCall', carriedOut: false }));
  });

  test('is refused when it has no rate limit', async () => {
    const paths = { ...v4Openapi.paths, [added]: { post: { ...post, 'x-rate-limit': undefined } } };
    const loaded = loadContracts([{ ...v4, document: { ...v4Openapi, paths } }]);
    await expect(loaded).rejects.toThrow(
      `the contract lacks the rate limit of ${added}; correct it in spec/`,
    );
  });
});

test('two generations cannot have the same path', async () => {
  const twin = { ...v1, contract: { ...v1.contract, generation: 'v2' } };
  await expect(open(v1, twin)).rejects.toThrow('two generations have the path /v1/');
});

test('a contract without an example for a mistake is refused when it is loaded', async () => {
  const mistakes = v1.contract.mistakes.map((mistake) => ({ ...mistake, answer: 12_345 }));
  const loaded = loadContracts([{ ...v1, contract: { ...v1.contract, mistakes } }]);
  await expect(loaded).rejects.toThrow('no example error-12345; add it in spec/');
});
