import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import type { App } from '../state/app-store.ts';

/** What an operation comes to: data for the success, as JSON text, or the mistake that it met. */
export type Outcome = { readonly data: string } | { readonly mistake: MistakeId; readonly field?: string };

/** What an operation works on. The body has passed the operation's schema, defaults filled in. */
export interface Call {
  readonly body: object;
  readonly app: App;
  /** Time of the request in milliseconds. */
  readonly at: number;
  readonly windowSeconds: number;
}

/** What each operation does to the state of an app. */
export const operationHandlers: Readonly<Record<OperationId, (call: Call) => Outcome>> = {
  getRecordByCallId({ body, app, at }) {
    const { callId } = body as { callId: string };
    const data = app.records.find(callId, at);
    return data === undefined ? { mistake: 'record-not-found', field: 'callId' } : { data };
  },

  getRecordsByFilter({ body, app, at, windowSeconds }) {
    const filter = body as {
      startTimestamp: number;
      endTimestamp?: number;
      callResult?: string;
      callType?: string;
      numberPerPage: number;
      page: number;
    };
    const endTimestamp = filter.endTimestamp ?? filter.startTimestamp + windowSeconds;
    return { data: app.records.page({ ...filter, endTimestamp }, at) };
  },

  setCallback: ({ body, app }) => store(body, app),

  getCallback({ app }) {
    if (!app.callback) return { mistake: 'callback-absent' };
    return { data: JSON.stringify(app.callback) };
  },

  updateCallback({ body, app }) {
    if (!app.callback) return { mistake: 'callback-not-configured' };
    return store(body, app);
  },

  deleteCallback({ app }) {
    if (!app.callback) return { mistake: 'callback-absent' };
    app.callback = undefined;
    return { data: '""' };
  },
};

function store(body: object, app: App): Outcome {
  const { address, actions } = body as { address: string; actions: string[] };
  app.callback = { actions, address };
  return { data: JSON.stringify(address) };
}
