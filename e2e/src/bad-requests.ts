import type { MistakeId } from '@trtc-call/spec/v1';

/** One request that is wrong in one way. */
export interface BadRequest {
  title: string;
  mistake: MistakeId;
  method?: string;
  path?: string;
  /** Changes the parameters of a correct request. */
  query?: (query: URLSearchParams) => void;
  headers?: Record<string, string>;
  body?: string;
}

const rename = (from: string, to: string) => (query: URLSearchParams) => {
  query.set(to, query.get(from) ?? '');
  query.delete(from);
};

/** What goes wrong between a program and this API, as the requests that arrive. */
export const badRequests: BadRequest[] = [
  { title: 'GET instead of POST', mistake: 'method-not-post', method: 'GET' },
  { title: 'PUT instead of POST', mistake: 'method-not-post', method: 'PUT' },
  { title: 'a path that names no operation', mistake: 'path-unknown', path: '/v1/records/get_record' },
  { title: 'the path without its version', mistake: 'path-unknown', path: '/records/get_record_by_callId' },
  { title: 'no sdkappid', mistake: 'sdkappid-missing', query: (query) => query.delete('sdkappid') },
  {
    title: 'sdkappid in words',
    mistake: 'sdkappid-invalid',
    query: (query) => query.set('sdkappid', 'my-app'),
  },
  {
    title: 'sdkappid below zero',
    mistake: 'sdkappid-invalid',
    query: (query) => query.set('sdkappid', '-1'),
  },
  { title: 'no identifier', mistake: 'identifier-missing', query: (query) => query.delete('identifier') },
  { title: 'no usersig', mistake: 'usersig-missing', query: (query) => query.delete('usersig') },
  {
    title: 'usersig that is no UserSig',
    mistake: 'usersig-invalid',
    query: (query) => query.set('usersig', 'xxx'),
  },
  {
    title: 'usersig cut in the middle',
    mistake: 'usersig-invalid',
    query: (query) => query.set('usersig', (query.get('usersig') ?? '').slice(0, 60)),
  },
  { title: 'no random', mistake: 'random-missing', query: (query) => query.delete('random') },
  {
    title: 'random above 32 bits',
    mistake: 'random-invalid',
    query: (query) => query.set('random', '4294967296'),
  },
  { title: 'random below zero', mistake: 'random-invalid', query: (query) => query.set('random', '-1') },
  {
    title: 'random with a fraction',
    mistake: 'random-invalid',
    query: (query) => query.set('random', '1.5'),
  },
  { title: 'no contenttype', mistake: 'contenttype-missing', query: (query) => query.delete('contenttype') },
  {
    title: 'contenttype=xml',
    mistake: 'contenttype-invalid',
    query: (query) => query.set('contenttype', 'xml'),
  },
  { title: 'SdkAppId for sdkappid', mistake: 'parameter-wrong-case', query: rename('sdkappid', 'SdkAppId') },
  { title: 'userSig for usersig', mistake: 'parameter-wrong-case', query: rename('usersig', 'userSig') },
  {
    title: 'identifier twice',
    mistake: 'parameter-repeated',
    query: (query) => query.append('identifier', 'another-account'),
  },
  { title: 'no body', mistake: 'body-empty', body: '' },
  { title: 'a body that is not JSON', mistake: 'body-malformed', body: '{"callId":' },
  { title: 'a list as the body', mistake: 'body-not-object', body: '["callId"]' },
  { title: 'null as the body', mistake: 'body-not-object', body: 'null' },
  {
    title: 'a body said to be text',
    mistake: 'content-type-wrong',
    headers: { 'content-type': 'text/plain' },
  },
  { title: 'no callId', mistake: 'field-missing', body: '{}' },
  { title: 'callId in the wrong case', mistake: 'field-missing', body: '{"callid":"x"}' },
  { title: 'callId null', mistake: 'field-null', body: '{"callId":null}' },
  { title: 'callId as a number', mistake: 'field-type', body: '{"callId":17}' },
  { title: 'callId empty', mistake: 'field-range', body: '{"callId":""}' },
];
