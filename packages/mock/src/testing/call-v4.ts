import { type OperationId, operations } from '@trtc-call/spec/v4';
import { createMock, type Mock, type MockOptions } from '../index.ts';
import type { CallOptions } from './call.ts';

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

/** The URL of a good request of generation v4. */
export function writeUrl(mock: Mock, operationId: OperationId, sdkAppId = mock.sdkAppId): string {
  const query = new URLSearchParams({
    sdkappid: String(sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig({ sdkAppId }),
    random: '1',
    contenttype: 'json',
  });
  return `https://mock.example${operations[operationId].path}?${query}`;
}

/** Makes a good request of generation v4 and reads its answer. */
export async function callV4(
  mock: Mock,
  operationId: OperationId,
  body: unknown = {},
  options: CallOptions = {},
) {
  const response = await mock.fetch(writeUrl(mock, operationId, options.sdkAppId), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify(body),
  });
  const { ActionStatus, ErrorInfo, ErrorCode, RequestId, Response: data, ...others } = await response.json();
  return { ActionStatus, ErrorInfo, ErrorCode, RequestId, Response: data, others };
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
