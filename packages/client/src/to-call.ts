import type { CallSummary } from './call-summary.ts';
import { isObject } from './describe-value.ts';
import { mustBe } from './errors.ts';
import { summarizeRecord as summarizeV1 } from './v1/summarize-record.ts';
import type { CallRecord } from './v1/types.ts';
import { summarizeRecord as summarizeV4 } from './v4/summarize-record.ts';
import type { CallRecordV4 } from './v4/types.ts';

/**
 * Makes one form of a record of either generation, for programs that keep both. The record itself stays under `raw`.
 *
 * @throws ArgumentError for what is not a record.
 */
export function toCall<Raw extends CallRecord | CallRecordV4>(record: Raw): CallSummary<Raw>;
export function toCall(record: CallRecord | CallRecordV4): CallSummary {
  if (isObject(record) && 'CallId' in record) return summarizeV4(record);
  if (isObject(record) && 'callId' in record) return summarizeV1(record);
  throw mustBe('toCall', 'record', 'what records.get, records.query or records.list gave', record);
}
