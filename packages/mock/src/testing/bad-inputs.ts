import { signUserSig } from '@trtc-call/client/usersig';
import { type MistakeId, operations } from '@trtc-call/spec/v1';

/** Who sends a bad input. */
export interface BadInputAccount {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly secretKey: string;
  readonly now: () => number;
}

/** A request that is wrong in one way, and the mistake that this is. */
export interface BadInput {
  readonly name: string;
  readonly mistake: MistakeId;
  readonly method?: string;
  readonly path?: string;
  /** Query parameters that differ from those of a good request; `null` leaves one out. */
  readonly query?: Readonly<Record<string, string | null>>;
  /** What stands at the end of the query besides. */
  readonly appended?: string;
  readonly contentType?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** How the UserSig is signed otherwise than it should. */
  readonly sign?: { sdkAppId?: number; identifier?: string; secretKey?: string; agedSeconds?: number };
  readonly identifier?: string;
}

/** A bad input as it goes over the wire. */
export interface BadRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

const filterPath = operations.getRecordsByFilter.path;
const setPath = operations.setCallback.path;
const good = { address: 'https://a.example/hook', actions: ['cancel'] };

/**
 * Requests that a service must answer although they are wrong. The good request they are made from is
 * get_record_by_callId, unless a path is given.
 */
export const badInputs: readonly BadInput[] = [
  { name: 'GET', mistake: 'method-not-post', method: 'GET' },
  { name: 'PUT', mistake: 'method-not-post', method: 'PUT' },
  { name: 'an unknown command', mistake: 'path-unknown', path: '/v1/records/get_everything' },
  { name: 'a path without its version', mistake: 'path-unknown', path: '/records/get_record_by_callId' },
  { name: 'a path in the wrong case', mistake: 'path-unknown', path: '/v1/records/get_record_by_callid' },
  { name: 'no sdkappid', mistake: 'sdkappid-missing', query: { sdkappid: null } },
  { name: 'an empty sdkappid', mistake: 'sdkappid-missing', query: { sdkappid: '' } },
  { name: 'an sdkappid of letters', mistake: 'sdkappid-invalid', query: { sdkappid: 'abc' } },
  { name: 'an sdkappid of zero', mistake: 'sdkappid-invalid', query: { sdkappid: '0' } },
  { name: 'no identifier', mistake: 'identifier-missing', query: { identifier: null } },
  { name: 'an identifier with a blank', mistake: 'usersig-other-identifier', query: { identifier: 'a b' } },
  { name: 'no usersig', mistake: 'usersig-missing', query: { usersig: null } },
  { name: 'a usersig that is none', mistake: 'usersig-invalid', query: { usersig: 'xxx' } },
  { name: 'a UserSig of another key', mistake: 'usersig-wrong-key', sign: { secretKey: 'another-key' } },
  { name: 'a UserSig of another app', mistake: 'usersig-other-app', sign: { sdkAppId: 1 } },
  { name: 'a UserSig of another account', mistake: 'usersig-other-identifier', sign: { identifier: 'bob' } },
  { name: 'an expired UserSig', mistake: 'usersig-expired', sign: { agedSeconds: 100_000 } },
  { name: 'a UserSig of in an hour', mistake: 'usersig-not-yet-valid', sign: { agedSeconds: -3600 } },
  { name: 'an account that is no administrator', mistake: 'not-administrator', identifier: 'bob' },
  { name: 'no random', mistake: 'random-missing', query: { random: null } },
  { name: 'a random of 33 bits', mistake: 'random-invalid', query: { random: '4294967296' } },
  { name: 'a negative random', mistake: 'random-invalid', query: { random: '-1' } },
  { name: 'a random with a fraction', mistake: 'random-invalid', query: { random: '1.5' } },
  { name: 'no contenttype', mistake: 'contenttype-missing', query: { contenttype: null } },
  { name: 'a contenttype in capitals', mistake: 'contenttype-invalid', query: { contenttype: 'JSON' } },
  {
    name: 'SdkAppId',
    mistake: 'parameter-wrong-case',
    query: { sdkappid: null },
    appended: '&SdkAppId=1400000000',
  },
  { name: 'two different randoms', mistake: 'parameter-repeated', appended: '&random=7' },
  { name: 'a form', mistake: 'content-type-wrong', contentType: 'application/x-www-form-urlencoded' },
  { name: 'no body', mistake: 'body-empty', body: '' },
  { name: 'JSON that is cut', mistake: 'body-malformed', body: '{"callId":' },
  { name: 'a body that is not UTF-8', mistake: 'body-malformed', body: new Uint8Array([0x7b, 0xff, 0x7d]) },
  { name: 'deep nesting', mistake: 'body-malformed', body: '['.repeat(100_000) },
  { name: 'an array as body', mistake: 'body-not-object', body: '[]' },
  { name: 'null as body', mistake: 'body-not-object', body: 'null' },
  { name: 'a body of 2 MiB', mistake: 'body-too-large', body: `{"callId":"${'x'.repeat(2 * 1024 * 1024)}"}` },
  { name: 'no callId', mistake: 'field-missing', body: '{}' },
  { name: 'a callId of null', mistake: 'field-null', body: '{"callId":null}' },
  { name: 'a callId that is a number', mistake: 'field-type', body: '{"callId":7}' },
  { name: 'an empty callId', mistake: 'field-range', body: '{"callId":""}' },
  {
    name: 'a startTimestamp as text',
    mistake: 'field-type',
    path: filterPath,
    body: '{"startTimestamp":"1"}',
  },
  {
    name: 'an unknown callType',
    mistake: 'field-range',
    path: filterPath,
    body: '{"startTimestamp":1,"callType":"x"}',
  },
  { name: 'page 0', mistake: 'field-range', path: filterPath, body: '{"startTimestamp":1,"page":0}' },
  {
    name: 'an address of ftp',
    mistake: 'address-scheme',
    path: setPath,
    body: json({ ...good, address: 'ftp://a' }),
  },
  { name: 'an unknown word', mistake: 'field-range', path: setPath, body: json({ ...good, actions: ['x'] }) },
  {
    name: 'an action that is a number',
    mistake: 'field-type',
    path: setPath,
    body: json({ ...good, actions: [1] }),
  },
  { name: 'a callId of no call', mistake: 'record-not-found', body: '{"callId":"of-no-call"}' },
];

/** Writes a bad input for an account. */
export function writeBadInput(input: BadInput, account: BadInputAccount): BadRequest {
  const identifier = input.identifier ?? account.identifier;
  const { agedSeconds = 0, ...claims } = input.sign ?? {};
  const userSig = signUserSig({
    sdkAppId: account.sdkAppId,
    secretKey: account.secretKey,
    identifier,
    now: () => account.now() - agedSeconds * 1000,
    ...claims,
  });
  const parameters = {
    sdkappid: String(account.sdkAppId),
    identifier,
    usersig: userSig,
    random: '1',
    contenttype: 'json',
    ...input.query,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) query.append(name, value);
  const method = input.method ?? 'POST';
  return {
    method,
    target: `${input.path ?? operations.getRecordByCallId.path}?${query}${input.appended ?? ''}`,
    headers: { 'content-type': input.contentType ?? 'application/json' },
    body: method === 'GET' ? undefined : (input.body ?? '{"callId":"mock-success"}'),
  };
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
