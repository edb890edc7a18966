import { randomUUID } from 'node:crypto';
import { limits } from '@trtc-call/spec/v1';
import { type Answer, describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { defineQuestions, type Observation } from './check/requirement.ts';
import { knownRecord, listIds, listRecords, windowStart } from './records-in-window.ts';

const list = ['getRecordsByFilter'] as const;
const single = ['getRecordByCallId'] as const;
const callId = ['call-id'] as const;

/** What the pages leave open of call records. */
export const recordsObservations: readonly Observation[] = defineQuestions(
  { source: [60136], operations: list },
  [
    {
      id: 'V1-OBS-004',
      question: 'Which code does a missing record get?',
      decision: ['V1-U-08', 'V1-U-09'],
      source: [60137],
      operations: single,
      async observe(context) {
        const answer = await context.send('getRecordByCallId', { callId: randomUUID() });
        return `${describeAnswer(answer)}, data ${JSON.stringify(readEnvelope(answer).data)}`;
      },
    },
    {
      id: 'V1-OBS-005',
      question: 'Is there a maximum page size?',
      decision: ['V1-U-11'],
      needs: callId,
      async observe(context) {
        const seen: string[] = [];
        for (const numberPerPage of [limits.defaultPageSize.value + 1, 1000, 100_000]) {
          const body = { startTimestamp: windowStart(context), numberPerPage };
          const answer = await context.send('getRecordsByFilter', body);
          const { callRecordList, totalNum } = readMembers(readEnvelope(answer).data);
          const length = Array.isArray(callRecordList) ? callRecordList.length : undefined;
          seen.push(`${numberPerPage}: code ${readCode(answer)}, ${length} of ${totalNum}`);
        }
        return seen.join('; ');
      },
    },
    {
      id: 'V1-OBS-006',
      question: 'In which order are records listed?',
      decision: ['V1-U-14'],
      needs: callId,
      async observe(context) {
        const { records } = await listRecords(context, { numberPerPage: 20 });
        const starts = records.map(({ startCallTs }) => Number(startCallTs));
        if (starts.length < 2) return `${starts.length} record is too few to tell`;
        if (starts.every((start, at) => at === 0 || start >= (starts[at - 1] ?? start)))
          return 'oldest first';
        if (starts.every((start, at) => at === 0 || start <= (starts[at - 1] ?? start)))
          return 'newest first';
        return 'neither oldest nor newest first';
      },
    },
    {
      id: 'V1-OBS-007',
      question: 'What does a page past the end hold?',
      decision: ['V1-12', 'V1-U-13'],
      async observe(context) {
        const body = {
          startTimestamp: windowStart(context),
          numberPerPage: limits.defaultPageSize.value,
          page: 100_000,
        };
        const answer = await context.send('getRecordsByFilter', body);
        return `${describeAnswer(answer)}, data ${startOfData(answer, context)}`;
      },
    },
    {
      id: 'V1-OBS-008',
      question: 'Until when are calls listed when endTimestamp is not given?',
      decision: ['V1-16', 'V1-U-10'],
      needs: callId,
      async observe(context) {
        const startTimestamp = context.now() - 30 * 86_400;
        const { totalNum } = await listRecords(context, { startTimestamp, numberPerPage: 1 });
        const { totalNum: all } = await listRecords(context, {
          startTimestamp,
          endTimestamp: context.now(),
          numberPerPage: 1,
        });
        if (Number(all) === 0) return 'no call to tell by';
        if (totalNum === all) return 'until now';
        return Number(totalNum) === 0
          ? `until startTimestamp plus ${limits.dataWindow.value} days`
          : `${totalNum} of ${all} calls are listed`;
      },
    },
    {
      id: 'V1-OBS-023',
      question: 'Do both bounds of the time filter include their own second?',
      decision: ['V1-U-41'],
      needs: callId,
      async observe(context) {
        const { callId: id, startCallTs } = await knownRecord(context);
        const at = Number(startCallTs);
        const lower = listIds(await listRecords(context, { startTimestamp: at, endTimestamp: at + 1 }));
        const upper = listIds(await listRecords(context, { startTimestamp: at - 1, endTimestamp: at }));
        return `start: ${lower.includes(String(id)) ? 'yes' : 'no'}; end: ${upper.includes(String(id)) ? 'yes' : 'no'}`;
      },
    },
    {
      id: 'V1-OBS-024',
      question: 'Which results do the listed calls have?',
      decision: ['V1-10', 'V1-32', 'V1-U-06'],
      needs: callId,
      async observe(context) {
        const { records } = await listRecords(context);
        const pairs = records.map(({ callType, callResult }) => `${callType} ${callResult}`);
        return [...new Set(pairs)].toSorted().join(', ');
      },
    },
    {
      id: 'V1-OBS-025',
      question: 'Which members has the record of a call that nobody answered?',
      decision: ['V1-U-07', 'V1-U-28'],
      source: [60137],
      needs: callId,
      async observe(context) {
        const { records } = await listRecords(context, { callResult: 'not_answer', numberPerPage: 1 });
        return records[0] ? Object.keys(records[0]).toSorted().join(', ') : 'no such call to tell by';
      },
    },
    {
      id: 'V1-OBS-026',
      question: 'How is an end before the start answered?',
      decision: ['V1-U-12'],
      async observe(context) {
        const body = { startTimestamp: context.now() - 60, endTimestamp: context.now() - 120 };
        const answer = await context.send('getRecordsByFilter', body);
        return `${describeAnswer(answer)}, data ${startOfData(answer, context)}`;
      },
    },
  ],
);

/** What is cut off in the middle of a credential is not known for one any more: it is redacted before. */
function startOfData(answer: Answer, { redact }: CheckContext): string {
  return redact(JSON.stringify(readEnvelope(answer).data) ?? 'absent').slice(0, 120);
}
