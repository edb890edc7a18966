import { randomUUID } from 'node:crypto';
import { describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import { defineQuestions, type Observation } from './check/requirement.ts';
import { everyOperation, listBody, requestList } from './read-operations.ts';

const list = ['getRecordsByFilter'] as const;
const single = ['getRecordByCallId'] as const;

/** What the pages leave open of requests and answers as such. */
export const protocolObservations: readonly Observation[] = defineQuestions(
  { source: [60138], operations: ['getCallback'] },
  [
    {
      id: 'V1-OBS-001',
      question: 'Is errorCode a number or a string?',
      decision: ['V1-01'],
      operations: list,
      async observe(context) {
        const answer = await requestList(context);
        return typeof readEnvelope(answer).errorCode;
      },
    },
    {
      id: 'V1-OBS-002',
      question: 'Is requestId a number or a string, and how long?',
      decision: ['V1-02'],
      async observe(context) {
        const { requestId } = readEnvelope(await context.send('getCallback', {}));
        return `${typeof requestId} of ${String(requestId).length} characters`;
      },
    },
    {
      id: 'V1-OBS-003',
      question: 'What is data in a refused answer?',
      decision: ['V1-U-04'],
      async observe(context) {
        const answer = await context.send('getCallback', {}, { query: { usersig: 'xxx' } });
        return 'data' in readMembers(answer.json) ? JSON.stringify(readEnvelope(answer).data) : 'absent';
      },
    },
    {
      id: 'V1-OBS-014',
      question: 'How is a body answered whose Content-Type is not JSON, or that has none?',
      decision: ['V1-U-34'],
      async observe(context) {
        const text = await context.send('getCallback', {}, { contentType: 'text/plain' });
        const none = await context.send('getCallback', {}, { contentType: null });
        return `text/plain: ${readCode(text)}; none: ${readCode(none)}`;
      },
    },
    {
      id: 'V1-OBS-015',
      question: 'How is an unknown path answered?',
      decision: ['V1-04', 'V1-U-30'],
      operations: everyOperation,
      async observe(context) {
        return describeAnswer(await context.send('getCallback', {}, { path: '/v1/records/no_such_command' }));
      },
    },
    {
      id: 'V1-OBS-016',
      question: 'Is the path without its version answered, as in the printed sample?',
      decision: ['V1-04', 'V1-41'],
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
        const body = { ...listBody(context), noSuchField: 1 };
        return describeAnswer(await context.send('getRecordsByFilter', body));
      },
    },
    {
      id: 'V1-OBS-019',
      question: 'Does a missing parameter get another code than one of the wrong type?',
      decision: ['V1-U-31'],
      operations: list,
      async observe(context) {
        const missing = await context.send('getRecordsByFilter', {});
        const type = await context.send('getRecordsByFilter', { startTimestamp: 'word' });
        const malformed = await context.send('getRecordsByFilter', undefined, { rawBody: '{' });
        return `missing: ${readCode(missing)}; wrong type: ${readCode(type)}; no JSON: ${readCode(malformed)}`;
      },
    },
    {
      id: 'V1-OBS-020',
      question: 'Which codes do missing credentials get?',
      decision: ['V1-U-32'],
      async observe(context) {
        const seen: string[] = [];
        for (const name of ['sdkappid', 'identifier', 'usersig']) {
          seen.push(
            `${name}: ${readCode(await context.send('getCallback', {}, { query: { [name]: null } }))}`,
          );
        }
        return seen.join('; ');
      },
    },
    {
      id: 'V1-OBS-021',
      question: 'Does a UserSig signed a minute ahead of time count?',
      decision: ['V1-U-40'],
      source: ['tls-sig-api-v2'],
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
      async observe(context) {
        await context.send('getCallback', {}, { query: { random: '7' } });
        return describeAnswer(await context.send('getCallback', {}, { query: { random: '7' } }));
      },
    },
    {
      id: 'V1-OBS-028',
      question: 'How are refusals worded?',
      decision: ['V1-U-29'],
      operations: list,
      async observe(context) {
        const answers = [
          await requestList(context, { query: { random: null } }),
          await requestList(context, { query: { usersig: context.foreignSign() } }),
          await context.send('getRecordsByFilter', undefined, { rawBody: '{' }),
        ];
        return answers
          .map((one) => `${readCode(one)}: ${JSON.stringify(readEnvelope(one).errorMessage)}`)
          .join('; ');
      },
    },
    {
      id: 'V1-OBS-029',
      question: 'How large a body is read?',
      decision: ['V1-U-37'],
      operations: list,
      async observe(context) {
        const right = JSON.stringify(listBody(context));
        const seen: string[] = [];
        for (const kibibytes of [64, 1024]) {
          const answer = await context.send('getRecordsByFilter', undefined, {
            rawBody: right.padEnd(kibibytes * 1024, ' '),
          });
          seen.push(`${kibibytes} KiB: HTTP ${answer.status}, code ${readCode(answer)}`);
        }
        return seen.join('; ');
      },
    },
    {
      id: 'V1-OBS-030',
      question: 'Is the form of an identifier looked at before its UserSig?',
      decision: ['V1-U-38'],
      async observe(context) {
        const seen: string[] = [];
        for (const [name, identifier] of Object.entries({
          'of 33 letters': 'a'.repeat(33),
          'with a blank': 'a b',
          'in its form': 'somebody-else',
        })) {
          seen.push(`${name}: ${readCode(await context.send('getCallback', {}, { query: { identifier } }))}`);
        }
        return seen.join('; ');
      },
    },
    {
      id: 'V1-OBS-031',
      question: 'Which of two mistakes is answered?',
      decision: ['V1-U-42'],
      operations: list,
      async observe(context) {
        const usersig = context.foreignSign();
        const both = await context.send('getRecordsByFilter', {}, { query: { usersig, random: null } });
        const body = await context.send('getRecordsByFilter', {}, { query: { usersig } });
        const query = await context.send('getRecordsByFilter', undefined, {
          query: { random: null },
          rawBody: '{',
        });
        return `sign and query: ${readCode(both)}; sign and field: ${readCode(body)}; query and body: ${readCode(query)}`;
      },
    },
    {
      id: 'V1-OBS-032',
      question: 'How far ahead of time may a UserSig be signed?',
      decision: ['V1-U-47'],
      source: ['tls-sig-api-v2'],
      needs: ['secret-key'],
      async observe(context) {
        const seen: string[] = [];
        for (const [name, seconds] of Object.entries({ 'ten minutes': 600, 'a day': 86_400 })) {
          const usersig = context.sign({ ageSeconds: -seconds });
          seen.push(`${name}: ${readCode(await context.send('getCallback', {}, { query: { usersig } }))}`);
        }
        return seen.join('; ');
      },
    },
  ],
);
