import { expectTypeOf, test } from 'vitest';
import type { TrtcCallError } from '../errors.ts';
import type {
  ApiBody,
  CallbackConfiguration,
  CallRecord,
  RecordFilter,
  RecordPage,
  TrtcCallClientOptions,
} from '../index.ts';
import { unwrap } from '../request/api.ts';
import type { TrtcCallClient } from './client.ts';

declare const client: TrtcCallClient;
declare const record: CallRecord;
declare const error: TrtcCallError;

test('the wire type alone does not tell success from failure; unwrap does', async () => {
  const { data } = await client.api.POST('/v1/records/get_record_by_callId', { body: { callId: 'a' } });
  // @ts-expect-error: `data` is not there on a failure, or is of any type
  data?.data.callId;
  if (data?.errorCode === 0) {
    // @ts-expect-error: a comparison does not narrow it
    data.data.callId;
  }
});

test('unwrap gives the data of a success', async () => {
  const { api } = client;
  const one = unwrap(await api.POST('/v1/records/get_record_by_callId', { body: { callId: 'a' } }));
  expectTypeOf(one).toEqualTypeOf<CallRecord | null>();
  const page = unwrap(await api.POST('/v1/records/get_records_by_filter', { body: { startTimestamp: 0 } }));
  expectTypeOf(page.callRecordList).toEqualTypeOf<CallRecord[]>();
  expectTypeOf(page.totalNum).toEqualTypeOf<number>();
  const configuration = unwrap(await api.POST('/v1/callback/get', { body: {} }));
  expectTypeOf(configuration).toEqualTypeOf<CallbackConfiguration | null>();
  const address = unwrap(await api.POST('/v1/callback/set', { body: { address: 'https://a', actions: [] } }));
  expectTypeOf(address).toEqualTypeOf<string>();
});

test('the methods give one type', () => {
  expectTypeOf(client.records.get).returns.resolves.toEqualTypeOf<CallRecord | null>();
  expectTypeOf(client.records.query).returns.resolves.toEqualTypeOf<RecordPage>();
  expectTypeOf(client.callbacks.set).returns.resolves.toEqualTypeOf<string>();
  expectTypeOf(client.callbacks.get).returns.resolves.toEqualTypeOf<CallbackConfiguration | null>();
  expectTypeOf(client.callbacks.update).returns.resolves.toEqualTypeOf<string>();
  expectTypeOf(client.callbacks.delete).returns.resolves.toEqualTypeOf<void>();
});

test('the path decides the body, and no query parameter is asked for', () => {
  // @ts-expect-error: not a path of the contract
  client.api.POST('/v1/records/other', { body: {} });
  // @ts-expect-error: callId is missing
  client.api.POST('/v1/records/get_record_by_callId', { body: {} });
  // @ts-expect-error: a body is always sent
  client.api.POST('/v1/callback/get', {});
  // @ts-expect-error: the query belongs to the signing
  client.api.POST('/v1/callback/get', { body: {}, params: { query: { random: 1 } } });
});

test('enums of answers and of arguments are open and keep their words', () => {
  type Word = 'cancel' | 'reject' | 'not_answer' | 'normal_end' | 'call_busy' | 'interrupt';
  expectTypeOf(record.callResult).toEqualTypeOf<Word | (string & {})>();
  expectTypeOf(record.callResult).not.toEqualTypeOf<string>();
  const offline: CallRecord['callResult'] = 'offline';
  expectTypeOf(offline).toExtend<string>();
  expectTypeOf<RecordFilter['callResult']>().toEqualTypeOf<Word | (string & {}) | undefined>();
  expectTypeOf<{ startTimestamp: number; callResult: 'offline' }>().toExtend<
    ApiBody<'/v1/records/get_records_by_filter'>
  >();
});

test('switch over kind is exhaustive and narrows', () => {
  switch (error.kind) {
    case 'refused':
      expectTypeOf(error.code).toEqualTypeOf<number>();
      break;
    case 'http-status':
      expectTypeOf(error.status).toEqualTypeOf<number>();
      break;
    case 'connection':
    case 'deadline':
    case 'contract':
    case 'limiter-full':
    case 'argument':
      break;
    default:
      expectTypeOf(error).toEqualTypeOf<never>();
  }
});

test('exactly one credential is given', () => {
  const app = { generation: 'v1' as const, sdkAppId: 1 };
  expectTypeOf({ ...app, secretKey: 'a' }).toExtend<TrtcCallClientOptions>();
  expectTypeOf({ ...app, userSig: 'a' }).toExtend<TrtcCallClientOptions>();
  expectTypeOf({ ...app, userSig: async () => 'a' }).toExtend<TrtcCallClientOptions>();
  expectTypeOf(app).not.toExtend<TrtcCallClientOptions>();
  expectTypeOf({ ...app, secretKey: 'a', userSig: 'a' }).not.toExtend<TrtcCallClientOptions>();
});
