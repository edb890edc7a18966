import { createTrtcCallClient } from '@trtc-call/client';
import { contract } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import { describeAnswer } from '../check/answer.ts';
import { findMistake } from '../check/expect.ts';
import { createSchemaChecks, listWords } from '../check/schemas.ts';
import { defineArea, defineQuestions } from '../define.ts';
import type { Generation } from '../generation.ts';
import { configureAnything, makeConfiguration } from '../shared/callback.ts';
import { callbackGroup, recordGroup } from '../shared/negative.ts';
import { listRecords } from '../shared/records-in-window.ts';
import { defineSuite } from '../shared/suite.ts';
import { callGroup, callObservations, calls } from './calls.ts';
import { rates, statements } from './statements.ts';

export const generation: Generation = {
  contract,
  openapi,
  schemas: createSchemaChecks(openapi),
  introduction: 68926,
  names: {
    callId: 'CallId',
    start: 'StartTime',
    accept: 'AcceptTime',
    end: 'EndTime',
    mediaType: 'MediaType',
    callType: 'CallType',
    callResult: 'CallResult',
    caller: 'Caller_Account',
    callees: 'CalleeList_Account',
    from: 'StartTime',
    to: 'EndTime',
    pageSize: 'NumberPerPage',
    page: 'Page',
    total: 'TotalNum',
    records: 'CallRecordList',
    address: 'Url',
    actions: 'CallbackCommandList',
  },
  statements,
  commands: listWords(openapi, 'CallbackCommand'),
  recordMember: 'CallRecord',
  noMatch: { code: findMistake(contract, 'record-not-found').answer, decision: 'V4-U-08' },
  // V4-03 and V4-04.
  mixedTypes: ['CallResult', 'RoomIdType'],
  async queryByClient(options, filter, signal) {
    const client = createTrtcCallClient({ ...options, generation: 'v4' });
    const { records, totalNum } = await client.records.query(filter, { signal });
    return { callIds: records.map(({ CallId }) => CallId), total: totalNum };
  },
};

const list = { operations: ['getRecordsByFilter'], needs: ['call-id'] } as const;

export const suite = defineSuite(generation, {
  groups: [recordGroup, callbackGroup, callGroup],
  rates,
  requirements: [
    ...calls(generation),
    ...defineArea({ operations: ['setCallback'], needs: ['mutate-callback'], level: 'MUST' }, generation, {
      'CBS-001': {
        sentence: 'Setting a callback is answered with a success.',
        ask: (context) => context.send('setCallback', makeConfiguration(generation)),
      },
      'CBD-001': {
        sentence: 'Removing the callback is answered with a success.',
        operations: ['deleteCallback'],
        async ask(context) {
          await configureAnything(context);
          return context.send('deleteCallback', {});
        },
      },
    }),
  ],
  observations: [
    ...callObservations(generation),
    ...defineQuestions(list, generation, {
      'OBS-035': {
        question: 'How is a filter answered that nothing matches?',
        async observe(context) {
          const at = context.now() - 30;
          const answer = await context.send('getRecordsByFilter', { StartTime: at, EndTime: at });
          return `${describeAnswer(answer)}, data ${JSON.stringify(answer.data) ?? 'absent'}`;
        },
      },
      'OBS-036': {
        question: 'Are CallResult and RoomIdType of a listed record numbers or texts?',
        async observe(context) {
          const [record = {}] = (await listRecords(context, { NumberPerPage: 1 })).records;
          return `CallResult ${typeof record.CallResult}; RoomIdType ${typeof record.RoomIdType}`;
        },
      },
    }),
  ],
});
