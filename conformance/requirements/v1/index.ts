import { randomUUID } from 'node:crypto';
import { createTrtcCallClient } from '@trtc-call/client';
import { commandWords, contract } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { createSchemaChecks } from '../check/schemas.ts';
import { defineArea, defineQuestions } from '../define.ts';
import type { Generation } from '../generation.ts';
import { address, makeConfiguration, readConfiguration } from '../shared/callback.ts';
import { callbackGroup, recordGroup } from '../shared/negative.ts';
import { listRecords } from '../shared/records-in-window.ts';
import { defineSuite } from '../shared/suite.ts';
import { callbackUpdate } from './callback-update.ts';
import { rates, statements, webhooks } from './statements.ts';

export const generation: Generation = {
  contract,
  openapi,
  schemas: createSchemaChecks(openapi),
  introduction: 60138,
  names: {
    callId: 'callId',
    start: 'startCallTs',
    accept: 'acceptTs',
    end: 'endTs',
    mediaType: 'mediaType',
    callType: 'callType',
    callResult: 'callResult',
    caller: 'caller',
    callees: 'callees',
    from: 'startTimestamp',
    to: 'endTimestamp',
    pageSize: 'numberPerPage',
    page: 'page',
    total: 'totalNum',
    records: 'callRecordList',
    address: 'address',
    actions: 'actions',
  },
  statements,
  commands: [...commandWords.status, ...commandWords.event],
  async queryByClient(options, { startTimestamp = 0, ...filter }, signal) {
    const client = createTrtcCallClient({ ...options, generation: 'v1' });
    const { records, totalNum } = await client.records.query({ startTimestamp, ...filter }, { signal });
    return { callIds: records.map(({ callId }) => callId), total: totalNum };
  },
};

const elevenYears = 11 * 366 * 86_400;

export const suite = defineSuite(generation, {
  groups: [
    recordGroup,
    {
      ...callbackGroup,
      operations: ['setCallback', 'getCallback', 'updateCallback', 'deleteCallback'],
      withFields: { operations: ['setCallback', 'updateCallback'], needs: ['mutate-callback'] },
    },
  ],
  rates,
  requirements: [
    ...callbackUpdate(generation),
    ...defineArea({ level: 'MUST', source: [60130], operations: ['setCallback'] }, generation, webhooks),
  ],
  observations: defineQuestions({ operations: ['getRecordByCallId'] }, generation, {
    'OBS-016': {
      question: 'Is the path without its version answered, as in the printed sample?',
      async observe(context) {
        const path = '/records/get_record_by_callId';
        const body = { callId: randomUUID() };
        return context.send('getRecordByCallId', body, { path });
      },
    },
    'OBS-039': {
      question: 'Is a command word kept that has a blank at its end, as one is printed?',
      operations: ['setCallback', 'getCallback'],
      needs: ['mutate-callback'],
      async observe(context) {
        const word: (typeof commandWords.event)[number] = 'caller_call_failed';
        const answer = await context.send(
          'setCallback',
          makeConfiguration(generation, address, [`${word} `]),
        );
        if (answer.code !== 0) return answer;
        const { actions } = await readConfiguration(context);
        return JSON.stringify(actions) ?? 'absent';
      },
    },
    'OBS-040': {
      question: 'Is a UserSig of eleven years accepted?',
      operations: ['getCallback'],
      needs: ['secret-key'],
      observe: (context) =>
        context.send(
          'getCallback',
          {},
          { query: { usersig: context.sign({ lifetimeSeconds: elevenYears }) } },
        ),
    },
    'OBS-041': {
      question: 'How many users does an unanswered call count?',
      operations: ['getRecordsByFilter'],
      needs: ['call-id'],
      async observe(context) {
        const { records } = await listRecords(context, { callResult: 'not_answer', numberPerPage: 20 });
        const counts = records.map(({ totalUserNumber, callees }) => {
          const called = Array.isArray(callees) ? callees.length : 'no';
          return `${totalUserNumber} beside ${called} callees`;
        });
        return [...new Set(counts)].toSorted().join(', ') || 'no such call to tell by';
      },
    },
  }),
});
