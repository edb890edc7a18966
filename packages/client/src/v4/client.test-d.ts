import { expectTypeOf, test } from 'vitest';
import {
  type CallRecord,
  type CallRecordV4,
  createTrtcCallClient,
  type Generation,
  type RecordPageV4,
  type TrtcCallClient,
  type TrtcCallClientV4,
  toCall,
  unwrap,
} from '../index.ts';

const account = { sdkAppId: 1, secretKey: 'k' };

test('the type of the client follows from the generation', () => {
  const v4 = createTrtcCallClient({ ...account, generation: 'v4', region: 'frankfurt' });
  expectTypeOf(v4).toEqualTypeOf<TrtcCallClientV4>();
  expectTypeOf(createTrtcCallClient({ ...account, generation: 'v1' })).toEqualTypeOf<TrtcCallClient>();
  expectTypeOf(createTrtcCallClient({ generation: 'v4' })).toEqualTypeOf<TrtcCallClientV4>();
  expectTypeOf(createTrtcCallClient()).toEqualTypeOf<TrtcCallClient | TrtcCallClientV4>();
  const either = (generation: Generation) =>
    createTrtcCallClient({ ...account, generation, region: 'https://service.example' });
  expectTypeOf(either).returns.toEqualTypeOf<TrtcCallClient | TrtcCallClientV4>();
});

test('an account needs a generation', () => {
  // @ts-expect-error: there is no default
  () => createTrtcCallClient(account);
  // @ts-expect-error: there is no such generation
  () => createTrtcCallClient({ generation: 'v3' });
});

test('an account of v4 needs its region', () => {
  // @ts-expect-error: there is no default
  () => createTrtcCallClient({ ...account, generation: 'v4' });
  // @ts-expect-error: there is no such generation
  () => createTrtcCallClient({ ...account, generation: 'v3' });
});

test('operations give what their pages promise', async () => {
  const client = createTrtcCallClient({ ...account, generation: 'v4', region: 'seoul' });
  // Not run: only its types are looked at.
  const use = async () => {
    expectTypeOf(await client.calls.end('a')).toEqualTypeOf<{ readonly alreadyOver: boolean | null }>();
    expectTypeOf((await client.calls.startByRobot(robot)).callId).toEqualTypeOf<string | null>();
    expectTypeOf(await client.records.get('a')).toEqualTypeOf<CallRecordV4 | null>();
    expectTypeOf(await client.records.query({})).toEqualTypeOf<RecordPageV4>();
    const body = { CallId: 'a' };
    const result = await client.api.POST('/v4/call_record_http_srv/get_record_by_callid', { body });
    expectTypeOf(unwrap(result).CallRecord.CallId).toEqualTypeOf<string>();
    const ended = await client.api.POST('/v4/call_engine_http_srv/end_call', { body });
    expectTypeOf(unwrap(ended)).toEqualTypeOf<Record<string, never> | null>();
    // @ts-expect-error: a path of v1
    await client.api.POST('/v1/callback/get', { body: {} });
    // @ts-expect-error: v4 has no update
    client.callbacks.update;
  };
  expectTypeOf(use).returns.resolves.toBeVoid();
});

const robot = {
  Robot_Account: 'a',
  CalleeList_Account: ['b'],
  Timeout: 10_000,
  CallInfo: { MediaType: 'Audio' },
  OfflinePushInfo: { Title: 'a call', AndroidInfo: { Sound: 'x' } },
};

test('records of both generations have one form', () => {
  const use = (one: CallRecord, other: CallRecordV4) => {
    expectTypeOf(toCall(one).raw).toEqualTypeOf<CallRecord>();
    expectTypeOf(toCall(other).raw).toEqualTypeOf<CallRecordV4>();
    expectTypeOf(toCall(other).acceptTime).toEqualTypeOf<number | null>();
  };
  expectTypeOf(use).returns.toBeVoid();
});
