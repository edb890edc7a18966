import {
  type CallOptions,
  nullIfNotFound,
  type RecordListOptions,
  type RecordListPage,
  type TrtcCallClient,
  type TrtcCallClientV4,
} from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import { limits as limitsV4 } from '@trtc-call/spec/v4';
import type { AnyEvent } from '@trtc-call/webhooks';
import { type Evidence, limitUsers } from './evidence.ts';
import type { AnyRecord } from './read-record.ts';
import type { CallScope } from './store.ts';
import { readEventV1 } from './v1/read-event.ts';
import { readEventV4 } from './v4/read-event.ts';

type Needed = 'generation' | 'sdkAppId' | 'records' | 'clockDifference';

/** What reconciling needs of a client. */
export type ReconcileClient = Pick<TrtcCallClient, Needed> | Pick<TrtcCallClientV4, Needed>;

/** The records of one app in one generation. */
export interface RecordSource extends CallScope {
  /** For how long the service keeps records. */
  readonly windowSeconds: number;
  /** By how many milliseconds the service's clock is ahead. */
  clockDifference(): number;
  /** The records of calls that began from one second to another, both included, by spans that follow one another. */
  pages(
    span: { readonly from: number; readonly to: number },
    options: RecordListOptions,
  ): AsyncIterable<RecordListPage<AnyRecord>>;
  /** The record of one call; `null` where the service has none. */
  get(callId: string, options: CallOptions): Promise<AnyRecord | null>;
}

/** What a webhook says of its call; undefined where it names none, or its command is not known. */
export function readEvent(event: AnyEvent): Evidence | undefined {
  if (event.family === 'unknown') return undefined;
  const evidence = event.generation === 'v1' ? readEventV1(event) : readEventV4(event);
  return evidence && limitUsers(evidence);
}

/** The records that a client reads. */
export function openRecords(client: ReconcileClient): RecordSource {
  const { generation, sdkAppId: app, clockDifference } = client;
  if (generation === 'v1') {
    const { records } = client;
    return {
      generation,
      app,
      clockDifference,
      windowSeconds: limits.dataWindow.seconds,
      pages: ({ from, to }, options) =>
        records.list({ startTimestamp: from, endTimestamp: to }, options).pages(),
      get: (callId, options) => records.get(callId, options).catch(nullIfNotFound),
    };
  }
  const { records } = client;
  return {
    generation,
    app,
    clockDifference,
    windowSeconds: limitsV4.dataWindow.seconds,
    pages: ({ from, to }, options) => records.list({ StartTime: from, EndTime: to }, options).pages(),
    get: (callId, options) => records.get(callId, options).catch(nullIfNotFound),
  };
}
