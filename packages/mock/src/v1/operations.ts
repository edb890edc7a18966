import { limits, type OperationId } from '@trtc-call/spec/v1';
import type { OperationCall, OperationHandler, Outcome } from '../contract.ts';

/** Age at which call records are no longer returned. */
export const windowSeconds = limits.dataWindow.seconds;

/** What the operations of v1 do. */
export const handlers: Readonly<Partial<Record<OperationId, OperationHandler>>> = {
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
