import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { createPage, findPage, plainHtml, plainMarkdown } from '../testing/pages/check-pages.ts';
import { renderPage } from '../testing/pages/render-page.ts';
import { factWords } from './expected-facts.ts';
import { readPage } from './read-page.ts';

const words = factWords(findPage(60137), readContract('v1'));
const html = (text: string) => readPage(text, 'html', words);
const keys = (text: string) => [...html(text).facts.keys()];

describe('shapes that pages have', () => {
  test('a table of three columns and one of four', () => {
    const head = (cells: string[]) => `<tr>${cells.map((cell) => `<th>${cell}</th>`).join('')}</tr>`;
    const three = `<h2>Response</h2><table>${head(['Field', 'Type', 'Description'])}<tr><td>a</td><td>String</td><td>-</td></tr></table>`;
    const four = `<h2>Request</h2><table>${head(['参数', '类型', '必填', '说明'])}<tr><td>b</td><td>整型</td><td>否</td><td>-</td></tr></table>`;
    expect(html(three + four).facts).toEqual(
      new Map([
        ['field/answer/a', 'string'],
        ['field/request/b', 'integer optional'],
      ]),
    );
  });

  test('a name that spans rows stands in each of them, and a table in a cell is a table of its own', () => {
    const text = `<h2>Request</h2><table>
      <tr><td>Field</td><td>Type</td><td>Description</td></tr>
      <tr><td rowspan="2"><code> actions\u00a0</code></td><td>Array</td>
        <td><table><tr><th>Error code</th><th>Description</th></tr><tr><td>70013</td><td>-</td></tr></table></td></tr>
      <tr><td>Array</td><td>more</td></tr></table>`;
    expect(keys(text)).toEqual(['field/request/actions', 'code/70013']);
  });

  test.each([
    ['in a list', '<ul><li>single: two of them</li><li>group: more</li></ul>'],
    ['as bare words', 'What it is.<br>single, group'],
    ['with blanks in their code', '<code> single\u00a0</code>, <code> group\u00a0</code>'],
  ])('the words of a field %s', (_, cell) => {
    const text = `<h2>Response</h2><table><tr><th>Field</th><th>Type</th><th>Description</th></tr>
      <tr><td>callType</td><td>String</td><td>${cell}</td></tr></table>`;
    expect(keys(text)).toEqual([
      'field/answer/callType',
      'word/answer/callType/single',
      'word/answer/callType/group',
    ]);
  });

  test('a sample with comments, a missing comma and a stray dollar', () => {
    const text = `<pre>POST $http://callkit.trtc.tencent-cloud.com/v1/records/new_one?sdkappid=1&amp;random=2&amp;identifier=admin
{
  "errorCode": 0, // see https://example.com
  "requestId": "a//b"
  "data": { "list": [ {"x": 1.5}, ], }
}</pre>`;
    expect(keys(text)).toEqual([
      'host/callkit.trtc.tencent-cloud.com',
      'path/v1/records/new_one',
      'parameter/sdkappid',
      'parameter/random',
      'parameter/identifier',
      'identifier/admin',
      'sample/answer/errorCode',
      'sample/answer/requestId',
      'sample/answer/data',
      'sample/answer/data/list',
      'sample/answer/data/list/*',
      'sample/answer/data/list/*/x',
    ]);
  });

  test.each([
    ['Up to 20 times per second.', '20'],
    ['At most 600 requests per minute.', '600/60'],
    ['До 20 запросов в секунду.', '20'],
    ['Rate limit: 200 requests/second', '200'],
    ['频率限制：10次/秒', '10'],
    ['每秒最多 20 次', '20'],
    ['1秒あたり10回まで', '10'],
    ['最大 20 回/秒', '20'],
    ['The API can be called 20 times within 1 second.', '20'],
    ['20 API calls per second', '20'],
    ['20 invocations per second', '20'],
    ['20 requests (per second)', '20'],
    ['QPS: 20', '20'],
    ['Max. 20 rps', '20'],
    ['20 req/s', '20'],
    ['At most 50 requests in any 10 second window', '50/10'],
    ['Within one minute, at most 600 calls', '600/60'],
    ['Each second up to 20', '20'],
  ])('a rate: %s', (sentence, rate) => {
    expect(html(`<p>${sentence}</p>`).facts.get('rate')).toBe(rate);
  });

  test.each([
    'A failed webhook is sent 3 times within 5 seconds.',
    'A record can be queried 5 seconds after a minute.',
    'The first 10 items of the last 7 days are given.',
  ])('no rate: %s', (sentence) => {
    expect(keys(`<p>${sentence}</p>`)).not.toContain('rate');
  });

  test.each(['Last updated: 2024-01-09', '更新时间：2024年1月9日', '最終更新日：2024/1/9'])(
    'a day: %s',
    (sentence) => {
      expect(html(`<p>${sentence}</p>`).facts.get('updated')).toBe('2024-01-09');
    },
  );

  test('signs that are not seen, within names and words', () => {
    const text = `<h2>Response</h2><table><tr><th>Field</th><th>Type</th></tr><tr><td>call_&#8203;busy\ufeff</td><td>Str&shy;ing</td></tr></table>`;
    expect(html(text).facts).toEqual(new Map([['field/answer/call_busy', 'string']]));
  });
  test.each(['<span class="code">', '<samp>', '<span class="inline-code">'])(
    'hosts in %s, glued to what follows',
    (tag) => {
      const end = `</${/\w+/.exec(tag)?.[0]}>`;
      const cell = `Seoul: ${tag}a.trtc.tencent-cloud.com${end}Paris: ${tag}b.trtc.tencent-cloud.com${end}`;
      const text = `<table><tr><th>Parameter</th><th>Description</th></tr><tr><td>xxxxxx</td><td>${cell}</td></tr><tr><td>random</td><td>-</td></tr><tr><td>usersig</td><td>-</td></tr></table>`;
      expect(keys(text)).toEqual([
        'host/a.trtc.tencent-cloud.com',
        'host/b.trtc.tencent-cloud.com',
        'parameter/random',
        'parameter/usersig',
      ]);
    },
  );
  test('waits in a line of their own', () => {
    expect(html('<p>Retry interval:<br><code>0s, 1s</code></p>').facts.get('retry')).toBe('0 1');
  });
  test('a path with a dash', () => {
    expect(keys('<p>/v1/callback/pause-all</p>')).toEqual(['path/v1/callback/pause-all']);
  });

  test('what stands around the content says nothing', () => {
    expect(
      keys(
        '<nav>callkit.trtc.tencent-cloud.com</nav><script>"/v1/records/x"</script><footer>20 times per second</footer>',
      ),
    ).toEqual([]);
  });
});

describe('samples of the vendor', () => {
  const sample = (text: string) =>
    Object.fromEntries(readPage(`## Request\n\n\`\`\`\n${text}\n\`\`\``, 'markdown', words).facts);
  test.each([
    [
      'in one line with comments',
      '{    "page":0,         // Default to the first page    "size":2,  // at most 50, a "guess"    "list": [  "a", // one  "b"  ]}',
    ],
    ['without commas', '{  "page": 0  "size": 2  "list": ["a" "b"]}'],
    ['without commas and blanks', '{"page":0,"size":2"list":["a"]}'],
    ['without its first line', '  "page": 0, "size": 2, "list": ["a"]}'],
    ['in lines, with brackets in a comment', '{"page": 0, // {x} [y] "z":\n"size": 2,\n"list": ["a"]\n}'],
  ])('%s', (_, text) => {
    expect(sample(text)).toEqual({
      'sample/body/page': 'integer',
      'sample/body/size': 'integer',
      'sample/body/list': 'array',
      'sample/body/list/*': 'string',
    });
  });
  test.each(['ecords/get_record_by_callId', '{"page": 0, "size": oops}'])('cut or broken: %s', (text) => {
    expect(sample(text)).toEqual({ [`unreadable/sample/${text}`]: '' });
  });
  test('a webhook with its request line, all in one line', () => {
    const text =
      '```\nPOST /?sdkappid=8&command=caller_call_end&contenttype=json&clientip=127.0.0.1&optplatform=iOS HTTP/1.1Host: www.example.comContent-Length: 9{    "Role": "caller"}\n```';
    const webhook = factWords(findPage(60130), readContract('v1'));
    expect(Object.fromEntries(readPage(text, 'markdown', webhook).facts)).toEqual({
      'parameter/sdkappid': '',
      'parameter/command': '',
      'parameter/contenttype': '',
      'parameter/clientip': '',
      'parameter/optplatform': '',
      'command/caller_call_end': '',
      'sample/webhook/Role': 'string',
    });
  });
});

describe('sentences', () => {
  test.each([
    ['200 times per second. Trial applications: 20 times per second.', { rate: '200', 'rate/trial': '20' }],
    ['每分钟 600 次（体验版 60 次/分钟）', { rate: '600/60', 'rate/trial': '60/60' }],
    ['20 times per second for one, 10 times per second for all', { rate: '20', 'rate/other': '10' }],
    ['It gives the records of the past 7 days.', { 'limit/dataWindow': '7 days' }],
    ['支持查询最近 7 天的数据', { 'limit/dataWindow': '7 days' }],
    ['The timeout setting is 3s; wait longer than 3s.', { 'limit/backendTimeout': '3 seconds' }],
    ['サービスは 3s でタイムアウトします。', { 'limit/backendTimeout': '3 seconds' }],
    ['Время ожидания сервера составляет 3 секунды.', { 'limit/backendTimeout': '3 seconds' }],
    ['A record can be queried 5 seconds after the end of the call.', { 'limit/recordDelay': '5 seconds' }],
    ['Запись доступна через 5 секунд после звонка.', { 'limit/recordDelay': '5 seconds' }],
    ['Устаревший API: прекращение работы 2027-03-31.', { end: '2027-03-31' }],
    ['Retry interval: `0s, 1s, 1s, 2s`. Then it ends.', { retry: '0 1 1 2' }],
    ['Retries follow after 0, 1, 2 and 8 seconds.', { retry: '0 1 2 8' }],
    ['Retry interval: 0s, 5s, 1min, 5min.', { retry: '0 5 60 300' }],
    ['A retry needs 1, 2 or 3 of them.', {}],
    ['This API is deprecated and will be shut down on December 31, 2026.', { end: '2026-12-31' }],
    ['This interface has been deprecated. It goes offline on 2026-12-31.', { end: '2026-12-31' }],
    ['本接口将于 2026年12月31日 下线', { end: '2026-12-31' }],
    ['Этот API устарел.', { end: '' }],
    ['この API は廃止されます。', { end: '' }],
    ['If you use the deprecated interfaces `call()` or `groupCall()`, see the old documents.', {}],
    ['The common codes (60000 to 79999) are elsewhere.', {}],
  ])('%s', (text, facts) => {
    expect(Object.fromEntries(readPage(text, 'markdown', words).facts)).toEqual(facts);
  });
  test.each([
    [
      'Until then nothing changes; this API was released on 2023-01-01 and will be shut down on 2027-03-31.',
      '2027-03-31',
    ],
    ['Starting from March 31, 2027, this API will no longer be available.', '2027-03-31'],
    ['We will stop supporting this API on 2027-03-31.', '2027-03-31'],
    ['We plan to take this interface offline on 31.03.2027.', '2027-03-31'],
    ['Service for this API ends on March 31st, 2027.', '2027-03-31'],
    ['This service will be terminated on Mar. 31, 2027.', '2027-03-31'],
    ['The get_record_by_filter API is end-of-life.', ''],
    ['DEPRECATED: use the v5 endpoint.', ''],
    ['> **Deprecated**', ''],
    ['> **Warning:**Deprecated since 2026/12/01.', '2026-12-01'],
    ['This API is scheduled for removal on 2027-03-31.', '2027-03-31'],
    ['This interface is going to be closed on 2027-03-31.', '2027-03-31'],
    ['This API is no longer recommended. It will be unavailable after 2027-03-31.', '2027-03-31'],
    ['This API is obsolete.', ''],
    ['Starting 2027-03-31, calls to this API will fail.', '2027-03-31'],
    ['Shut down on 2027-03-31.', '2027-03-31'],
    ['此接口已停用', ''],
    ['本 API 将于2027年3月31日起停止使用', '2027-03-31'],
    ['本ドキュメントのAPIは2027年3月31日に提供を終了します。', '2027-03-31'],
    ['Данный API будет отключён 31 марта 2027 г.', '2027-03-31'],
  ])('an end: %s', (text, day) => {
    expect(readPage(text, 'markdown', words).facts.get('end')).toBe(day);
  });
  test.each([
    'This API can query records that are no longer available in the console.',
    'The API returns 101050 if the record is no longer available.',
    'This API is not deprecated.',
    'This API will replace the deprecated call API.',
    'This API has the field Foo, which is deprecated.',
    'This version is the successor of v1, which is deprecated.',
    'This API works when clients are shut down.',
    'This interface will return an error when the group is discontinued.',
    'The old version of this API is deprecated.',
    'This API is unavailable in some regions.',
    'This API ends the call.',
    '该接口返回已废弃的字段。',
  ])('no end: %s', (text) => {
    expect([...readPage(text, 'markdown', words).facts.keys()]).not.toContain('end');
  });
  test('a title that says so', () => {
    expect(html('<h1>End a call (deprecated)</h1>').facts.get('end')).toBe('');
  });
});

describe('both forms of a page state the same', () => {
  const content = renderPage(createPage(60137), plainHtml)
    .replace(/^[\s\S]*?<div class="doc-content">/, '')
    .replace(/<\/div><\/div><\/body>[\s\S]*$/, '');
  const base = html(`<main>${content}</main>`).facts;
  const field = (name: string) =>
    `<table><tr><th>Field</th><th>Type</th></tr><tr><td>${name}</td><td>String</td></tr></table>`;
  const inWords = content.replaceAll(/(?<=>)[^<>]+(?=<\/(?:td|th|p|h\d|b)>)/g, (text) =>
    text.replaceAll(/\S+/g, '<div>$&</div>'),
  );
  const pages: readonly (readonly [string, string])[] = [
    ['in a plain div', `<div class="layout"><div class="text">${content}</div></div>`],
    [
      'beside navigation, a banner and what is recommended',
      `<div class="J-docNav">500 times per second ${field('a')}</div><div role="banner">v1/records/x</div>
      <div><div>${content}</div><div class="box"><h2>Recommended</h2>${field('b')}</div><div class="doc-related">${field('c')}</div></div>`,
    ],
    ['with an element for each word', `<div>${inWords}</div>`],
  ];
  test.each(pages)('%s', (_, text) => {
    expect(base.size).toBeGreaterThan(30);
    expect([...html(text).facts].sort()).toEqual([...base].sort());
  });
  test.each(['Related parameters', 'Recommended values', '推荐的参数'])(
    'what stands under "%s" counts',
    (title) => {
      expect(keys(`<h2>${title}</h2>${field('d')}`)).toEqual(['field/answer/d']);
    },
  );
  test('as Markdown', () => {
    const text = renderPage(createPage(60137), plainMarkdown);
    const { facts } = readPage(text, 'markdown', words);
    // Markdown has no date.
    expect([...facts, ['updated', '2024-05-08']].sort()).toEqual([...base].sort());
  });
});

describe('whatever comes', () => {
  const piece = fc.constantFrom(
    '<table>',
    '</table>',
    '<tr>',
    '<td rowspan=9 colspan=9>',
    '</td>',
    '<pre>{',
    '}</pre>',
    '"a":1',
    '<h2>Response</h2>',
    'Field',
    'Type',
    '<code>',
    '{"errorCode":',
    '//',
    '| a | b |\n| - | - |\n',
    '```\n',
    '\u0000',
    '&lt;',
  );
  test('noise never crashes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 10 })), { maxLength: 60 }),
        fc.constantFrom('html', 'markdown'),
        (parts, format) => {
          expect(() => readPage(parts.join(''), format, words)).not.toThrow();
        },
      ),
    );
  });
  test('a page nested without end is one that cannot be read', () => {
    const deep = '<div>'.repeat(50_000);
    expect(html(deep).facts.size).toBe(0);
  });
});
