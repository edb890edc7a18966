import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readContract } from '../generate/contract.ts';
import { callFlowsAgree } from './call-flows-agree.ts';
import { withValue } from './with-value.ts';

const { document, callFlows } = readContract(join(import.meta.dirname, '../..'), 'v1');

test('the flows name words of the contract only, and each word is sent or excused', () => {
  expect(callFlowsAgree(document, callFlows)).toEqual([]);
});

const first = ['flows', 0];
const broken = [
  { path: [...first, 'callType'], value: 'dual', says: 'there is no call type dual' },
  { path: [...first, 'result'], value: 'offline', says: 'there is no result offline' },
  { path: [...first, 'steps', 0, 'at'], value: 'noon', says: 'caller_start_call is at noon' },
  { path: [...first, 'steps', 0, 'at'], value: 'end', says: 'stands behind a later step' },
  { path: [...first, 'steps', 0, 'by'], value: 'nobody', says: 'caller_start_call is by nobody' },
  { path: [...first, 'steps', 0, 'command'], value: 'phone_call', says: 'phone_call: is no command word' },
  { path: [...first, 'steps', 7, 'command'], value: 'cancel', says: 'single normal_end: ends as cancel' },
  { path: [...first, 'steps'], value: [], says: 'does not send its result' },
  { path: ['outside'], value: {}, says: 'caller_call_failed: send it in a flow, or say' },
  { path: ['outside', 'cancel'], value: 'none', says: 'cancel: send it in a flow, or say' },
];

test.each(broken)('$says is found', ({ path, value, says }) => {
  expect(callFlowsAgree(document, withValue(callFlows, path, value)).join('\n')).toContain(says);
});
