import type { CallRecordV4 } from '@trtc-call/client';
import { contract, limits, mistakes, type OperationId } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import type { FieldFault, MistakeId } from '../checks.ts';
import type { Generation, OperationHandler } from '../contract.ts';
import type { StoredRecord } from '../state/sample-records.ts';
import { liveCallFacts, rareResults, readRecord, writeCallInfo, writeRecord, writeUsers } from './forms.ts';
import { calls } from './plan-call.ts';

/** How far back a filter reaches. */
const windowSeconds = limits.dataWindow.seconds;

interface Configuration {
  readonly Url: string;
  readonly CallbackCommandList: readonly string[];
}

/** What the operations of v4 do. */
const handlers: Readonly<Partial<Record<OperationId, OperationHandler>>> = {
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
    if (filter.NumberPerPage > limits.largestPage.value)
      return { mistake: 'record-field-range', field: 'NumberPerPage' };
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

/** Generation v4 of the API. */
export const v4: Generation = {
  contract,
  document: openapi,
  handlers,
  magicFields: { getCallInfo: 'CallId', endCall: 'CallId', getRecordByCallId: 'CallId' },
  nameMistake: (fault, operationId) => nameAccountOrUrl(fault) ?? nameByService(fault, operationId),
  // A configuration is stored as it comes (V4-U-17).
  openWords: ['CallbackCommand'],
  records: {
    write: writeRecord,
    read: readRecord,
    readExample: (data) => readRecord((data as { CallRecord: CallRecordV4 }).CallRecord) as StoredRecord,
    windowSeconds,
    // V4-36
    findsAnyAge: true,
    rareResults,
  },
  calls,
};

function nameAccountOrUrl({ kind, field, value }: FieldFault): MistakeId | undefined {
  const isAccount = field === 'Robot_Account' || field.startsWith('CalleeList_Account.');
  if (kind === 'type' && isAccount && typeof value === 'number') return 'account-not-text';
  const isOtherScheme = kind === 'pattern' && field === 'Url' && !/^https?:\/\//i.test(String(value));
  return isOtherScheme ? 'url-scheme' : undefined;
}

/** A mistake in a field has an id per service, since the services have different codes. */
function nameByService({ kind }: FieldFault, operationId: string): MistakeId {
  const wanted = kind === 'pattern' ? 'field-range' : (`field-${kind}` as const);
  const rows = mistakes.filter(({ operations: ids }) => ids.some((id) => id === operationId));
  const find = (end: string) => rows.find(({ id }) => id === end || id.endsWith(`-${end}`))?.id;
  // An optional field that is null has the wrong type. An operation that no mistake names has the plain one.
  return find(wanted) ?? find('field-type') ?? wanted;
}
