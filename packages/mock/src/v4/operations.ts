import { limits, type OperationId } from '@trtc-call/spec/v4';
import type { LiveCallFacts } from '../calls/live-call.ts';
import type { OperationHandler } from '../contract.ts';
import type { CallResult, CallType } from './records.ts';
import { describeWebhook, writeCallInfo, writeUsers } from './webhooks.ts';

/** How far back a filter reaches. */
export const windowSeconds = limits.dataWindow.seconds;

/** The largest page (V4-U-06). */
const largestPage = 100;

/** The words and times of calls that go on. */
export const liveCallFacts: LiveCallFacts = {
  // `ended` and `cancel` are also what an end by the server comes to (V4-U-12).
  results: {
    cancel: 'Cancel',
    reject: 'Reject',
    notAnswered: 'NotAnswer',
    ended: 'NormalEnd',
  } satisfies Record<string, CallResult>,
  callTypes: { single: 'SingleCall', multi: 'MultiCall' } satisfies Record<string, CallType>,
  recordDelaySeconds: limits.recordDelay.seconds,
  describe: describeWebhook,
};

interface Configuration {
  readonly Url: string;
  readonly CallbackCommandList: readonly string[];
}

/** What the operations of v4 do. */
export const handlers: Readonly<Partial<Record<OperationId, OperationHandler>>> = {
  getCallInfo({ body, app, calls, at }) {
    const { CallId } = body as { CallId: string };
    const call = calls.find(app, CallId, at);
    if (!call) return { mistake: 'call-not-found', field: 'CallId' };
    return { data: JSON.stringify({ CallInfo: writeCallInfo(call), UserList: writeUsers(call.users) }) };
  },

  startCallByRobot({ body, app, calls, at }) {
    const request = body as {
      Robot_Account: string;
      CalleeList_Account: string[];
      Timeout: number;
      UserData?: string;
      CallInfo: { MediaType: string; RoomId?: string; RoomIdType?: number };
    };
    const { MediaType, RoomId = '', RoomIdType } = request.CallInfo;
    // V4-U-14
    if (Buffer.byteLength(request.UserData ?? '') > limits.userDataBytes.value)
      return { mistake: 'field-range', field: 'UserData' };
    const CallId = calls.createCallId(app);
    calls.start(
      app,
      CallId,
      {
        facts: liveCallFacts,
        caller: request.Robot_Account,
        callees: request.CalleeList_Account,
        mediaType: MediaType,
        roomId: RoomId,
        roomIdType: RoomIdType,
        timeoutMilliseconds: request.Timeout,
      },
      at,
    );
    const CallResult = request.CalleeList_Account.map((user) => ({ Callee_Account: user, ResultCode: 0 }));
    return { data: JSON.stringify({ CallId, CallResult }) };
  },

  endCall({ body, app, calls, at }) {
    const { CallId } = body as { CallId: string };
    return calls.end(app, CallId, at) ? { data: undefined } : { mistake: 'call-not-found', field: 'CallId' };
  },

  getRecordByCallId({ body, app, calls, at }) {
    calls.settle(at);
    const { CallId } = body as { CallId: string };
    const record = app.records.find(CallId, at);
    if (!record) return { mistake: 'record-not-found', field: 'CallId' };
    return { data: `{"CallRecord":${record}}` };
  },

  getRecordsByFilter({ body, app, calls, at }) {
    calls.settle(at);
    const filter = body as {
      StartTime?: number;
      EndTime?: number;
      CallResult?: string;
      CallType?: string;
      NumberPerPage: number;
      Page: number;
    };
    if (filter.NumberPerPage > largestPage) return { mistake: 'record-field-range', field: 'NumberPerPage' };
    const now = Math.floor(at / 1000);
    const { total, count, list } = app.records.page(
      {
        startTimestamp: Math.max(filter.StartTime ?? 0, now - windowSeconds),
        endTimestamp: filter.EndTime ?? now,
        callResult: filter.CallResult,
        callType: filter.CallType,
        numberPerPage: filter.NumberPerPage,
        page: filter.Page,
      },
      at,
    );
    // `Page` is more than 0 where there are records (V4-U-07).
    const page = count > 0 ? filter.Page : 0;
    return { data: `{"TotalNum":${total},"Page":${page},"CallRecordList":${list}}` };
  },

  setCallback({ body, app }) {
    const { Url, CallbackCommandList } = body as Configuration;
    app.callback = { address: Url, actions: CallbackCommandList };
    return { data: undefined };
  },

  getCallback({ app }) {
    if (!app.callback) return { mistake: 'callback-absent' };
    const { address, actions } = app.callback;
    const configuration: Configuration = { Url: address, CallbackCommandList: actions };
    return { data: JSON.stringify(configuration) };
  },

  // Nothing says that it refuses where there is none (V4-31, V4-U-21).
  deleteCallback({ app }) {
    app.callback = undefined;
    return { data: undefined };
  },
};
