import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CallFlows, readContract } from '../generate/contract.ts';
import type { OpenApiDocument } from '../open-api-document.ts';
import { schemaNamed } from '../open-api-document.ts';
import { withValue } from './each-contract.ts';

const { document, callFlows } = readContract(join(import.meta.dirname, '../..'), 'v1');
if (!callFlows) throw new Error('v1 has no call-flows.yaml');

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
  { path: [...first, 'steps', 0, 'command'], value: 'phone_call', says: 'phone_call: is not a command word' },
  { path: [...first, 'steps', 7, 'command'], value: 'cancel', says: 'single normal_end: ends as cancel' },
  { path: [...first, 'steps'], value: [], says: 'does not send its result' },
  { path: ['outside'], value: {}, says: 'caller_call_failed: send it in a flow, or say' },
  { path: ['outside', 'cancel'], value: 'none', says: 'cancel: send it in a flow, or say' },
];

test.each(broken)('$says is found', ({ path, value, says }) => {
  expect(callFlowsAgree(document, withValue(callFlows, path, value)).join('\n')).toContain(says);
});

/** Who a webhook can be about. */
const parties = ['caller', 'callees', 'invited', 'joined', 'others'];

/** Where the flows name what the contract does not know, or leave out what it knows. */
function callFlowsAgree(document: OpenApiDocument, { moments, flows, outside }: CallFlows): string[] {
  const steps = readWords(document, 'CallEventCommand');
  const results = readWords(document, 'CallStatusCommand');
  const types = readWords(document, 'CallType');
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const { callType, result, steps: sent } of flows) {
    const name = `${callType} ${result}`;
    if (!types.includes(callType)) faults.push(`${name}: there is no call type ${callType}`);
    if (!results.includes(result)) faults.push(`${name}: there is no result ${result}`);
    let last = 0;
    for (const { at, by, command } of sent) {
      seen.add(command);
      const moment = moments.indexOf(at);
      if (moment < 0) faults.push(`${name}: ${command} is at ${at}, use one of ${moments.join(', ')}`);
      else if (moment < last) faults.push(`${name}: ${command} at ${at} stands behind a later step`);
      last = Math.max(last, moment);
      if (!parties.includes(by))
        faults.push(`${name}: ${command} is by ${by}, use one of ${parties.join(', ')}`);
      if (results.includes(command) && command !== result) faults.push(`${name}: ends as ${command}`);
    }
    if (!sent.some(({ command }) => command === result)) faults.push(`${name}: does not send its result`);
  }
  for (const word of [...steps, ...results]) {
    if (seen.has(word) === Object.hasOwn(outside, word)) {
      faults.push(`${word}: send it in a flow, or say under \`outside\` why none does, not both`);
    }
    seen.delete(word);
  }
  for (const word of seen) faults.push(`${word}: is not a command word`);
  return faults;
}

function readWords(document: OpenApiDocument, name: string): readonly string[] {
  const { enum: words } = schemaNamed(document, name);
  if (!Array.isArray(words)) throw new Error(`components/schemas/${name} lists no words`);
  return words;
}
