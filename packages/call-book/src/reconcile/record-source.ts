import type { CallOptions, RecordListOptions, RecordListPage } from '@trtc-call/client';
import type { AnyRecord } from '../read-record.ts';
import type { CallScope } from '../store.ts';

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
