import { firstClients } from '@trtc-call/spec/v4';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ContractViolation, createTrtcCallClient, type FetchLike, unwrap } from '../index.ts';
import { answeringFetch, fetchAnswering, rejection } from '../testing/answering-fetch.ts';
import { sampleRecordV4 as record } from '../testing/service-v4.ts';
import { createTrtcCallClient as createV1 } from '../v1/index.ts';
import { createLocalLimiter as createLimiterV1 } from '../v1/limiter.ts';
import { createTrtcCallClient as createV4 } from './index.ts';
import { createLocalLimiter } from './limiter.ts';

const account = { generation: 'v4', sdkAppId: 1, userSig: 'x', retry: false } as const;
const envelope = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0, RequestId: 'Id-1' };
const otherTypes = { CallResult: 3, RoomIdType: '2' };
const open = (fetch: FetchLike, over: object = {}) =>
  createTrtcCallClient({ ...account, region: 'seoul', fetch, ...over });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the region', () => {
  test.each([
    ['china', 'console.tim.qq.com'],
    ['singapore', 'adminapisgp.im.qcloud.com'],
    ['seoul', 'adminapikr.im.qcloud.com'],
    ['frankfurt', 'adminapiger.im.qcloud.com'],
    ['silicon-valley', 'adminapiusa.im.qcloud.com'],
    ['jakarta', 'adminapiidn.im.qcloud.com'],
  ])('%s is the host %s', async (region, host) => {
    const { fetch, sent } = fetchAnswering(envelope);
    await open(fetch, { region }).callbacks.delete();
    expect(sent[0]?.url.host).toBe(host);
    expect([...(sent[0]?.url.searchParams.keys() ?? [])].sort()).toEqual(
      ['contenttype', 'identifier', 'random', 'sdkappid', 'usersig'].sort(),
    );
  });

  test.each([undefined, 'intl', ''])('is never guessed: %s is refused, with all regions', (region) => {
    expect(() => open(fetchAnswering(envelope).fetch, { region })).toThrow(
      'must be one of china, singapore, seoul, frankfurt, silicon-valley, jakarta, or an https: URL',
    );
  });
});

describe('the generation', () => {
  const { native, Web } = firstClients.versions;
  const howToKnow = `pass 'v4' if your clients place calls with calls() (native from ${native}, Web from ${Web}), or 'v1' for older ones`;

  test.each([undefined, 'v2', 4])(
    'has no default: %j is refused, and it is said how to know',
    (generation) => {
      const options = { ...account, generation, region: 'seoul' } as never;
      expect(() => createTrtcCallClient(options)).toThrow(
        expect.objectContaining({ field: 'generation', remedy: howToKnow }),
      );
    },
  );

  test('is not that of the environment where the account is given', () => {
    vi.stubEnv('TRTC_CALL_GENERATION', 'v4');
    const options = { ...account, generation: undefined, region: 'seoul' } as never;
    expect(() => createTrtcCallClient(options)).toThrow(expect.objectContaining({ remedy: howToKnow }));
  });

  test.each([
    ['v1', createV1, 'v4'],
    ['v4', createV4, 'v1'],
  ])('of the entry %s is that of no other one', (entry, create, generation) => {
    expect(() => create({ ...account, generation, region: 'china' } as never)).toThrow(
      `generation must be '${entry}' in this entry of the package`,
    );
  });

  test('need not be given to the entry of one generation', () => {
    const { generation: _, ...options } = { ...account, region: 'china' };
    expect(createV1(options)).not.toHaveProperty('calls');
    expect(createV4(options)).toHaveProperty('calls');
  });

  test('is that of the environment where the account is, unless it is given', () => {
    vi.stubEnv('TRTC_CALL_SDK_APP_ID', '1');
    vi.stubEnv('TRTC_CALL_USER_SIG', 'x');
    vi.stubEnv('TRTC_CALL_BASE_URL', 'https://service.example');
    vi.stubEnv('TRTC_CALL_GENERATION', 'v4\n');
    expect(createTrtcCallClient()).toHaveProperty('calls');
    expect(createTrtcCallClient({ generation: 'v1' })).not.toHaveProperty('calls');
    vi.stubEnv('TRTC_CALL_GENERATION', undefined);
    expect(() => createTrtcCallClient()).toThrow(
      expect.objectContaining({ remedy: `${howToKnow}; TRTC_CALL_GENERATION may name it too` }),
    );
  });
});

describe('answers', () => {
  test('without ErrorInfo and RequestId are read, and reported', async () => {
    const seen: ContractViolation[] = [];
    const onContractViolation = (violation: ContractViolation) => seen.push(violation);
    const { fetch } = fetchAnswering({ ActionStatus: 'FAIL', ErrorCode: 60020 });
    const error = await rejection(open(fetch, { onContractViolation }).callbacks.get());
    expect(error).toMatchObject({ code: 60020, reason: expect.any(String), requestId: '' });
    expect(String(error)).toContain('(no request id)');
    expect(seen.map(({ pointer }) => pointer)).toEqual(['/ErrorInfo', '/RequestId']);
  });

  test.each([
    ['FAIL beside 0', { ...envelope, ActionStatus: 'FAIL' }, '/ActionStatus'],
    ['a code that is text', { ...envelope, ErrorCode: '0' }, '/ErrorCode'],
    ['not an object', [], ''],
  ])('that say neither success nor refusal break the contract: %s', async (_, answer, pointer) => {
    const error = await rejection(open(fetchAnswering(answer).fetch).callbacks.delete());
    expect(error).toMatchObject({ kind: 'contract', issues: [{ pointer }], possiblyApplied: true });
  });

  test.each(['calls.get', 'records.get', 'records.query', 'callbacks.get'])(
    'without their payload break the contract: %s',
    async (name) => {
      const client = open(fetchAnswering(envelope).fetch);
      const calls: Record<string, () => Promise<unknown>> = {
        'calls.get': () => client.calls.get('a'),
        'records.get': () => client.records.get('a'),
        'records.query': () => client.records.query({}),
        'callbacks.get': () => client.callbacks.get(),
      };
      const error = await rejection(calls[name]?.() ?? Promise.resolve());
      expect(error).toMatchObject({ kind: 'contract', issues: [{ pointer: '/Response' }] });
    },
  );

  test('to another question are told, and times in milliseconds', async () => {
    const CallRecord = { ...record, CallId: 'other', StartTime: 1_700_000_000_000 };
    const { fetch } = fetchAnswering({ ...envelope, Response: { CallRecord } });
    const error = await rejection(open(fetch, { validate: 'strict' }).records.get('a'));
    expect(error).toMatchObject({
      kind: 'contract',
      issues: [{ pointer: '/Response/CallRecord/CallId' }, { pointer: '/Response/CallRecord/StartTime' }],
    });
  });

  test('may have a result that is a number, and a room type that is text', async () => {
    const seen: unknown[] = [];
    const { fetch } = fetchAnswering({ ...envelope, Response: { CallRecord: { ...record, ...otherTypes } } });
    const client = open(fetch, {
      validate: 'strict',
      onContractViolation: (issue: unknown) => seen.push(issue),
    });
    expect(await client.records.get(record.CallId)).toMatchObject(otherTypes);
    expect(seen).toEqual([]);
  });
});

test('UserData beyond 1000 bytes is sent, and told', async () => {
  const seen: ContractViolation[] = [];
  const { fetch, sent } = fetchAnswering(envelope);
  const client = open(fetch, { onContractViolation: (issue: ContractViolation) => seen.push(issue) });
  await client.calls.startByRobot({
    Robot_Account: 'a',
    CalleeList_Account: ['b'],
    Timeout: 10_000,
    UserData: 'é'.repeat(501),
    CallInfo: { MediaType: 'Audio' },
  });
  expect(seen).toMatchObject([{ rule: 'undocumented-request', pointer: '/UserData' }]);
  expect(sent).toHaveLength(1);
});

test('what cannot be asked is refused before it is sent, by its name', async () => {
  const { fetch, sent } = fetchAnswering(envelope);
  const client = open(fetch);
  const input = { Robot_Account: 'a', CalleeList_Account: ['b'], CallInfo: { MediaType: 'Audio' } };
  const wrong: [Promise<unknown>, string][] = [
    [client.calls.get(5 as never), 'calls.get: CallId must be'],
    [client.calls.get(10n as never), 'calls.get: CallId cannot be written as'],
    [client.calls.startByRobot({ ...input, Timeout: 30 }), 'calls.startByRobot: input.Timeout must be'],
    [
      client.calls.startByRobot({ ...input, CalleeList_Account: [], Timeout: 30_000 }),
      'input.CalleeList_Account must be an array of at least 1 item (got an empty array)',
    ],
    [
      client.calls.startByRobot({ ...input, CallInfo: {} as never, Timeout: 30_000 }),
      'calls.startByRobot: input.CallInfo.MediaType is missing: pass one of "Video", "Audio"',
    ],
    [
      client.callbacks.set({ Url: 'ftp://a', CallbackCommandList: [] }),
      'callbacks.set: configuration.Url must be a string that begins with http:// or https:// (got',
    ],
  ];
  for (const [promise, message] of wrong) {
    expect(await rejection(promise)).toMatchObject({
      kind: 'argument',
      message: expect.stringContaining(message),
    });
  }
  expect(sent).toEqual([]);
});

describe('placing a call that gets no answer', () => {
  const input = {
    Robot_Account: 'a',
    CalleeList_Account: ['b'],
    Timeout: 10_000,
    CallInfo: { MediaType: 'Audio' },
  };
  const failing = (code: string) =>
    answeringFetch(() => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    });
  const retry = { maxAttempts: 3, baseMilliseconds: 1 };

  test('is not tried again once it may have arrived', async () => {
    const { fetch, sent } = failing('ECONNRESET');
    const error = await rejection(open(fetch, { retry }).calls.startByRobot(input));
    expect(error).toMatchObject({ kind: 'connection', possiblyApplied: true });
    expect(sent).toHaveLength(1);
  });

  test.each(['ECONNREFUSED', 'EMFILE', 'ENFILE'])(
    'is tried again after %s, since it cannot have arrived, and says so',
    async (code) => {
      const { fetch, sent } = failing(code);
      const error = await rejection(open(fetch, { retry }).calls.startByRobot(input));
      expect(error).toMatchObject({ kind: 'connection', possiblyApplied: false });
      expect(sent).toHaveLength(3);
    },
  );
});

test('a limiter of v1 is refused for what it does not know', async () => {
  const { fetch } = fetchAnswering(envelope);
  const error = await rejection(open(fetch, { limiter: createLimiterV1() }).calls.end('a'));
  expect(error).toMatchObject({
    kind: 'argument',
    message: expect.stringContaining('of its own generation'),
  });
  expect(await open(fetch, { limiter: createLocalLimiter() }).calls.end('a')).toEqual({ alreadyOver: false });
});

test('200 requests of each operation go at once, the next one waits', () => {
  const limiter = createLocalLimiter({ now: () => 0 });
  const turns = Array.from({ length: 200 }, () => limiter.take('endCall'));
  expect(turns.every((turn) => turn === undefined)).toBe(true);
  expect(limiter.take('getCallInfo')).toBeUndefined();
  const stop = new AbortController();
  const turn = limiter.take('endCall', stop.signal);
  expect(turn).toBeInstanceOf(Promise);
  turn?.catch(() => {});
  stop.abort();
});

test('unwrap gives the data of a success, and null where it may lack them', async () => {
  const body = { CallId: 'a-call' };
  const ask = async (answer: object) =>
    unwrap(await open(fetchAnswering(answer).fetch).api.POST('/v4/call_engine_http_srv/end_call', { body }));
  expect(await ask(envelope)).toBeNull();
  expect(await ask({ ...envelope, Response: { CallId: 'a-call' } })).toEqual({ CallId: 'a-call' });
});
