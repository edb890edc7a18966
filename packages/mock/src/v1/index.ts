import type { CallRecord } from '@trtc-call/client';
import { contract, limits, type OperationId } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { Generation, OperationCall, OperationHandler, Outcome } from '../contract.ts';
import { calls } from './plan-call.ts';

const windowSeconds = limits.dataWindow.seconds;

/** What the operations of v1 do. */
const handlers: Readonly<Partial<Record<OperationId, OperationHandler>>> = {
  getRecordByCallId({ body, app, at }) {
    const { callId } = body as { callId: string };
    const data = app.records.find(callId, at);
    return data === undefined ? { mistake: 'record-not-found', field: 'callId' } : { data };
  },

  getRecordsByFilter({ body, app, at }) {
    const filter = body as {
      startTimestamp: number;
      endTimestamp?: number;
      callResult?: string;
      callType?: string;
      numberPerPage: number;
      page: number;
    };
    const endTimestamp = filter.endTimestamp ?? filter.startTimestamp + windowSeconds;
    const { total, list } = app.records.page({ ...filter, endTimestamp }, at);
    return { data: `{"totalNum":${total},"page":${filter.page},"callRecordList":${list}}` };
  },

  setCallback: storeCallback,

  getCallback({ app }) {
    if (!app.callback) return { mistake: 'callback-absent' };
    return { data: JSON.stringify(app.callback) };
  },

  updateCallback(call) {
    return call.app.callback ? storeCallback(call) : { mistake: 'callback-not-configured' };
  },

  deleteCallback({ app }) {
    if (!app.callback) return { mistake: 'callback-absent' };
    app.callback = undefined;
    return { data: '""' };
  },
};

function storeCallback({ body, app }: OperationCall): Outcome {
  const { address, actions } = body as { address: string; actions: string[] };
  app.callback = { actions, address };
  return { data: JSON.stringify(address) };
}

/** Generation v1 of the API, in whose form records are kept. */
export const v1: Generation = {
  contract,
  document: openapi,
  handlers,
  magicFields: { getRecordByCallId: 'callId' },
  nameMistake: ({ kind, field }) =>
    kind === 'pattern' ? (field === 'address' ? 'address-scheme' : 'field-range') : `field-${kind}`,
  records: {
    write: (record) => record,
    read: (record) => record,
    readExample: (data) => data as CallRecord,
    windowSeconds,
  },
  calls,
};
