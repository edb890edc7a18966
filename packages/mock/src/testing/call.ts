import * as v1 from '@trtc-call/spec/v1';
import * as v4 from '@trtc-call/spec/v4';
import { createMock, type Mock, type MockOptions } from '../index.ts';

/** An answer of v1. */
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

/** Path and query of a good request to a path. */
function signPath(mock: Mock, path: string, sdkAppId = mock.sdkAppId): string {
  const { identifier } = mock;
  const userSig = mock.userSig({ sdkAppId });
  return `${path}?sdkappid=${sdkAppId}&identifier=${identifier}&usersig=${userSig}&random=1&contenttype=json`;
}

/** Path and query of a good request of v1. */
export function writeTarget(mock: Mock, operationId: v1.OperationId, sdkAppId?: number): string {
  return signPath(mock, v1.operations[operationId].path, sdkAppId);
}

function post(
  mock: Mock,
  path: string,
  body: unknown,
  { sdkAppId, headers }: CallOptions,
): Promise<Response> {
  return mock.fetch(`https://mock.example${signPath(mock, path, sdkAppId)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Makes a good request of v1 through `mock.fetch`. */
export function send(
  mock: Mock,
  operationId: v1.OperationId,
  body: unknown = {},
  options: CallOptions = {},
): Promise<Response> {
  return post(mock, v1.operations[operationId].path, body, options);
}

/** The same, and reads the envelope. */
export async function call(...request: Parameters<typeof send>): Promise<Envelope> {
  return (await send(...request)).json();
}

/** Makes a good request of v4 and reads its answer. */
export async function callV4(
  mock: Mock,
  operationId: v4.OperationId,
  body: unknown = {},
  options: CallOptions = {},
) {
  const response = await post(mock, v4.operations[operationId].path, body, options);
  const { ActionStatus, ErrorInfo, ErrorCode, RequestId, Response: data, ...others } = await response.json();
  return { ActionStatus, ErrorInfo, ErrorCode, RequestId, Response: data, others };
}

/** Asks the mock itself over HTTP, with a body by POST. A text is sent as it is. */
export async function askAdmin(mock: Mock, path: string, body?: object | string) {
  const headers = { 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = body === undefined ? {} : { method: 'POST', headers, body: text };
  const response = await mock.fetch(`http://mock.example/_mock/${path}`, init);
  return { status: response.status, body: await response.json() };
}

/** A mock whose clock a test moves. */
export interface ClockedMock {
  readonly mock: Mock;
  /** Milliseconds. */
  readonly clock: { now: number };
}

export const start = 1_700_000_000_000;

export async function openClocked(options: MockOptions = {}): Promise<ClockedMock> {
  const clock = { now: start };
  return { clock, mock: await createMock({ now: () => clock.now, records: [], ...options }) };
}

/** The body of a call of `robot`, which rings for a minute. */
export function ring(...callees: string[]) {
  return {
    Robot_Account: 'robot',
    CalleeList_Account: callees,
    Timeout: 60_000,
    CallInfo: { MediaType: 'Audio', RoomId: 'room-1', RoomIdType: 2 },
  };
}

/** Places such a call. */
export async function placeCall(mock: Mock, ...callees: string[]): Promise<string> {
  const { Response: data } = await callV4(mock, 'startCallByRobot', ring(...callees));
  return data.CallId;
}

/** Who is in a call of v4, or the code by which it is refused. */
export async function look(mock: Mock, callId: string): Promise<Readonly<Record<string, string>> | number> {
  const { ErrorCode, Response: data } = await callV4(mock, 'getCallInfo', { CallId: callId });
  if (ErrorCode !== 0) return ErrorCode;
  const users: { User_Account: string; Status: string }[] = data.UserList;
  return Object.fromEntries(users.map(({ User_Account, Status }) => [User_Account, Status]));
}
