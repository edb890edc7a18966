import { type OperationId, operations } from '@trtc-call/spec/v1';
import type { Mock } from '../mock.ts';

/** An answer of the vendor's form. */
export interface Envelope {
  readonly errorCode: unknown;
  readonly errorMessage: unknown;
  readonly requestId: unknown;
  readonly data: unknown;
}

export interface CallOptions {
  readonly sdkAppId?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Path and query of a good request. */
export function writeTarget(mock: Mock, operationId: OperationId, sdkAppId = mock.sdkAppId): string {
  const { identifier } = mock;
  const userSig = mock.userSig({ sdkAppId });
  const query = `sdkappid=${sdkAppId}&identifier=${identifier}&usersig=${userSig}&random=1&contenttype=json`;
  return `${operations[operationId].path}?${query}`;
}

/** Makes a good request through `mock.fetch`. */
export function send(
  mock: Mock,
  operationId: OperationId,
  body: unknown = {},
  options: CallOptions = {},
): Promise<Response> {
  return mock.fetch(`https://mock.example${writeTarget(mock, operationId, options.sdkAppId)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify(body),
  });
}

/** Makes a good request and reads the envelope. */
export async function call(
  mock: Mock,
  operationId: OperationId,
  body: unknown = {},
  options: CallOptions = {},
): Promise<Envelope> {
  const response = await send(mock, operationId, body, options);
  return (await response.json()) as Envelope;
}

/** Asks the mock over HTTP to play a call. Options that are a text are sent as they are. */
export async function simulateOverHttp(mock: Mock, options: object | string) {
  const response = await mock.fetch('http://mock.example/_mock/simulate_call', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof options === 'string' ? options : JSON.stringify(options),
  });
  return { status: response.status, body: await response.json() };
}
