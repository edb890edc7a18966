import type { Mock } from '@trtc-call/mock';

/** What a client is told of the service that it calls. */
export interface Target {
  readonly baseUrl: string;
  readonly sdkAppId: number;
  readonly identifier: string;
  /** Empty when the client is to sign by itself. */
  readonly userSig: string;
  readonly secretKey: string;
}

/** What is asked of a client by its own options. A client that has no such option leaves it. */
export interface Wishes {
  readonly timeoutMilliseconds?: number;
  readonly retry?: true;
  readonly onRequest?: () => void;
  readonly connections?: number;
  /** Rate limits are asked for and never reached. */
  readonly unlimited?: true;
}

/** A client, made for a comparison. */
export interface Made {
  get(callId: string): Promise<unknown>;
  /** Gets an error as a value, where the client can. */
  result?(callId: string): Promise<{ error?: unknown }>;
  /** Reads all records, where the client can. */
  list?(): Promise<unknown[]>;
  close?(): void;
}

/** The module that a program is bundled to. */
export interface ProgramModule {
  run(mock: Mock): Promise<unknown>;
}

/** The module that an adapter is bundled to. */
export interface AdapterModule {
  make(target: Target, wishes: Wishes): Made;
}

/** A client of the comparison, as sources: what they import is only there once it has been generated. */
export interface Adapter {
  /** Head of its column. */
  readonly title: string;
  /** Source of an {@link AdapterModule}. */
  readonly source: string;
  /** A program that gets a record and reads a list, for its size: `run(mock)` does both. */
  readonly program: string;
}

/** Where orval's client looks for its base URL. */
export const baseUrlVariable = 'globalThis.trtcCallBaseUrl';

const query = `const toQuery = ({ sdkAppId, identifier, userSig }) => ({
  sdkappid: sdkAppId, identifier, usersig: userSig, random: 99999999, contenttype: 'json',
});`;

/** The program of a client that has a function for each operation. */
function generatedProgram(from: string, call: (name: string, body: string) => string): string {
  return `import { getRecordByCallId, getRecordsByFilter } from '${from}';
const query = { sdkappid: 1, identifier: 'administrator', usersig: 'x', random: 1, contenttype: 'json' };
export async function run() {
  await ${call('getRecordByCallId', "{ callId: 'a' }")};
  await ${call('getRecordsByFilter', '{ startTimestamp: 1 }')};
}`;
}

const ours: Adapter = {
  title: '@trtc-call/client',
  source: `import { createTrtcCallClient } from '@trtc-call/client';
export function make({ baseUrl, sdkAppId, identifier, userSig, secretKey }, wishes) {
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId, identifier, region: baseUrl, onRequest: wishes.onRequest,
    ...(userSig ? { userSig } : { secretKey }),
    ...(wishes.timeoutMilliseconds && { timeoutMilliseconds: wishes.timeoutMilliseconds }),
    ...(wishes.connections && { pool: { connections: wishes.connections } }),
    ...(wishes.unlimited && { limiter: { take: () => undefined } }),
  });
  return {
    get: (callId) => client.records.get(callId),
    result: (callId) => client.records.get(callId).result(),
    list: () => client.records.list().toArray({ limit: 10000 }),
    close: () => client.close(),
  };
}`,
  program: `import { createTrtcCallClient } from '@trtc-call/client';
export async function run(mock) {
  const { fetch, sdkAppId } = mock;
  const client = createTrtcCallClient({ generation: 'v1', sdkAppId, userSig: mock.userSig(), fetch });
  await client.records.get('mock-success');
  for await (const record of client.records.list()) return record;
}`,
};

const heyApi: Adapter = {
  title: '@hey-api/openapi-ts',
  source: `import { getRecordByCallId } from './hey/index';
import { createClient, createConfig } from './hey/client';
${query}
export function make(target, wishes) {
  const client = createClient(createConfig({ baseUrl: target.baseUrl }));
  if (wishes.onRequest) client.interceptors.request.use((request) => { wishes.onRequest(); return request; });
  const options = (callId) => ({ client, query: toQuery(target), body: { callId } });
  return {
    get: async (callId) => (await getRecordByCallId({ ...options(callId), throwOnError: true })).data,
    result: (callId) => getRecordByCallId(options(callId)),
  };
}`,
  program: generatedProgram('./hey/index', (name, body) => `${name}({ query, body: ${body} })`),
};

const orval: Adapter = {
  title: 'orval',
  source: `import { getRecordByCallId } from './orval/client';
${query}
export function make(target) {
  ${baseUrlVariable} = target.baseUrl;
  return { get: async (callId) => (await getRecordByCallId({ callId }, toQuery(target))).data };
}`,
  program: generatedProgram('./orval/client', (name, body) => `${name}(${body}, query)`),
};

const redocly: Adapter = {
  title: 'redocly generate-client',
  source: `import { createClient, OPERATIONS } from './redocly/client';
${query}
export function make(target, wishes) {
  const client = createClient(OPERATIONS, {
    serverUrl: target.baseUrl,
    ...(wishes.onRequest && { onRequest: wishes.onRequest }),
    ...(wishes.timeoutMilliseconds && { timeout: wishes.timeoutMilliseconds }),
    ...(wishes.retry && { retry: { retries: 3, retryDelay: 1, retryOn: () => true } }),
  });
  return { get: (callId) => client.getRecordByCallId({ query: toQuery(target), body: { callId } }) };
}`,
  program: generatedProgram('./redocly/client', (name, body) => `${name}({ query, body: ${body} })`),
};

/** Every client that is compared, ours first. */
export const adapters: readonly Adapter[] = [ours, heyApi, orval, redocly];
