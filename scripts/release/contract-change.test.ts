import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Repository } from './checkout.ts';
import { type ContractChange, contractChanges, renderContractChange } from './contract-change.ts';
import type { ConsumerChange, Level } from './rate-change.ts';

const contract = 'spec/src/generated/v1-openapi.gen.json';
const errors = 'spec/v1/errors.yaml';
const mistakes = 'spec/v1/mistakes.yaml';
const flows = 'spec/v1/call-flows.yaml';
const citations = 'spec/src/generated/v1-citations.gen.json';
const real = Object.fromEntries(
  [contract, errors, mistakes, flows, citations].map((path) => [
    path,
    readFileSync(join(import.meta.dirname, '../..', path), 'utf8'),
  ]),
);

/** The real contract as the base, or another one, and on disk what `change` makes of the file. */
function changeOf(path: string, change: (text: string) => string, before = real): ContractChange {
  const after = { ...before, [path]: change(before[path] ?? '') };
  expect(after, 'the case changed nothing').not.toEqual(before);
  const repository: Repository = {
    root: '',
    git: () => undefined,
    read: (file, revision) => (revision === undefined ? after : before)[file],
    list: () => ['v1-openapi.gen.json'],
    changedSince: () => [path],
  };
  const found = contractChanges(repository, 'base').get('v1');
  if (!found) throw new Error('there is no contract v1 to compare');
  return found;
}

interface Schema {
  type?: unknown;
  required: string[];
  properties: Record<string, Schema>;
  enum: string[];
  anyOf: Schema[];
  [keyword: string]: unknown;
}

interface Operation {
  operationId: string;
  parameters: object[];
  requestBody: { required: boolean };
  responses: Record<string, { content: Record<string, { examples: Record<string, object> }> }>;
  [member: string]: unknown;
}

interface Contract {
  info: { description: string; version: string };
  servers: Record<string, unknown>[];
  security: unknown[];
  webhooks: Record<string, { post: Operation }>;
  paths: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema>; parameters: Record<string, Record<string, unknown>> };
  'x-limits': Record<string, Record<string, unknown>>;
}

type Edit = (contract: Contract) => unknown;
const edit = (change: Edit) => (text: string) => {
  const parsed: Contract = JSON.parse(text);
  change(parsed);
  return JSON.stringify(parsed, null, 2);
};
const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

/** A member that the contract is known to have; a test that no longer fits it says so. */
function part<Value>(record: Record<string, Value>, name: string): Value {
  const value = record[name];
  if (value === undefined)
    throw new Error(`the contract has no '${name}' any more: name another in the test`);
  return value;
}
const schema = (contract: Contract, name: string) => part(contract.components.schemas, name);
const field = (contract: Contract, of: string, name: string) => part(schema(contract, of).properties, name);
const answers = (c: Contract) => operation(c).responses;
const examples = (c: Contract) => part(part(answers(c), '200').content, 'application/json').examples;
const operation = ({ paths }: Contract) => part(paths, '/v1/callback/get').post;
const parameterFor = (list: 'paths' | 'webhooks', parameter: object) => (c: Contract) => {
  for (const { post } of Object.values(c[list]))
    post.parameters.push({ in: 'query', name: 'new', ...parameter });
};

const cases: readonly [what: string, level: Level, change: Edit][] = [
  // Words.
  ['a command word is gone', 'breaking', (c) => schema(c, 'CallEventCommand').enum.pop()],
  ['a command word is renamed', 'breaking', (c) => (schema(c, 'CallEventCommand').enum[0] = 'x')],
  ['a command word is new', 'warning', (c) => schema(c, 'CallEventCommand').enum.push('x')],
  ['a word of answers is new', 'warning', (c) => schema(c, 'CallResult').enum.push('x')],
  ['a word of webhooks is new', 'warning', (c) => schema(c, 'CallRole').enum.push('x')],
  ['a word of webhooks is gone', 'warning', (c) => schema(c, 'CallRole').enum.pop()],
  ['a word of requests is gone', 'breaking', (c) => schema(c, 'CallType').enum.pop()],
  [
    'words of requests alone get a list',
    'breaking',
    (c) => (field(c, 'GetRecordByCallIdRequest', 'callId').enum = ['x']),
  ],
  ['words of answers get a list', 'documentation', (c) => (field(c, 'CallRecord', 'roomId').enum = ['x'])],
  // Webhooks.
  ['a webhook is new', 'addition', ({ webhooks }) => (webhooks.new = part(webhooks, 'call_event'))],
  ['a webhook is gone', 'breaking', ({ webhooks }) => delete webhooks.call_status],
  ['a field of a webhook is gone', 'breaking', (c) => delete schema(c, 'CallStatusWebhook').properties.EndTs],
  [
    'a parameter of webhooks is gone',
    'breaking',
    (c) => part(c.webhooks, 'call_event').post.parameters.pop(),
  ],
  [
    'a parameter of webhooks may be absent',
    'breaking',
    (c) => (part(c.components.parameters, 'clientip').required = false),
  ],
  ['a parameter of webhooks is new', 'addition', parameterFor('webhooks', { required: true })],
  ['receivers must answer more', 'breaking', (c) => schema(c, 'WebhookAnswer').required.push('new')],
  [
    'webhooks are retried at other times',
    'warning',
    (c) => (part(c.webhooks, 'call_event').post['x-webhook-retry'] = { waits: [9] }),
  ],
  // Answers.
  ['a field of answers may be absent', 'breaking', (c) => schema(c, 'CallRecord').required.pop()],
  ['a field of answers is promised', 'addition', (c) => schema(c, 'CallRecord').required.push('endTs')],
  [
    'a field of answers is new',
    'addition',
    (c) => (schema(c, 'CallRecord').properties.x = { ...field(c, 'CallRecord', 'roomId') }),
  ],
  ['a field of answers is gone', 'breaking', (c) => delete schema(c, 'CallRecord').properties.endTs],
  [
    'a field of answers has another type',
    'breaking',
    (c) => (field(c, 'CallRecord', 'roomId').type = 'integer'),
  ],
  [
    'a field of answers may be null',
    'breaking',
    (c) => (field(c, 'CallRecord', 'roomId').type = ['string', 'null']),
  ],
  // Requests.
  [
    'a field must be sent',
    'breaking',
    (c) => schema(c, 'GetRecordsByFilterRequest').required.push('endTimestamp'),
  ],
  ['a field need not be sent', 'addition', (c) => (schema(c, 'GetRecordByCallIdRequest').required = [])],
  [
    'a field can be sent',
    'addition',
    (c) => (schema(c, 'GetRecordByCallIdRequest').properties.x = { ...field(c, 'CallRecord', 'roomId') }),
  ],
  [
    'a field can no longer be sent',
    'breaking',
    (c) => delete schema(c, 'GetRecordsByFilterRequest').properties.callType,
  ],
  ['a field takes fewer types', 'breaking', (c) => schema(c, 'CallbackCommand').anyOf.pop()],
  [
    'a field takes more types',
    'addition',
    (c) => (field(c, 'GetRecordByCallIdRequest', 'callId').type = ['string', 'integer']),
  ],
  [
    'a bound of a field is narrower',
    'breaking',
    (c) => (field(c, 'GetRecordByCallIdRequest', 'callId').minLength = 5),
  ],
  [
    'a bound of a field is wider',
    'addition',
    (c) => (field(c, 'GetRecordsByFilterRequest', 'page').minimum = 0),
  ],
  [
    'a field has to have a form',
    'warning',
    (c) => (field(c, 'GetRecordByCallIdRequest', 'callId').format = 'uuid'),
  ],
  [
    'a field has one more condition',
    'breaking',
    (c) => (field(c, 'GetRecordByCallIdRequest', 'callId').allOf = [{ pattern: '^a' }]),
  ],
  [
    'a field has another default',
    'warning',
    (c) => (field(c, 'GetRecordsByFilterRequest', 'page').default = 2),
  ],
  ['a parameter must be sent', 'breaking', parameterFor('paths', { required: true })],
  ['a parameter can be sent', 'addition', parameterFor('paths', { required: false })],
  ['a parameter is gone', 'breaking', (c) => operation(c).parameters.pop()],
  [
    'a parameter has another name',
    'breaking',
    (c) => (part(c.components.parameters, 'random').name = 'Random'),
  ],
  // Operations and how they are called.
  ['an operation is new', 'addition', (c) => (c.paths['/v1/new'] = part(c.paths, '/v1/callback/get'))],
  ['an operation is gone', 'breaking', (c) => delete c.paths['/v1/callback/get']],
  ['an operation has another name', 'breaking', (c) => (operation(c).operationId = 'readCallback')],
  ['an operation is on its way out', 'warning', (c) => (operation(c).deprecated = true)],
  ['the rate limit', 'warning', (c) => Object.assign(operation(c)['x-rate-limit'] ?? {}, { requests: 1 })],
  ['there is no rate limit any more', 'warning', (c) => delete operation(c)['x-rate-limit']],
  [
    'the page that states the rate limit',
    'documentation',
    (c) => Object.assign(operation(c)['x-rate-limit'] ?? {}, { source: [1] }),
  ],
  ['whether a call may be repeated', 'warning', (c) => (operation(c)['x-idempotent'] = 'otherwise')],
  ['a host', 'breaking', ({ servers }) => Object.assign(servers[0] ?? {}, { url: 'https://example.com' })],
  ['the name of a host', 'breaking', ({ servers }) => Object.assign(servers[0] ?? {}, { 'x-region': 'x' })],
  [
    'a host is new',
    'addition',
    ({ servers }) => servers.push({ url: 'https://example.com', 'x-region': 'x' }),
  ],
  ['calls need no sign', 'warning', (c) => (c.security = [])],
  ['a limit of the service', 'warning', (c) => (part(c['x-limits'], 'dataWindow').value = 1)],
  ['the words about a limit', 'documentation', (c) => (part(c['x-limits'], 'dataWindow').description = 'x')],
  ['a limit of the service is gone', 'breaking', (c) => delete c['x-limits'].dataWindow],
  // What is told in words of receivers, hosts, statuses and examples.
  [
    'the body of a webhook may be absent',
    'breaking',
    (c) => (part(c.webhooks, 'call_event').post.requestBody.required = false),
  ],
  ['the body of a request may be absent', 'addition', (c) => (operation(c).requestBody.required = false)],
  [
    'an operation has hosts of its own',
    'breaking',
    (c) => (operation(c).servers = [{ url: 'https://a.example' }]),
  ],
  ['a status is new', 'breaking', (c) => Object.assign(answers(c), { 429: { description: 'Too many.' } })],
  [
    'receivers may answer by another status',
    'addition',
    (c) => Object.assign(part(c.webhooks, 'call_event').post.responses ?? {}, { 204: { description: 'x' } }),
  ],
  ['a named example is gone', 'breaking', (c) => delete examples(c)['success-no-configuration']],
  ['a named example is new', 'addition', (c) => (examples(c).another = { value: {} })],
  // Words of our own.
  ['a description', 'documentation', (c) => (schema(c, 'CallRecord').description = 'Short.')],
];

// Each starts a process: of every three one is tried, all of them with --full.
const tried = cases.filter((_, at) => process.env.TRTC_CALL_FULL === '1' || at % 3 === 0);

test.each(tried)('%s: %s', (_what, level, change) => {
  const { changes, impact } = changeOf(contract, edit(change));
  expect(changes[0]?.level, JSON.stringify(changes, null, 2)).toBe(level);
  for (const { pointer, what } of changes) {
    expect(pointer).toMatch(/^#\//);
    expect(what).not.toMatch(/\.$|undefined/);
  }
  const bumps = { breaking: 'major', warning: 'minor', addition: 'minor', documentation: 'patch' };
  expect(impact).toBe(bumps[level]);
});

test('a field of a webhook may be absent: breaking', () => {
  // No member of a real webhook is required (V1-U-52).
  const required = edit((c) => (schema(c, 'CallStatusWebhook').required = ['CallId']));
  const before = { ...real, [contract]: required(real[contract] ?? '') };
  const optional = edit((c) => (schema(c, 'CallStatusWebhook').required = []));
  expect(changeOf(contract, optional, before).changes[0]?.level).toBe('breaking');
});

test('another spelling is not a change', () => {
  const change = edit((c) => schema(c, 'CallRecord').required.reverse());
  expect(changeOf(contract, change)).toMatchObject({ impact: 'none', changes: [] });
});

describe('names', () => {
  test.each<[what: string, change: (text: string) => string]>([
    ['a webhook', swap('"call_status": {', '"call_ended": {')],
    ['a schema', (text) => text.replaceAll(/\bCallRecord(?=")/g, 'Call')],
    ['a path', swap('"/v1/callback/get": {', '"/v2/callback/get": {')],
  ])('%s with another one breaks', (_what, change) => {
    expect(changeOf(contract, change)).toMatchObject({ impact: 'major' });
  });
});

/** A replacement within the row of one mistake. */
const inRow = (id: string, from: string | RegExp, to: string) => (text: string) => {
  const start = text.indexOf(`- id: ${id}\n`);
  return start < 0 ? text : text.slice(0, start) + text.slice(start).replace(from, to);
};

test.each<[what: string, level: Level, change: (text: string) => string]>([
  ['a new error code', 'warning', swap(/^codes:/m, 'codes:\n  - { code: 70010, name: Odd }')],
  ['an error code gone', 'breaking', swap(/code: 70005$/m, 'code: 70006')],
  ['an error code renamed', 'breaking', swap('name: Success', 'name: Fine')],
  ['an error code that may be retried', 'warning', swap('retryable: false', 'retryable: true')],
  ['an error code of one more operation', 'warning', swap('[getCallback, ', '[getCallback, setCallback, ')],
  ['the remedy of an error code', 'documentation', swap(/remedy: .*/, 'remedy: None.')],
  [
    'an error code of one operation less',
    'warning',
    swap('[getCallback, updateCallback, ', '[updateCallback, '),
  ],
  [
    'an error code that stands for more',
    'warning',
    swap('mistakes: [rate-exceeded]', 'mistakes: [rate-exceeded, random-invalid]'),
  ],
  ['what an unknown code is called', 'breaking', swap('name: Unknown', 'name: Other')],
  [
    'another answer to a mistake that must be refused',
    'breaking',
    inRow('usersig-expired', 'answer: 70003', 'answer: 70002'),
  ],
  [
    'another answer to a mistake that may be refused',
    'warning',
    inRow('usersig-not-yet-valid', 'answer: 70003', 'answer: 70002'),
  ],
  ['one more code for a mistake', 'warning', inRow('usersig-expired', '[70003]', '[70002, 70003]')],
  ['one code less for a mistake', 'warning', inRow('sdkappid-missing', '[70001, 70002]', '[70001]')],
  ['any code for a mistake', 'warning', inRow('usersig-expired', '[70003]', 'any')],
  ['a mistake of another level', 'warning', inRow('usersig-expired', 'level: MUST', 'level: MAY')],
  [
    'a mistake of another level for one parameter',
    'warning',
    inRow('parameter-wrong-case', 'random: SHOULD', 'random: MAY'),
  ],
  [
    'a mistake of another level for one parameter less',
    'warning',
    inRow('parameter-wrong-case', 'random: SHOULD, ', ''),
  ],
  [
    'a mistake of one operation less',
    'warning',
    inRow('callback-absent', '[getCallback, deleteCallback]', '[getCallback]'),
  ],
  ['a mistake gone', 'breaking', swap('id: usersig-expired', 'id: usersig-old')],
  [
    'a new mistake that must be refused',
    'breaking',
    inRow(
      'usersig-expired',
      'id: usersig-expired',
      'id: new\n  operations: [all]\n  level: MUST\n- id: usersig-expired',
    ),
  ],
  ['the sentence of a mistake', 'documentation', inRow('usersig-expired', /sentence: .*/, 'sentence: Old.')],
  [
    'the order of codes of a mistake',
    'documentation',
    inRow('sdkappid-missing', '[70001, 70002]', '[70002, 70001]'),
  ],
])('%s: %s', (_what, level, change) => {
  const file = change(real[errors] ?? '') === real[errors] ? mistakes : errors;
  const { changes } = changeOf(file, change);
  expect(changes[0]?.level, JSON.stringify(changes, null, 2)).toBe(level);
});

test('every change of a mistake is told, the worst first', () => {
  const change = inRow(
    'usersig-expired',
    /allowed: .*\n.*answer: 70003/,
    'allowed: [70002]\n  answer: 70002',
  );
  expect(changeOf(mistakes, change).changes.map(({ level, what }) => `${level}: ${what}`)).toEqual([
    'breaking: mistake usersig-expired: `answer` was 70003 and is 70002',
    'warning: mistake usersig-expired: `allowed` was 70003 and is 70002',
  ]);
});

test('all operations by name are all operations', () => {
  const everyOperation =
    'getRecordsByFilter, getRecordByCallId, setCallback, getCallback, updateCallback, deleteCallback';
  const change = swap('operations: [all]', `operations: [${everyOperation}]`);
  expect(changeOf(errors, change).changes).toEqual([]);
});

describe('which webhooks a call causes', () => {
  const firstStep = '      - {at: start, by: caller, command: caller_start_call}\n';
  test.each<[what: string, levels: Level[], change: (text: string) => string]>([
    [
      'a kind of call gone, and another one new',
      ['breaking', 'addition'],
      swap(/(callType: single\n {4}result: )normal_end/, '$1done'),
    ],
    ['a webhook less', ['warning'], swap(firstStep, '')],
    ['another order', ['warning'], swap(/(flows:[\s\S]*?steps:\n)(.*\n)(.*\n)/, '$1$3$2')],
    [
      'another side',
      ['warning'],
      swap('by: caller, command: caller_start', 'by: callees, command: caller_start'),
    ],
    ['a moment gone', ['breaking', 'documentation'], swap('answer, talk', 'talk')],
    ['another page', ['documentation'], swap('source: [60129, ', 'source: [')],
    ['a comment', [], swap('# Which webhooks', '# What')],
  ])('%s: %s', (_what, expected, change) => {
    expect(changeOf(flows, change).changes.map(({ level }) => level)).toEqual(expected);
  });
});

test('another page of a statement is a change of words', () => {
  expect(changeOf(citations, swap('60137', '60117'))).toMatchObject({
    impact: 'patch',
    changes: [{ level: 'documentation', what: 'the pages and decisions were reworded' }],
  });
});

test('the version alone is no change', () => {
  const { changes, impact, versions } = changeOf(
    contract,
    edit(({ info }) => (info.version = '9.0.0')),
  );
  expect({ changes, impact }).toEqual({ changes: [], impact: 'none' });
  expect(versions?.after).toBe('9.0.0');
});

test('a list that loses one word and gains another says both, the break first', () => {
  const { changes } = changeOf(
    contract,
    edit((c) => schema(c, 'CallType').enum.splice(0, 1, 'new')),
  );
  expect(changes.map(({ level, what }) => [level, what])).toEqual([
    ['breaking', 'CallType lost `single`'],
    ['warning', 'CallType gained `new`'],
  ]);
});

describe('as Markdown', () => {
  const change = (overrides: Partial<ConsumerChange> = {}): ConsumerChange => ({
    level: 'breaking',
    pointer: '#/webhooks/a',
    what: 'Webhook `a` was removed',
    ...overrides,
  });
  const render = (...changes: ConsumerChange[]) =>
    renderContractChange(
      new Map([['v1', { impact: 'major', changes, versions: { before: '1.0.0', after: '1.1.0' } }]]),
    );

  test('what stayed as it was takes one line', () => {
    expect(render()).toBe('The contract says what it said before: nothing changes for users.\n');
  });

  test('each change has its row under the release that it needs', () => {
    const text = render(change(), change({ level: 'addition', what: 'operation `b` is new' }));
    expect(text).toContain(
      '## Contract v1: from 1.0.0 on a major release; its version was 1.0.0 and is 1.1.0',
    );
    expect(text).toContain("| Breaks users | Webhook 'a' was removed | ");
    expect(text).toContain("| New | operation 'b' is new | ");
  });

  test('words of the contract cannot leave their cell, mention somebody, or fill the page', () => {
    const text = render(change({ what: 'a|b\n@all <b>' }), ...Array.from({ length: 1000 }, () => change()));
    expect(text).not.toMatch(/a\|b|@all|<b>/);
    expect(text).toContain('901 more are not shown.');
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  });
});
