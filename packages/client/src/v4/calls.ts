import { isObject } from '@trtc-call/reporting/values';
import type { Ask, Call, Reading } from '../engine.ts';
import type { RefusedError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
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
   * both alike: `alreadyOver` is then `true`, or `null` where an earlier attempt may have ended it.
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

export function createCalls(ask: Ask): Calls {
  return Object.freeze<Calls>({
    get: (callId, options) =>
      ask(
        { caller: 'calls.get', operationId: 'getCallInfo', body: { CallId: callId }, field: '', options },
        readLiveCall,
      ),
    end: (callId, options) =>
      ask(
        { caller: 'calls.end', operationId: 'endCall', body: { CallId: callId }, field: '', options },
        readEnd,
      ),
    startByRobot: (body, options) =>
      ask(
        { caller: 'calls.startByRobot', operationId: 'startCallByRobot', body, field: 'input', options },
        readStart,
      ),
  });
}

const isOver = (error: Reading['error']): error is RefusedError =>
  error?.kind === 'refused' && error.mayBeNotFound;

function readLiveCall(reading: Reading): LiveCall | null {
  if (isOver(reading.error)) return null;
  const call = reading.readData<LiveCall>();
  // A program goes through the users; without a list that would not be a clear error.
  if (!Array.isArray(call.UserList)) throw reading.refuse('UserList', 'an array', call.UserList);
  if (!isObject(call.CallInfo)) throw reading.refuse('CallInfo', 'an object', call.CallInfo);
  return call;
}

function readEnd({ error }: Reading): EndedCall {
  if (!error) return { alreadyOver: false };
  if (!isOver(error)) throw error;
  return { alreadyOver: error.possiblyApplied ? null : true };
}

type StartedOnWire = components['schemas']['StartedCall'];

function readStart({ answer, error }: Reading): StartedCall {
  if (error) throw error;
  // The call was placed: whatever is missing, an error here would make a program place it again (V4-18).
  const { CallId: callId, CallResult: callees }: Partial<StartedOnWire> = Object(Object(answer).Response);
  return {
    callId: typeof callId === 'string' && callId !== '' ? callId : null,
    callees: Array.isArray(callees)
      ? callees
          .filter(isObject)
          .map(({ Callee_Account: user, ResultCode: resultCode }) => ({ user, resultCode }))
      : [],
  };
}
