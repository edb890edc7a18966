import { limits, type OperationId } from '@trtc-call/spec/v4';
import type { LiveCallFacts } from '../calls/call-engine.ts';
import type { OperationHandler } from '../contract.ts';
import type { StoredRecord } from '../state/sample-records.ts';

const secondsPerDay = { days: 86_400 };

/** How far back a filter reaches. */
export const windowSeconds = limits.dataWindow.value * secondsPerDay[limits.dataWindow.unit];

/** The largest page (V4-U-06). */
const largestPage = 100;

/** The field of an operation whose value may choose the answer. */
export const magicFields: Readonly<Partial<Record<OperationId, string>>> = {
  getCallInfo: 'CallId',
  endCall: 'CallId',
  getRecordByCallId: 'CallId',
};

const facts: LiveCallFacts = {
  // `ended` and `cancel` are also what an end by the server comes to (V4-U-12).
  results: { cancel: 'Cancel', reject: 'Reject', notAnswered: 'NotAnswer', ended: 'NormalEnd' },
  callTypes: { single: 'SingleCall', multi: 'MultiCall' },
  recordDelaySeconds: limits.recordDelay.value,
};

interface Configuration {
  readonly Url: string;
  readonly CallbackCommandList: readonly string[];
}

interface RecordBody {
  readonly CallId: string;
  readonly Caller_Account: string;
  readonly MediaType: string;
  readonly CallType: string;
  readonly StartTime: number;
  readonly EndTime: number;
  /** 0 where nobody answered (V4-U-11). */
  readonly AcceptTime: number;
  readonly CallResult: string;
  /** The caller among them (V4-32). */
  readonly CalleeList_Account: readonly string[];
  readonly RoomId: string;
  readonly RoomIdType: number;
}

/** What the operations of v4 do. */
export const handlers: Readonly<Record<OperationId, OperationHandler>> = {
  getCallInfo({ body, app, calls, at }) {
    const { CallId } = body as { CallId: string };
    const call = calls.find(app, CallId, at);
    if (!call) return { mistake: 'call-not-found', field: 'CallId' };
    const { mediaType: MediaType, roomId: RoomId } = call;
    const CallInfo = { CallId, MediaType, ChatGroupId: '', RoomId, RoomIdType: readRoomIdType(call) };
    const UserList = call.users.map(({ user, isWaiting }) => ({
      User_Account: user,
      Status: isWaiting ? 'Waiting' : 'Calling',
    }));
    return { data: JSON.stringify({ CallInfo, UserList }) };
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
    // V4-35
    if (RoomIdType !== undefined && RoomIdType !== 1 && RoomIdType !== 2)
      return { mistake: 'field-range', field: 'CallInfo.RoomIdType' };
    const { callId: CallId } = calls.start(
      {
        app,
        facts,
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
    const record = app.records.findRecord(CallId, at);
    if (!record) return { mistake: 'record-not-found', field: 'CallId' };
    return { data: JSON.stringify({ CallRecord: writeRecord(record) }) };
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
    const { total, records } = app.records.pageRecords(
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
    const Page = records.length > 0 ? filter.Page : 0;
    return { data: JSON.stringify({ TotalNum: total, Page, CallRecordList: records.map(writeRecord) }) };
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

/** Reads the record of an example, to model sample records on it. */
export function readRecord(data: unknown): StoredRecord {
  const { CallRecord: record } = data as { CallRecord: RecordBody };
  const callees = record.CalleeList_Account.filter((user) => user !== record.Caller_Account);
  return {
    callId: record.CallId,
    sdkAppId: 0,
    mediaType: record.MediaType,
    roomId: record.RoomId,
    roomIdType: record.RoomIdType,
    startCallTs: record.StartTime,
    acceptTs: record.AcceptTime,
    endTs: record.EndTime,
    caller: record.Caller_Account,
    totalUserNumber: callees.length + 1,
    callType: record.CallType,
    callResult: record.CallResult,
    callees,
  };
}

function writeRecord(record: StoredRecord): RecordBody {
  return {
    CallId: record.callId,
    Caller_Account: record.caller,
    MediaType: record.mediaType,
    CallType: record.callType,
    StartTime: record.startCallTs,
    EndTime: record.endTs ?? 0,
    AcceptTime: record.acceptTs ?? 0,
    CallResult: record.callResult,
    CalleeList_Account: [record.caller, ...(record.callees ?? [])],
    RoomId: record.roomId,
    RoomIdType: readRoomIdType(record),
  };
}

/** 0 for a call without a room (V4-08); where it was not said, what the id looks like: 1 a number, 2 a text. */
function readRoomIdType(room: { readonly roomId: string; readonly roomIdType?: number | undefined }): number {
  const { roomId, roomIdType } = room;
  if (roomId === '') return 0;
  return roomIdType ?? (/^\d+$/.test(roomId) ? 1 : 2);
}
