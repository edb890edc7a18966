import { randomUUID } from 'node:crypto';
import { codeOf, describeAnswer, envelopeOf, membersOf } from '../../src/check/answer.ts';
import type { Observation } from '../../src/requirement.ts';
import { everyOperation, readBody } from './read-operations.ts';
import { idsOf, knownRecord, listRecords, windowStart } from './records-in-window.ts';

const list = ['getRecordsByFilter'] as const;
const single = ['getRecordByCallId'] as const;
const callId = ['call-id'] as const;
const mutate = ['mutate-callback'] as const;
const address = 'https://callback.example.com/conformance';

/** What the vendor's pages leave open. */
export const observations: readonly Observation[] = [
  {
    id: 'V1-OBS-001',
    question: 'Is errorCode a number or a string?',
    decision: ['V1-01'],
    source: [60138],
    operations: list,
    async observe(context) {
      const answer = await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'));
      return typeof envelopeOf(answer).errorCode;
    },
  },
  {
    id: 'V1-OBS-002',
    question: 'Is requestId a number or a string, and how long?',
    decision: ['V1-02'],
    source: [60138],
    operations: list,
    async observe(context) {
      const { requestId } = envelopeOf(await context.send('getCallback', {}));
      return `${typeof requestId} of ${String(requestId).length} characters`;
    },
  },
  {
    id: 'V1-OBS-003',
    question: 'What is data in a refused answer?',
    decision: ['V1-U-04'],
    source: [60138],
    operations: list,
    async observe(context) {
      const answer = await context.send('getCallback', {}, { query: { usersig: 'xxx' } });
      return 'data' in membersOf(answer.json) ? JSON.stringify(envelopeOf(answer).data) : 'absent';
    },
  },
  {
    id: 'V1-OBS-004',
    question: 'Which code does a missing record get?',
    decision: ['V1-U-08', 'V1-U-09'],
    source: [60137],
    operations: single,
    async observe(context) {
      const answer = await context.send('getRecordByCallId', { callId: randomUUID() });
      return `${describeAnswer(answer)}, data ${JSON.stringify(envelopeOf(answer).data)}`;
    },
  },
  {
    id: 'V1-OBS-005',
    question: 'Is there a maximum page size?',
    decision: ['V1-U-11'],
    source: [60136],
    operations: list,
    needs: callId,
    async observe(context) {
      const seen: string[] = [];
      for (const numberPerPage of [101, 1000, 100_000]) {
        const body = { startTimestamp: windowStart(context), numberPerPage };
        const answer = await context.send('getRecordsByFilter', body);
        const { callRecordList, totalNum } = membersOf(envelopeOf(answer).data);
        const length = Array.isArray(callRecordList) ? callRecordList.length : undefined;
        seen.push(`${numberPerPage}: code ${codeOf(answer)}, ${length} of ${totalNum}`);
      }
      return seen.join('; ');
    },
  },
  {
    id: 'V1-OBS-006',
    question: 'In which order are records listed?',
    decision: ['V1-U-14'],
    source: [60136],
    operations: list,
    needs: callId,
    async observe(context) {
      const { records } = await listRecords(context, { numberPerPage: 20 });
      const starts = records.map(({ startCallTs }) => Number(startCallTs));
      if (starts.length < 2) return `${starts.length} record is too few to tell`;
      if (starts.every((start, at) => at === 0 || start >= (starts[at - 1] ?? start))) return 'oldest first';
      if (starts.every((start, at) => at === 0 || start <= (starts[at - 1] ?? start))) return 'newest first';
      return 'neither oldest nor newest first';
    },
  },
  {
    id: 'V1-OBS-007',
    question: 'What does a page past the end hold?',
    decision: ['V1-12', 'V1-U-13'],
    source: [60136],
    operations: list,
    async observe(context) {
      const body = { startTimestamp: windowStart(context), numberPerPage: 100, page: 100_000 };
      const answer = await context.send('getRecordsByFilter', body);
      return `${describeAnswer(answer)}, data ${JSON.stringify(envelopeOf(answer).data)?.slice(0, 120)}`;
    },
  },
  {
    id: 'V1-OBS-008',
    question: 'Until when are calls listed when endTimestamp is not given?',
    decision: ['V1-16', 'V1-U-10'],
    source: [60136],
    operations: list,
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
        ? 'until startTimestamp plus 7 days'
        : `${totalNum} of ${all} calls are listed`;
    },
  },
  {
    id: 'V1-OBS-009',
    question: 'How is the callback read where none is configured?',
    decision: ['V1-20', 'V1-U-19'],
    source: [60133],
    operations: ['getCallback'],
    needs: mutate,
    async observe(context) {
      await context.send('deleteCallback', {});
      const answer = await context.send('getCallback', {});
      return `${describeAnswer(answer)}, data ${JSON.stringify(envelopeOf(answer).data)}`;
    },
  },
  {
    id: 'V1-OBS-010',
    question: 'How is the callback removed where none is configured?',
    decision: ['V1-20', 'V1-U-21'],
    source: [60131],
    operations: ['deleteCallback'],
    needs: mutate,
    async observe(context) {
      await context.send('deleteCallback', {});
      return describeAnswer(await context.send('deleteCallback', {}));
    },
  },
  {
    id: 'V1-OBS-011',
    question: 'Is an unknown command word accepted as an action?',
    decision: ['V1-U-17'],
    source: [60134, 60135],
    operations: ['setCallback'],
    needs: mutate,
    async observe(context) {
      return describeAnswer(await context.send('setCallback', { address, actions: ['no_such_word'] }));
    },
  },
  {
    id: 'V1-OBS-012',
    question: 'Is an empty list of actions accepted?',
    decision: ['V1-U-18'],
    source: [60134],
    operations: ['setCallback'],
    needs: mutate,
    async observe(context) {
      return describeAnswer(await context.send('setCallback', { address, actions: [] }));
    },
  },
  {
    id: 'V1-OBS-013',
    question: 'How long an address is accepted?',
    decision: ['V1-U-15'],
    source: [60134],
    operations: ['setCallback'],
    needs: mutate,
    async observe(context) {
      const seen: string[] = [];
      for (const length of [256, 2048, 8192]) {
        const answer = await context.send('setCallback', {
          address: address.padEnd(length, 'x'),
          actions: ['cancel'],
        });
        seen.push(`${length}: ${codeOf(answer)}`);
      }
      return seen.join('; ');
    },
  },
  {
    id: 'V1-OBS-014',
    question: 'How is a body answered whose Content-Type is not JSON, or that has none?',
    decision: ['V1-U-34'],
    source: [60138],
    operations: ['getCallback'],
    async observe(context) {
      const text = await context.send('getCallback', {}, { contentType: 'text/plain' });
      const none = await context.send('getCallback', {}, { contentType: null });
      return `text/plain: ${codeOf(text)}; none: ${codeOf(none)}`;
    },
  },
  {
    id: 'V1-OBS-015',
    question: 'How is an unknown path answered?',
    decision: ['V1-04', 'V1-U-30'],
    source: [60138],
    operations: everyOperation,
    async observe(context) {
      return describeAnswer(await context.send('getCallback', {}, { path: '/v1/records/no_such_command' }));
    },
  },
  {
    id: 'V1-OBS-016',
    question: 'Is the path without its version answered, as in the printed sample?',
    decision: ['V1-04', 'V1-41'],
    source: [60138],
    operations: single,
    async observe(context) {
      const body = { callId: randomUUID() };
      return describeAnswer(
        await context.send('getRecordByCallId', body, { path: '/records/get_record_by_callId' }),
      );
    },
  },
  {
    id: 'V1-OBS-017',
    question: 'How is GET answered?',
    decision: ['V1-U-30'],
    source: [60138],
    operations: ['getCallback'],
    async observe(context) {
      return describeAnswer(await context.send('getCallback', {}, { method: 'GET' }));
    },
  },
  {
    id: 'V1-OBS-018',
    question: 'Is a field accepted that no page names?',
    decision: ['V1-U-36'],
    source: [60136],
    operations: list,
    async observe(context) {
      const body = { ...membersOf(readBody(context, 'getRecordsByFilter')), noSuchField: 1 };
      return describeAnswer(await context.send('getRecordsByFilter', body));
    },
  },
  {
    id: 'V1-OBS-019',
    question: 'Does a missing parameter get another code than one of the wrong type?',
    decision: ['V1-U-31'],
    source: [60138],
    operations: list,
    async observe(context) {
      const missing = await context.send('getRecordsByFilter', {});
      const type = await context.send('getRecordsByFilter', { startTimestamp: 'word' });
      const malformed = await context.send('getRecordsByFilter', undefined, { rawBody: '{' });
      return `missing: ${codeOf(missing)}; wrong type: ${codeOf(type)}; no JSON: ${codeOf(malformed)}`;
    },
  },
  {
    id: 'V1-OBS-020',
    question: 'Which codes do missing credentials get?',
    decision: ['V1-U-32'],
    source: [60138],
    operations: ['getCallback'],
    async observe(context) {
      const seen: string[] = [];
      for (const name of ['sdkappid', 'identifier', 'usersig']) {
        seen.push(`${name}: ${codeOf(await context.send('getCallback', {}, { query: { [name]: null } }))}`);
      }
      return seen.join('; ');
    },
  },
  {
    id: 'V1-OBS-021',
    question: 'Does a UserSig signed a minute ahead of time count?',
    decision: ['V1-U-40'],
    source: ['tls-sig-api-v2'],
    operations: ['getCallback'],
    needs: ['secret-key'],
    async observe(context) {
      return describeAnswer(
        await context.send('getCallback', {}, { query: { usersig: context.sign({ ageSeconds: -60 }) } }),
      );
    },
  },
  {
    id: 'V1-OBS-022',
    question: 'May the same random be used twice?',
    decision: [],
    source: [60138],
    operations: ['getCallback'],
    async observe(context) {
      await context.send('getCallback', {}, { query: { random: '7' } });
      return describeAnswer(await context.send('getCallback', {}, { query: { random: '7' } }));
    },
  },
  {
    id: 'V1-OBS-023',
    question: 'Do both bounds of the time filter include their own second?',
    decision: ['V1-U-41'],
    source: [60136],
    operations: list,
    needs: callId,
    async observe(context) {
      const { callId: id, startCallTs } = await knownRecord(context);
      const at = Number(startCallTs);
      const lower = idsOf(await listRecords(context, { startTimestamp: at, endTimestamp: at + 1 }));
      const upper = idsOf(await listRecords(context, { startTimestamp: at - 1, endTimestamp: at }));
      return `start: ${lower.includes(String(id)) ? 'yes' : 'no'}; end: ${upper.includes(String(id)) ? 'yes' : 'no'}`;
    },
  },
  {
    id: 'V1-OBS-024',
    question: 'Which results do the listed calls have?',
    decision: ['V1-10', 'V1-32', 'V1-U-06'],
    source: [60136],
    operations: list,
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
    operations: list,
    needs: callId,
    async observe(context) {
      const { records } = await listRecords(context, { callResult: 'not_answer', numberPerPage: 1 });
      return records[0] ? Object.keys(records[0]).toSorted().join(', ') : 'no such call to tell by';
    },
  },
];
