import type { OperationId } from '@trtc-call/spec/v4';
import { type Call, createCall } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import { isObject } from '../describe-value.ts';
import { ContractError, type TrtcCallError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import type { Send, Sent } from '../request/send.ts';
import { describeIssue, readData, readRequestId } from './envelope.ts';
import type { components } from './generated/v4.gen.ts';
import type { EndedCall, LiveCall, StartCallInput, StartedCall } from './types.ts';

export interface Calls {
  /**
   * Gets who takes part in a call that is going on, or `null` when it is over or never was: the service answers both
   * alike.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/68932
   */
  get(callId: string, options?: CallOptions): Call<LiveCall | null>;
  /**
   * Ends a call. One that is already over counts as ended, and so does one that never was, since the service answers
   * both alike: `alreadyOver` is then `true`.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/74506
   */
  end(callId: string, options?: CallOptions): Call<EndedCall>;
  /**
   * Places a call in the name of a user. A repetition would ring the callees again, so that a request that may have
   * arrived is not sent twice: the error then has `possiblyApplied`.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/74505
   */
  startByRobot(input: StartCallInput, options?: CallOptions): Call<StartedCall>;
}

export function createCalls(contract: Contract, send: Send): Calls {
  const ask = async <Id extends 'getCallInfo' | 'endCall'>(
    caller: string,
    operationId: Id,
    callId: string,
    options: CallOptions,
  ) => {
    checkCallOptions(contract, caller, options);
    return send({ operationId, body: { CallId: callId }, check: { caller, field: '' }, ...options });
  };
  return Object.freeze<Calls>({
    get: (callId, options = {}) =>
      createCall(() => ask('calls.get', 'getCallInfo', callId, options), readLiveCall),
    end: (callId, options = {}) => createCall(() => ask('calls.end', 'endCall', callId, options), readEnd),
    startByRobot: (input, options = {}) =>
      createCall(async () => {
        const check = { caller: 'calls.startByRobot', field: 'input' };
        checkCallOptions(contract, check.caller, options);
        return send({ operationId: 'startCallByRobot', body: input, check, ...options });
      }, readStart),
  });
}

function isOver(error: TrtcCallError | undefined): boolean {
  return error?.kind === 'refused' && error.mayBeNotFound;
}

function readLiveCall({ operationId, answer, error }: Sent<'getCallInfo'>): LiveCall | null {
  if (isOver(error)) return null;
  const call = readData<LiveCall>(operationId, answer, error);
  // Whoever asks goes through the users; without a list that would not be a clear error.
  if (!Array.isArray(call.UserList)) throw refuse(operationId, answer, 'UserList', 'an array', call.UserList);
  if (!isObject(call.CallInfo)) throw refuse(operationId, answer, 'CallInfo', 'an object', call.CallInfo);
  return call;
}

function readEnd({ error }: Sent<'endCall'>): EndedCall {
  if (error && !isOver(error)) throw error;
  return { alreadyOver: error !== undefined };
}

type StartedOnWire = components['schemas']['StartedCall'];

function readStart({ operationId, answer, error }: Sent<'startCallByRobot'>): StartedCall {
  // The call was placed: whatever is missing, an error here would make a program place it again (V4-18).
  const started = readData<Partial<StartedOnWire> | null>(operationId, answer, error);
  const { CallId: callId, CallResult: callees } = started ?? {};
  return {
    callId: typeof callId === 'string' && callId !== '' ? callId : null,
    callees: Array.isArray(callees)
      ? callees
          .filter(isObject)
          .map(({ Callee_Account: user, ResultCode: resultCode }) => ({ user, resultCode }))
      : [],
  };
}

function refuse(
  operationId: OperationId,
  answer: unknown,
  member: string,
  expected: string,
  value: unknown,
): ContractError {
  return new ContractError(
    operationId,
    [describeIssue(`/Response/${member}`, expected, value)],
    readRequestId(answer),
  );
}
