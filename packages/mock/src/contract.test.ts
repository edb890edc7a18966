import type { OperationId } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { createMock } from './index.ts';
import { call } from './testing/call.ts';

const address = 'https://a.example';
const cases: [name: string, operationId: OperationId, body: object][] = [
  ['a result', 'getRecordsByFilter', { startTimestamp: 0, callResult: 'offline' }],
  ['a type', 'getRecordsByFilter', { startTimestamp: 0, callType: 'Single' }],
  ['an action to be set', 'setCallback', { address, actions: ['no_such_word'] }],
  ['an action of an update', 'updateCallback', { address, actions: ['no_such_word'] }],
];

test.each(cases)('%s that no page lists is refused, although a request may have it', async (_, id, body) => {
  expect(await call(await createMock(), id, body)).toMatchObject({ errorCode: 70001 });
});
