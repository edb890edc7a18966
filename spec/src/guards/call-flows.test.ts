import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CallFlows, readContract } from '../generate/contract.ts';
import { type OpenApiDocument, schemaNamed } from '../open-api-document.ts';
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
  { path: [...first, 'steps', 0, 'at'], value: 'end', says: 'comes after a later moment' },
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

type Flow = CallFlows['flows'][number];

/** Where the flows name what the contract does not know, or leave out what it knows. */
function callFlowsAgree(document: OpenApiDocument, { moments, flows, outside }: CallFlows): string[] {
  const results = readWords(document, 'CallStatusCommand');
  const types = readWords(document, 'CallType');
  const words = [...readWords(document, 'CallEventCommand'), ...results];
  const sent = new Set(flows.flatMap(({ steps }) => steps.map(({ command }) => command)));
  return [
    ...flows.flatMap((flow) => [
      ...findFlowFaults(flow, { results, types }),
      ...flow.steps.flatMap((_, at) => findStepFaults(flow, at, { results, moments })),
    ]),
    ...words
      .filter((word) => sent.has(word) === Object.hasOwn(outside, word))
      .map((word) => `${word}: send it in a flow, or say under \`outside\` why none does, not both`),
    ...[...sent].filter((word) => !words.includes(word)).map((word) => `${word}: is not a command word`),
  ];
}

function findFlowFaults(
  { callType, result, steps }: Flow,
  { results, types }: Readonly<Record<'results' | 'types', readonly string[]>>,
): string[] {
  const faults = [
    ...(types.includes(callType) ? [] : [`there is no call type ${callType}`]),
    ...(results.includes(result) ? [] : [`there is no result ${result}`]),
    ...(steps.some(({ command }) => command === result) ? [] : ['does not send its result']),
  ];
  return faults.map((fault) => `${callType} ${result}: ${fault}`);
}

function findStepFaults(
  { callType, result, steps }: Flow,
  place: number,
  { results, moments }: Readonly<Record<'results' | 'moments', readonly string[]>>,
): string[] {
  const step = steps[place];
  if (!step) return [];
  const { at, by, command } = step;
  const moment = moments.indexOf(at);
  const isEarly = moment >= 0 && steps.slice(0, place).some((other) => moments.indexOf(other.at) > moment);
  const isOtherEnd = results.includes(command) && command !== result;
  const faults = [
    ...(moment < 0 ? [`${command} is at ${at}, use one of ${moments.join(', ')}`] : []),
    ...(isEarly ? [`${command} at ${at} comes after a later moment`] : []),
    ...(parties.includes(by) ? [] : [`${command} is by ${by}, use one of ${parties.join(', ')}`]),
    ...(isOtherEnd ? [`ends as ${command}`] : []),
  ];
  return faults.map((fault) => `${callType} ${result}: ${fault}`);
}

function readWords(document: OpenApiDocument, name: string): readonly string[] {
  const { enum: words } = schemaNamed(document, name);
  if (!Array.isArray(words)) throw new Error(`components/schemas/${name} lists no words`);
  return words;
}
