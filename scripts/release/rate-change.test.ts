import { expect, test } from 'vitest';
import { type Contract, contract, type Edit, edit, readChange, real } from '../testing/contract.ts';
import type { Level } from './rate-change.ts';

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
  // Bodies, hosts, statuses and examples.
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

// Each starts a process: of every eight one is tried, all of them with --full.
const tried = cases.filter((_, at) => process.env.TRTC_CALL_FULL === '1' || at % 8 === 0);

test.each(tried)('%s: %s', (_what, level, change) => {
  const { changes, impact } = readChange(contract, edit(change));
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
  expect(readChange(contract, optional, before).changes[0]?.level).toBe('breaking');
});

test('a webhook, a schema and a path with another name break', () => {
  const rename = (text: string) =>
    text
      .replace('"call_status": {', '"call_ended": {')
      .replaceAll(/\bCallRecord(?=")/g, 'Call')
      .replace('"/v1/callback/get": {', '"/v2/callback/get": {');
  const { impact, changes } = readChange(contract, rename);
  expect(impact).toBe('major');
  const broken = changes.filter(({ level }) => level === 'breaking').map(({ what }) => what);
  for (const name of ['call_status', 'CallRecord', '/v1/callback/get'])
    expect(broken).toContainEqual(expect.stringContaining(name));
});

test('another spelling and another version are not a change', () => {
  const change = edit((c) => {
    schema(c, 'CallRecord').required.reverse();
    c.info.version = '9.0.0';
  });
  expect(readChange(contract, change)).toMatchObject({
    impact: 'none',
    changes: [],
    versions: { after: '9.0.0' },
  });
});

test('a list that loses one word and gains another says both, the break first', () => {
  const { changes } = readChange(
    contract,
    edit((c) => schema(c, 'CallType').enum.splice(0, 1, 'new')),
  );
  expect(changes.map(({ level, what }) => [level, what])).toEqual([
    ['breaking', 'CallType lost `single`'],
    ['warning', 'CallType gained `new`'],
  ]);
});
