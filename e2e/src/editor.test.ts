import * as specV1 from '@trtc-call/spec/v1';
import * as specV4 from '@trtc-call/spec/v4';
import { expect, inject, test } from 'vitest';
import { openEditor } from './editor.ts';

const head = `
import { createCallBook, type CallBook, reconcile } from '@trtc-call/call-book';
import { sqliteBook } from '@trtc-call/call-book/sqlite';
import { createTrtcCallClient, RefusedError, type TrtcCallClient, type TrtcCallClientV4 } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import { checkDrift } from '@trtc-call/drift';
import { createMock, type Mock, startMock } from '@trtc-call/mock';
import { createReceiver, memoryStore, type Receiver } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
declare const v1: TrtcCallClient;
declare const v4: TrtcCallClientV4;
declare const mock: Mock;
declare const book: CallBook<never>;
declare const receiver: Receiver;
declare const error: RefusedError;
`;

/** A place, the interfaces that its signature names, and what its text says: units, defaults, the vendor's page. */
type Hover = readonly [place: string, names: readonly string[], says: readonly (string | RegExp)[]];
const hovers: readonly Hover[] = [
  ['v1.records.‸list()', ['RecordListFilter', 'RecordListOptions', 'RecordList'], [/\/document\/60136/]],
  ['v4.records.‸list()', ['RecordListFilterV4', 'RecordListOptions', 'CallRecordV4'], [/\/document\/68931/]],
  ["v1.records.‸get('a')", ['CallOptions', 'Call<CallRecord | null>'], [/\/document\/60137/]],
  ["v4.records.‸get('a')", ['CallOptions', 'Call<CallRecordV4 | null>'], ['5 seconds', /\/document\/68930/]],
  ['v1.records.list({ ‸startTimestamp: 1 })', ['TimeInput'], [/Unix seconds/, /Default: .*data window/]],
  ['v1.records.list({ ‸endTimestamp: 1 })', ['TimeInput'], [/Unix seconds/, /Default: /]],
  ['v4.records.list({ ‸StartTime: 1 })', ['TimeInput'], [/Unix seconds/, /Default: /]],
  ['v1.records.list({}, { ‸prefetch: 1 })', [], [/spans of time/, 'Default: 1']],
  ['v1.records.list({}, { ‸deadlineMilliseconds: 1 })', [], ['milliseconds']],
  ['v1.records.query({ ‸startTimestamp: 1 })', [], ['Unix seconds']],
  ['v1.callbacks.‸set({})', ['CallbackConfigurationInput'], [/\/document\/\d{5}/]],
  ['v4.calls.‸end("a")', ['Call<EndedCall>'], [/\/document\/\d{5}/]],
  ["‸createTrtcCallClient({ generation: 'v4' })", ['TrtcCallClientV4'], [/\/document\/68926/]],
  [
    "createTrtcCallClient({ generation: 'v1', sdkAppId: 1, secretKey: 'a', ‸timeoutMilliseconds: 1 })",
    [],
    ['milliseconds', 'Default: 10000'],
  ],
  [
    "createTrtcCallClient({ generation: 'v1', sdkAppId: 1, secretKey: 'a', ‸userSigLifetimeSeconds: 1 })",
    [],
    ['seconds', 'Default: 86400'],
  ],
  [
    "createTrtcCallClient({ generation: 'v1', sdkAppId: 1, secretKey: 'a', ‸retry: {} })",
    ['RetryOptions'],
    ['5 attempts'],
  ],
  [
    "createTrtcCallClient({ generation: 'v1', sdkAppId: 1, secretKey: 'a', ‸region: 'intl' })",
    ['"intl"', '"china"'],
    ['Default: `intl`'],
  ],
  // With the account of the environment.
  [
    "createTrtcCallClient({ generation: 'v1', ‸timeoutMilliseconds: 1 })",
    [],
    ['milliseconds', 'Default: 10000'],
  ],
  ["createTrtcCallClient({ generation: 'v4', ‸retry: {} })", ['RetryOptions'], ['5 attempts']],
  ['‸createReceiver({ sdkAppId: 1, on: {} })', ['ReceiverOptions', 'Receiver'], [/\/document\/60135/]],
  ['createReceiver({ sdkAppId: 1, on: {}, ‸answerMilliseconds: 1 })', [], ['2000 milliseconds']],
  ['createReceiver({ sdkAppId: 1, on: {}, ‸handlerMilliseconds: 1 })', [], [/minutes/]],
  ['createReceiver({ sdkAppId: 1, ‸on: {} })', ['Handlers'], [/command word/]],
  ['createReceiver({ sdkAppId: 1, on: {}, ‸limits: {} })', ['ReceiverLimits'], ['Default']],
  ['‸reconcile({ client: v1, book, from: 1 })', ['ReconcileOptions', 'Reconciliation'], ['CallBookError']],
  ['reconcile({ client: v1, book, ‸from: 1 })', ['Date'], ['Unix seconds']],
  ['reconcile({ client: v1, book, from: 1, ‸to: 1 })', ['Date'], ['Unix seconds', 'Default: now']],
  ['reconcile({ client: v1, book, from: 1, ‸settleSeconds: 1 })', [], ['seconds', 'Default: 60']],
  ['‸startMock({})', ['StartMockOptions', 'RunningMock'], [/\S/]],
  ['startMock({ ‸keepAliveMilliseconds: 1 })', [], ['milliseconds', 'Default 30000']],
  ['startMock({ ‸userSigToleranceSeconds: 1 })', [], ['Seconds', 'Default 300']],
  ['startMock({ ‸webhooks: {} })', ['WebhookOptions'], [/webhooks/]],
  ['mock.‸simulateCall({})', ['SimulateCallOptions', 'SimulatedCall'], [/v4/]],
  ['mock.simulateCall({ ‸talkSeconds: 1 })', [], ['seconds', 'Default 60']],
  ["mock.fault('hang', { ‸milliseconds: 1 })", [], [/60000/, 'milliseconds']],
];

/** Objects of options: each member that is offered is explained, with its default and its unit. */
const objects = [
  "createTrtcCallClient({ generation: 'v1', ‸ })",
  "createTrtcCallClient({ generation: 'v4', ‸ })",
  "createTrtcCallClient({ generation: 'v1', retry: { ‸ } })",
  "createTrtcCallClient({ generation: 'v1', pool: { ‸ } })",
  'v1.records.list({ ‸ })',
  'v4.records.list({ ‸ })',
  'v1.records.list({}, { ‸ })',
  'v1.records.query({ ‸ })',
  'v4.records.query({ ‸ })',
  'v1.callbacks.set({ ‸ })',
  'v4.callbacks.set({ ‸ })',
  'v4.calls.startByRobot({ ‸ })',
  'signUserSig({ ‸ })',
  'createReceiver({ ‸ })',
  'createReceiver({ sdkAppId: 1, on: {}, limits: { ‸ } })',
  'createReceiver({ sdkAppId: 1, on: {}, confirm: { ‸ } })',
  'receiver.recover({ ‸ })',
  'receiver.close({ ‸ })',
  'memoryStore({ ‸ })',
  'sqliteStore({ ‸ })',
  'createMock({ ‸ })',
  'startMock({ ‸ })',
  'startMock({ webhooks: { ‸ } })',
  'mock.simulateCall({ ‸ })',
  "mock.simulateCall({ generation: 'v4', ‸ })",
  "mock.fault('hang', { ‸ })",
  'mock.userSig({ ‸ })',
  'reconcile({ ‸ })',
  'createCallBook({ ‸ })',
  'sqliteBook({ ‸ })',
  'checkDrift({ ‸ })',
];

const commands = [specV1.webhooks, specV4.webhooks]
  .flatMap((families): { commands: readonly string[] }[] => Object.values(families))
  .flatMap((family) => family.commands);
/** A place between quotation marks or for a key, and the words that are offered there. */
const words: readonly (readonly [place: string, ...words: string[]])[] = [
  ["v1.records.list({ callResult: '‸' })", 'normal_end', 'not_answer', 'cancel'],
  ["v4.records.list({ CallResult: '‸' })", 'NormalEnd', 'NotAnswer', 'Cancel'],
  ["v1.records.list({ callType: '‸' })", 'single', 'group'],
  ['createReceiver({ sdkAppId: 1, on: { ‸ } })', ...commands, '*'],
  ["createReceiver({ sdkAppId: 1, on: {}, whenSlow: '‸' })", 'retry', 'acknowledge'],
  ["createTrtcCallClient({ generation: '‸' })", 'v1', 'v4'],
  ["createTrtcCallClient({ generation: '‸', sdkAppId: 1, secretKey: 'a' })", 'v1', 'v4'],
  ["createTrtcCallClient({ generation: 'v1', region: '‸' })", ...Object.keys(specV1.servers)],
  [
    "createTrtcCallClient({ generation: 'v1', sdkAppId: 1, secretKey: 'a', region: '‸' })",
    ...Object.keys(specV1.servers),
  ],
  [
    "createTrtcCallClient({ generation: 'v4', sdkAppId: 1, secretKey: 'a', region: '‸' })",
    ...Object.keys(specV4.servers),
  ],
  ["createTrtcCallClient({ generation: 'v4', region: '‸' })", ...Object.keys(specV4.servers)],
  ["error.reason === '‸'", ...specV1.errorCodes.map(({ name }) => name), 'Unknown'],
  ["mock.respondWith('‸', 'success')", ...Object.keys(specV1.operations), ...Object.keys(specV4.operations)],
  ["mock.respondWith('getCallback', '‸')", 'success', 'error-70001', 'error-101050'],
  ["mock.fault('‸')", 'hang', 'drop', 'rate-limit'],
  ["mock.simulateCall({ result: '‸' })", 'normal_end', 'reject'],
  ["mock.simulateCall({ generation: 'v4', result: '‸' })", 'NormalEnd', 'Reject'],
];

const places = [...hovers, ...words].map(([place]) => place).concat(objects);
const project = inject('project');
const editor = openEditor(project, head, places);
/** The same packages, without a comment in their declarations. */
const bare = openEditor(project, head, places, true);

/** What a place lacks, in words; nothing where all is said. */
function findGaps([place, names, says]: Hover, { hover } = editor): string[] {
  const { signature, text } = hover(place);
  const gaps = [
    ...names.filter((name) => !signature.includes(name)),
    ...says.filter((it) => !text.match(it)),
  ];
  if (signature.replace('(string & {})', '').includes('{'))
    gaps.push('an object without a name: give it an interface');
  return gaps.map((gap) => `${gap} is not in "${signature}: ${text}"`);
}

test.each(hovers)('a hover at %s names interfaces, and says units, defaults and pages', (...hover) => {
  expect(findGaps(hover)).toEqual([]);
});

test.each(hovers)('a hover at %s is found lacking without its comment', (...hover) => {
  expect(findGaps(hover, bare)).toHaveLength(hover[2].length);
});

const unit =
  /second|bytes|MiB|KiB|attempts|connections|events|records|requests|findings|spans|apps\b|port\b|seed|page|length of|exchanges|SDKAppID|mock.sdkAppId|this app/i;

/** Members of an object of options that are not explained, or are a number without a unit or a default. */
function findUnexplained(place: string, { complete } = editor): string[] {
  return complete(place).flatMap(({ name, signature, text }) => {
    if (!signature.startsWith('(property)')) return `${name} is not a member`;
    if (text.trim() === '') return `${name} has no text`;
    if (!/^[^:]*: (false \| )?number\b/.test(signature)) return [];
    if (!unit.test(name + text)) return `${name} has no unit`;
    return signature.includes('?:') && !/default|in place of|when absent/i.test(text)
      ? `${name} has no default`
      : [];
  });
}

test.each(objects)('in %s every member is explained', (place) => {
  expect(editor.complete(place)).not.toEqual([]);
  expect(findUnexplained(place)).toEqual([]);
  const members = bare.complete(place).map(({ name }) => `${name} has no text`);
  expect(findUnexplained(place, bare), 'without the comments').toEqual(members);
});

test.each(words)('at %s the words are offered', (place, ...expected) => {
  const offered = editor.complete(place).map(({ name }) => name.replace(/^"(.*)"$/, '$1'));
  expect(offered).toEqual(expect.arrayContaining(expected));
});
