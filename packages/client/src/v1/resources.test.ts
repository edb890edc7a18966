import { commandWords, findErrorCode, operations } from '@trtc-call/spec/v1';
import { type OpenApiExample, openapi } from '@trtc-call/spec/v1/openapi';
import { describe, expect, test } from 'vitest';
import { createTrtcCallClient, type TrtcCallClient, type Validate } from '../index.ts';
import { accountV1, fetchAnswering, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';

const { sdkAppId } = sampleRecord;
const configuration = { address: 'https://www.example.com/callback', actions: ['call_busy' as const] };

function makeClient(body: unknown, validate: Validate = 'strict') {
  const { fetch, sent } = fetchAnswering(body);
  return { client: createTrtcCallClient({ ...accountV1, sdkAppId, validate, fetch }), sent };
}

type Call = (client: TrtcCallClient, callId?: string) => Promise<unknown>;

const calls: Record<keyof typeof operations, Call> = {
  getRecordByCallId: (client, callId = sampleRecord.callId) => client.records.get(callId),
  getRecordsByFilter: (client) => client.records.query({ startTimestamp: 1688705638 }),
  setCallback: (client) => client.callbacks.set(configuration),
  getCallback: (client) => client.callbacks.get(),
  updateCallback: (client) => client.callbacks.update(configuration),
  deleteCallback: (client) => client.callbacks.delete(),
};

describe('each operation', () => {
  const cases: Record<keyof typeof operations, { data: unknown; body: unknown; result: unknown }> = {
    getRecordByCallId: { data: sampleRecord, body: { callId: sampleRecord.callId }, result: sampleRecord },
    getRecordsByFilter: {
      data: { totalNum: 3, page: 2, callRecordList: [sampleRecord] },
      body: { startTimestamp: 1688705638 },
      result: { totalNum: 3, page: 2, records: [sampleRecord] },
    },
    setCallback: { data: configuration.address, body: configuration, result: configuration.address },
    getCallback: { data: configuration, body: {}, result: configuration },
    updateCallback: { data: configuration.address, body: configuration, result: configuration.address },
    deleteCallback: { data: '', body: {}, result: undefined },
  };
  for (const { operationId, path } of Object.values(operations)) {
    test(`${operationId} sends its body to its path and gives its data`, async () => {
      const { data, body, result } = cases[operationId];
      const { client, sent } = makeClient(success(data));
      expect(await calls[operationId](client)).toEqual(result);
      expect(sent.map(({ url }) => url.pathname)).toEqual([path]);
      expect(JSON.parse(String(sent[0]?.init.body))).toEqual(body);
    });

    test(`${operationId} passes the caller's signal on`, async () => {
      const signal = AbortSignal.abort(new RangeError('enough'));
      const { client } = makeClient(success(''));
      const withSignal: typeof calls = {
        getRecordByCallId: () => client.records.get('a-call', { signal }),
        getRecordsByFilter: () => client.records.query({ startTimestamp: 0 }, { signal }),
        setCallback: () => client.callbacks.set(configuration, { signal }),
        getCallback: () => client.callbacks.get({ signal }),
        updateCallback: () => client.callbacks.update(configuration, { signal }),
        deleteCallback: () => client.callbacks.delete({ signal }),
      };
      expect(await rejection(withSignal[operationId](client))).toBe(signal.reason);
    });
  }
});

describe('every named example of the contract', () => {
  const examples = Object.values(openapi.paths).flatMap(({ post }) =>
    Object.entries(post.responses[200]?.content['application/json']?.examples ?? {}).map(
      ([name, example]) => ({
        name,
        operationId: post.operationId as keyof typeof operations,
        value: resolveExample(example).value,
      }),
    ),
  );

  test.each(examples)('$operationId $name is understood', async ({ name, operationId, value }) => {
    const { callId }: { callId?: string } = Object(Object(value).data);
    const call = calls[operationId](makeClient(value).client, callId);
    const code = /^error-(\d+)$/.exec(name)?.[1];
    if (code === undefined) {
      await call;
      return;
    }
    const { name: reason } = findErrorCode(Number(code)) ?? {};
    expect(await rejection(call)).toMatchObject({ kind: 'refused', code: Number(code), reason, operationId });
  });

  test('there is a success and an error of each operation', () => {
    for (const operationId of Object.keys(operations)) {
      const names = examples.filter((example) => example.operationId === operationId).map(({ name }) => name);
      expect(names, operationId).toContain('success');
      expect(names.filter((name) => name.startsWith('error-')).length, operationId).toBeGreaterThan(5);
    }
  });

  function resolveExample(example: OpenApiExample): OpenApiExample {
    const name = example.$ref?.split('/').at(-1);
    return name === undefined ? example : (openapi.components.examples[name] ?? {});
  }
});

describe('nothing to give', () => {
  test.each([{}, '', null])('is null for a record: %j', async (data) => {
    expect(await makeClient(success(data)).client.records.get('a-call')).toBeNull();
  });

  test.each([{}, '', null])('is an empty page of a filter, and an empty list: %j', async (data) => {
    const { client } = makeClient(success(data), 'report');
    const filter = { startTimestamp: 1, page: 3 };
    expect(await client.records.query(filter)).toEqual({ records: [], page: 3, totalNum: 0 });
    expect(await client.records.list().toArray({ limit: 5 })).toEqual([]);
  });

  test('is reported where the contract does not allow it', async () => {
    const error = await rejection(calls.getRecordsByFilter(makeClient(success(null)).client));
    expect(error).toMatchObject({ kind: 'contract' });
  });

  test.each([{}, '', null])('is null for a configuration: %j', async (data) => {
    expect(await makeClient(success(data)).client.callbacks.get()).toBeNull();
  });

  test('does not make a deletion look failed', async () => {
    for (const data of ['', {}, null, undefined, 'gone']) {
      expect(await makeClient(success(data), 'report').client.callbacks.delete()).toBeUndefined();
    }
  });

  test('is not a page', async () => {
    const error = await rejection(calls.getRecordsByFilter(makeClient(success({})).client));
    expect(error).toMatchObject({ kind: 'contract' });
  });
});

test('words that no list names, and members that no table names, are let through', async () => {
  const record = {
    ...sampleRecord,
    callResult: 'offline',
    callType: 'conference',
    mediaType: 'screen',
    more: [1],
  };
  expect(await makeClient(success(record)).client.records.get(record.callId)).toEqual(record);
});

describe('a wrong argument is refused before anything is sent', () => {
  const wrong = (value: unknown) => value as never;
  const long = { startTimestamp: 1688705638 };
  const cases: Record<string, { call: Call; field: string }> = {
    'an empty call id': { call: ({ records }) => records.get(''), field: 'callId' },
    'no call id': { call: ({ records }) => records.get(wrong(undefined)), field: 'callId' },
    'a call id that is a number': { call: ({ records }) => records.get(wrong(5)), field: 'callId' },
    'no filter': { call: ({ records }) => records.query(wrong(undefined)), field: 'filter' },
    'a filter that is a list': { call: ({ records }) => records.query(wrong([])), field: 'filter' },
    'no start': { call: ({ records }) => records.query(wrong({})), field: 'filter.startTimestamp' },
    'a start that is a Date': {
      call: ({ records }) => records.query({ startTimestamp: wrong(new Date(0)) }),
      field: 'filter.startTimestamp',
    },
    'a start with a fraction': {
      call: ({ records }) => records.query({ startTimestamp: 0.5 }),
      field: 'filter.startTimestamp',
    },
    'a start before 1970': {
      call: ({ records }) => records.query({ startTimestamp: -1 }),
      field: 'filter.startTimestamp',
    },
    'page 0': { call: ({ records }) => records.query({ ...long, page: 0 }), field: 'filter.page' },
    'a page size of 0': {
      call: ({ records }) => records.query({ ...long, numberPerPage: 0 }),
      field: 'filter.numberPerPage',
    },
    'a filter that is misspelt': {
      call: ({ records }) => records.query(wrong({ ...long, callTypes: 'single' })),
      field: 'filter.callTypes',
    },
    'no configuration': {
      call: ({ callbacks }) => callbacks.set(wrong(undefined)),
      field: 'configuration',
    },
    'no address': {
      call: ({ callbacks }) => callbacks.set(wrong({ actions: [] })),
      field: 'configuration.address',
    },
    'another scheme': {
      call: ({ callbacks }) => callbacks.set({ ...configuration, address: 'ftp://example.com' }),
      field: 'configuration.address',
    },
    'no actions': {
      call: ({ callbacks }) => callbacks.update(wrong({ address: configuration.address })),
      field: 'configuration.actions',
    },
    'an option that is misspelt': {
      call: ({ records }) => records.get('a', wrong({ abort: true })),
      field: 'options.abort',
    },
    'a signal that is a controller': {
      call: ({ callbacks }) => callbacks.get({ signal: wrong(new AbortController()) }),
      field: 'options.signal',
    },
    'a signal that is null': {
      call: ({ callbacks }) => callbacks.delete({ signal: wrong(null) }),
      field: 'options.signal',
    },
    'another path': {
      call: ({ api }) => api.POST(wrong('/v1/records/delete'), wrong({ body: {} })),
      field: 'input',
    },
    'no body': { call: ({ api }) => api.POST('/v1/callback/get', wrong({})), field: 'init.body' },
    'another base URL for one call': {
      call: ({ api }) => api.POST('/v1/callback/get', wrong({ body: {}, baseUrl: 'https://example.com' })),
      field: 'input',
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { call, field }) => {
    const { client, sent } = makeClient(success(''));
    const error = await rejection(call(client));
    expect(error).toMatchObject({ kind: 'argument', field, remedy: expect.stringMatching(/.{5}/) });
    expect(sent).toHaveLength(0);
  });

  test('a path that changes the host', async () => {
    const { client, sent } = makeClient(success(''));
    const call = client.api.POST(wrong('@example.com/v1/callback/get'), wrong({ body: {} }));
    expect(await rejection(call)).toBeInstanceOf(Error);
    expect(sent).toHaveLength(0);
  });

  test('every command word of the contract is accepted', async () => {
    const actions = [...commandWords.status, ...commandWords.event];
    const { client } = makeClient(success(configuration.address));
    expect(await client.callbacks.set({ ...configuration, actions })).toBe(configuration.address);
  });

  test('an end that is the start is accepted', async () => {
    const { client } = makeClient(success({ totalNum: 0, page: 1, callRecordList: [] }));
    expect(await client.records.query({ startTimestamp: 5, endTimestamp: 5 })).toMatchObject({ records: [] });
  });
});
