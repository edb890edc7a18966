import type { ErrorName } from '@trtc-call/spec/v1';
import { isTrtcCallError } from '../../errors.ts';
import type { Issue } from '../../schema/schema.ts';
import type { CallRecord, RecordPage } from '../types.ts';

/** Asks for one page. Nothing comes back when the service refuses a page after the first. */
export type AskPage = (page: number) => Promise<RecordPage | undefined>;

/** What was read, and why that may not be all. */
export interface Reading {
  readonly records: CallRecord[];
  readonly issue: Issue | undefined;
}

interface Pass {
  readonly issue: Issue | undefined;
  /** What every page said of the number of records. */
  readonly totals: string;
}

const mostPasses = 5;
const mostPages = 10_000;
const refusalPastTheEnd: ErrorName = 'InvalidParameter';

/** Whether this may be the answer to a page past the end: the documents leave that open. */
export function isPastTheEnd(error: unknown): boolean {
  return isTrtcCallError(error) && error.kind === 'refused' && error.reason === refusalPastTheEnd;
}

/**
 * Reads a span by page numbers, for when it cannot be cut any further. Records that come and go between two pages
 * move the others, so it is read again until a whole pass shows nothing new, at most five times.
 */
export async function readSpanByPageNumber(ask: AskPage, pageSize: number): Promise<Reading> {
  const found = new Map<string, CallRecord>();
  let totals: string | undefined;
  for (let passes = 1; ; passes += 1) {
    const known = found.size;
    const pass = await readOnce(ask, pageSize, found);
    const isSettled = !pass.issue && found.size === known && totals === pass.totals;
    if (isSettled || passes === mostPasses) return { records: [...found.values()], issue: pass.issue };
    totals = pass.totals;
  }
}

async function readOnce(ask: AskPage, pageSize: number, found: Map<string, CallRecord>): Promise<Pass> {
  const seen = new Set<string>();
  const totals: number[] = [];
  let total = 0;
  for (let page = 1; ; page += 1) {
    const answer = await ask(page);
    const { records, totalNum } = answer ?? { records: [], totalNum: 0 };
    const before = seen.size;
    for (const record of records) {
      seen.add(record.callId);
      found.set(record.callId, record);
    }
    totals.push(totalNum);
    // A page past the end may count itself only.
    if (records.length > 0 || page === 1) total = totalNum;
    if (seen.size > before && page < mostPages) continue;
    // One full page over and over, which counts itself only, says nothing of what may come after it.
    const isEndless = page === mostPages || (records.length >= pageSize && totalNum <= records.length);
    return { totals: totals.join(), issue: isEndless ? endless : shortfall(seen.size, total) };
  }
}

const endless: Issue = {
  rule: 'range',
  pointer: '/data/callRecordList',
  expected: 'the end of the list',
  got: 'a full page again',
};

function shortfall(seen: number, total: number): Issue | undefined {
  if (seen >= total) return undefined;
  const expected = `${seen}, as many as the pages hold`;
  return { rule: 'range', pointer: '/data/totalNum', expected, got: String(total) };
}
