import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { findPage } from '../testing/pages/check-pages.ts';
import { factWords } from './expected-facts.ts';
import { pageBlocks } from './page-blocks.ts';
import { readPage } from './read-page.ts';

const contracts = { v1: readContract('v1'), v4: readContract('v4') };

function read(text: string, id = 60137, generation: 'v1' | 'v4' = 'v1') {
  const page = contracts[generation].sources.pages.find((source) => source.id === id) ?? findPage(id);
  return readPage(text, 'markdown', factWords(page, contracts[generation]));
}
const table = (head: string, ...rows: string[]) =>
  [`| ${head} |`, `|${' --- |'.repeat(head.split('|').length)}`, ...rows.map((row) => `| ${row} |`), ''].join(
    '\n',
  );
const readFacts = (...given: Parameters<typeof read>) => Object.fromEntries(read(...given).facts);

describe('a table is what its headings or its cells say', () => {
  const fields = { 'field/request/callId': 'string required', 'field/request/page': 'integer optional' };
  test.each([
    ['Field | Type | Required | Description', 'Required', 'Optional', 'String', 'Integer'],
    ['Field | Type | Attribute | Overview', 'Mandatory', 'Optional', 'String', 'Integer'],
    ['字段 | 类型 | 属性 | 说明', '必填', '选填', 'String', 'Integer'],
    ['フィールド | タイプ | 必須 | 説明', 'はい', 'いいえ', '文字列', '整数'],
    ['Поле | Тип | Обязательность | Описание', 'Да', 'Нет', 'Строка', 'Целое число'],
    ['Feld | Art | Pflicht | Bedeutung', 'Yes', 'No', 'String', 'Integer'],
  ])('%s', (head, yes, no, text, number) => {
    const rows = [`callId | ${text} | ${yes} | -`, `page | ${number} | ${no} | -`];
    expect(readFacts(`## Request\n\n${table(head, ...rows)}`)).toEqual(fields);
  });
  test('in any order of columns', () => {
    const text = table(
      'Required | Overview | Type | Field',
      'Yes | - | String | callId',
      'No | - | Int | page',
    );
    expect(readFacts(`## Request\n\n${text}`)).toEqual(fields);
  });
  test('of two columns, with parameters and parts of the address', () => {
    const text = table(
      'Parameters | Overview',
      'xxxxxx | Japan: `jp.cloud.example.net`Seoul: `adminapikr.im.qcloud.com`',
      'v4/call_config/get_callback | Request API',
      'random | A number in the range of [0, 4294967295]',
      'identifier | an administrator',
      'contenttype | The fixed value is json',
    );
    expect(readFacts(text, 68937, 'v4')).toEqual({
      'host/jp.cloud.example.net': '',
      'host/adminapikr.im.qcloud.com': '',
      'path/v4/call_config/get_callback': '',
      'parameter/random': '',
      'bound/parameter/random': '0..4294967295',
      'parameter/identifier': '',
      'parameter/contenttype': '',
      'word/parameter/contenttype/json': '',
    });
  });
  test('of webhooks, on the page of one', () => {
    const text = `## Request packet fields\n\n${table('Field | Type | Description', 'Role | String | role :`Caller` one`Callee` other')}`;
    expect(readFacts(text, 60130)).toEqual({
      'field/webhook/Role': 'string',
      'word/webhook/Role/Caller': '',
      'word/webhook/Role/Callee': '',
    });
  });
});

describe('what a row may hold', () => {
  const row = (cells: string) => readFacts(`## Response\n\n${table('Field | Type | Description', cells)}`);
  test.each([
    ['data.region | String | -', { 'field/answer/data/region': 'string' }],
    ['secret (new) | String | -', { 'field/answer/secret': 'string' }],
    ['└ page | Integer | -', { 'field/answer/page': 'integer' }],
    [
      'acceptTs, endTs | Integer | -',
      { 'field/answer/acceptTs': 'integer', 'field/answer/endTs': 'integer' },
    ],
    ['rate | Double | -', { 'field/answer/rate': 'number' }],
    ['endTs | Timestamp | -', { 'field/answer/endTs': 'timestamp' }],
    ['endTs | see [below](x) | -', { 'field/answer/endTs': '', 'unreadable/type/endTs: see below': '' }],
    ['??? | String | - ', { 'unreadable/row/??? | String | -': '' }],
    ['roomId | String/Integer | -', { 'field/answer/roomId': 'integer|string' }],
    ['roomId | Integer (32 bits) or null | -', { 'field/answer/roomId': 'integer' }],
    ['callees | Array of Strings | -', { 'field/answer/callees': 'array<string>' }],
    ['callees | Object[] | -', { 'field/answer/callees': 'array<object>' }],
    ['device | Map<String, Integer> | -', { 'field/answer/device': 'object' }],
    ['list[0].region | String | -', { 'field/answer/list/region': 'string' }],
    [
      'callResult | String | `no-network`, `2026-01-01`',
      { 'field/answer/callResult': 'string', 'word/answer/callResult/no-network': '' },
    ],
    ['Only on success | | ', {}],
    ['**Records** | | ', {}],
    ['Field | Type | Description', {}],
    [
      'random | Integer | from 1 to 2,147,483,647',
      { 'field/answer/random': 'integer', 'bound/answer/random': '1..2147483647' },
    ],
    [
      'page | Integer | From 1 to 50, default value: 10',
      { 'field/answer/page': 'integer', 'bound/answer/page': '1..50', 'default/answer/page': '10' },
    ],
    [
      'note | String | At most 1,000 bytes; by default all',
      { 'field/answer/note': 'string', 'bound/answer/note': '..1000 bytes', 'default/answer/note': 'all' },
    ],
  ])('%s', (cells, facts) => expect(row(cells)).toEqual(facts));

  test.each([
    'Default value: 10',
    'if not given, the default is: 10',
    '默认值为 10',
    'デフォルトは 10',
    'デフォルト値：10',
    'По умолчанию: 10',
  ])('a default: %s', (text) => {
    expect(row(`size | Integer | ${text}`)).toMatchObject({ 'default/answer/size': '10' });
  });

  test.each([
    ['√', 'string required'],
    ['非必填', 'string optional'],
    ['Optional, not required', 'string optional'],
    ['—', 'string'],
  ])('a need: %s', (need, value) => {
    const text = table('Field | Type | Required', `callId | String | ${need}`);
    expect(readFacts(`## Request\n\n${text}`)).toEqual({ 'field/request/callId': value });
  });
  test.each(['Optional (required from 2027-01-01)', 'Required, optional for groups', '视情况'])(
    'a need that says both or neither: %s',
    (need) => {
      const text = table('Field | Type | Required', `callId | String | ${need}`);
      expect(readFacts(`## Request\n\n${text}`)).toHaveProperty([`unreadable/need/callId: ${need}`]);
    },
  );
  test('whether 101,050 is one code or two is not told', () => {
    expect(readFacts(table('Error code | Description', '101,050 | a'))).toEqual({
      'unreadable/code/101,050': '',
    });
  });

  test.each(['HTTP status | Description', 'Status code | Meaning', '状态码 | 说明'])(
    'statuses of HTTP are not error codes: %s',
    (head) => {
      const { facts, notFacts } = read(table(head, '200 | `OK`', '404 | Not found'));
      expect([...facts]).toEqual([]);
      expect(notFacts.map(({ text }) => text)).toEqual(['200 | OK', 'OK', '404 | Not found']);
    },
  );
  test('a code like a status, among others, is an error code', () => {
    const text = table('Error code | Description', '404 | a', '70001 | b');
    expect(Object.keys(readFacts(text))).toEqual(['code/404', 'code/70001']);
  });

  test('codes: one, several, or a range', () => {
    const text = table('Error code | Description', '70010-70012 | a', '70020, 70021 | b', 'Unknown | c');
    expect(Object.keys(readFacts(text))).toEqual(
      [70010, 70011, 70012, 70020, 70021].map((code) => `code/${code}`),
    );
    expect(read(text).notFacts).toEqual([
      { part: 'row', text: 'Unknown | c', why: 'it stands for the codes that are not listed' },
    ]);
  });
  test('command words that are glued to what explains them', () => {
    const text = table(
      'One | Other',
      '`cancel` A`reject` B`hold_call `C | `caller_start_call` D`invite_user` E',
    );
    expect(Object.keys(readFacts(text))).toEqual(
      ['cancel', 'reject', 'hold_call', 'caller_start_call', 'invite_user'].map((word) => `command/${word}`),
    );
  });
  test('a rate in a table is a fact', () => {
    const { facts, rows, notFacts } = read(table('Interface | Limit', 'this one | 20 times per second'));
    expect({ facts: [...facts], rows, notFacts }).toEqual({ facts: [['rate', '20']], rows: 1, notFacts: [] });
  });
  test('the first versions of clients', () => {
    const text = table('Platform | Version', 'Android/iOS (client) | ≥ 1.7.1', 'Web | ≥ 1.4.6');
    expect(readFacts(text)).toEqual({ 'client/native': '1.7.1', 'client/Web': '1.4.6' });
  });
});

test('every row and every code span is a fact, or is named as none', () => {
  const text = [
    'Use `administrator` for `identifier`, and `other()` for nothing.',
    '',
    table('Colour | Shape', 'red | `round`', 'blue | `flat`'),
    table('Field | Type | Description', 'callType | String | `single` a`group` b, see `callId` and `a b-c`'),
    table('Error code | Description', '70001 | see `70002` and `x`'),
  ].join('\n');
  const { facts, notFacts, rows } = read(text);
  const spans = pageBlocks(text, 'markdown').flatMap((block) =>
    block.kind === 'table'
      ? block.rows.flat().flatMap(({ codes }) => codes)
      : block.kind === 'text'
        ? block.codes
        : [],
  );
  const named = [...facts.keys()].map((key) => key.slice(key.lastIndexOf('/') + 1));
  const none = notFacts.filter(({ part }) => part === 'code').map(({ text: own }) => own);
  expect(spans).toHaveLength(11);
  expect(spans.filter((span) => !named.includes(span) && !none.includes(span))).toEqual([]);
  expect(rows + notFacts.filter(({ part }) => part === 'row').length).toBe(4);
});

describe('hosts under another domain', () => {
  const known = 'adminapikr.im.qcloud.com';
  test.each([
    [
      'beside a known one in a table of their own',
      table('Region | Domain', `Seoul | ${known}`, 'Tokyo | call.example.net'),
    ],
    [
      'not set as code, where others are',
      table(
        'Parameter | Description',
        `xxxxxx | Seoul: \`${known}\`Tokyo: call.example.net`,
        'random | -',
        'identifier | -',
      ),
    ],
  ])('%s', (_, text) => {
    const hosts = Object.keys(readFacts(text, 68931, 'v4')).filter((key) => key.startsWith('host/'));
    expect(hosts).toEqual([`host/${known}`, 'host/call.example.net']);
  });
});

test.each(['≥ 2.0.0', '2.0.0', '2.0.0 or later', '2.0.0+', '2.0.0 及以上'])(
  'the first version of a client: %s',
  (version) => {
    expect(readFacts(table('Platform | Version', `Web | ${version}`))).toEqual({ 'client/Web': '2.0.0' });
  },
);

describe('on the page that lists command words', () => {
  const commands = (text: string) =>
    Object.keys(readFacts(text, 60135)).filter((key) => key.startsWith('command/'));
  const list = table('Call event | Meaning', '`invite_user` | one', '`join_in_group_call` | two');
  const known = ['command/invite_user', 'command/join_in_group_call'];
  test.each([
    ['in a table of its own', table('Word | Meaning', 'device_change | Changed')],
    ['in a list', '- `device_change` a device'],
    ['in a list, not set as code', '- device_change'],
    ['in a sentence', 'From 2027 on there is `device_change`, too.'],
  ])('a word %s', (_, text) => {
    expect(commands(`${list}\n${text}\n`)).toEqual([...known, 'command/device_change']);
  });
  test('a word with a dash', () => {
    expect(commands(list.replace('invite_user', 'invite-user'))).toEqual(['command/invite-user', known[1]]);
  });
  test('what explains a word, a host, a method and a header are none', () => {
    const text = `${list.replace('one', 'Invited')}\nSee \`www.example.com\`, \`Content-Type\` and \`TUICallKit.call\`.`;
    expect(commands(text)).toEqual(known);
  });
  test('a word behind a known group', () => {
    const text = '- `Call.CallbackAfterEndCall` the end\n- `Call.CallbackBeforeEndCall` before it';
    expect(Object.keys(readFacts(text, 68934, 'v4'))).toEqual([
      'command/Call.CallbackAfterEndCall',
      'command/Call.CallbackBeforeEndCall',
    ]);
  });
});
