import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { createPage, findPage, plainHtml, plainMarkdown } from '../testing/pages/check-pages.ts';
import { renderPage } from '../testing/pages/render-page.ts';
import { factWords } from './expected-facts.ts';
import { answerPage, readPage } from './read-page.ts';

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
    const text = '<div>'.repeat(50_000);
    expect(answerPage({ text, format: 'html', words })).toEqual({ problem: 'it is nested too deeply' });
  });
});
