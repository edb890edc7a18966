import type { CallRecord } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import { readAnswer } from './change-answers.ts';
import { readListing } from './list-answers.ts';
import type { Forward } from './mutant.ts';
import { isFor, readFields, withFields } from './request.ts';
import { respondWith } from './respond.ts';

const calls = 1000;
const secondsBetween = 600;
const results = ['normal_end', 'not_answer', 'reject', 'call_busy', 'cancel', 'interrupt'] as const;

/** A thousand calls of the last seven days before a time in milliseconds. */
export function busyRecords(time: number): Partial<CallRecord>[] {
  return Array.from({ length: calls }, (_, at) => {
    const isGroup = at % 5 === 0;
    const startCallTs = Math.floor(time / 1000) - 120 - at * secondsBetween;
    return {
      callId: `busy-${String(at).padStart(4, '0')}`,
      startCallTs,
      callType: isGroup ? 'group' : 'single',
      callResult: isGroup ? 'normal_end' : (results[at % results.length] ?? 'normal_end'),
    };
  });
}

/** The same service with its lists the other way round: the newest call first. */
export function newestFirst(forward: Forward): Forward {
  return async (request) => {
    const fields = readFields(request);
    const { numberPerPage = limits.defaultPageSize.value, page = 1 } = fields;
    const isPaged = [numberPerPage, page].every((one) => Number.isInteger(one) && Number(one) > 0);
    if (!isFor(request, 'getRecordsByFilter') || request.method !== 'POST' || !isPaged)
      return forward(request);
    // Only a body that is right but for the order is taken apart.
    if (!Number.isInteger(fields.startTimestamp)) return forward(request);
    const whole = withFields(request, { ...fields, numberPerPage: calls * 10, page: 1 });
    const response = await forward(whole);
    const { envelope, isSuccess } = await readAnswer(response.clone());
    if (!isSuccess) return response;
    const listing = readListing(envelope.data);
    const from = (Number(page) - 1) * Number(numberPerPage);
    const callRecordList = listing.callRecordList.toReversed().slice(from, from + Number(numberPerPage));
    return respondWith({ ...envelope, data: { ...listing, page, callRecordList } });
  };
}
