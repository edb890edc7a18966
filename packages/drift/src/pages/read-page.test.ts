import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { findPage } from '../testing/check-pages.ts';
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
  ])('a rate: %s', (sentence, rate) => {
    expect(html(`<p>${sentence}</p>`).facts.get('rate')).toBe(rate);
  });

  test.each(['Last updated: 2024-01-09', '更新时间：2024年1月9日', '最終更新日：2024/1/9'])(
    'a day: %s',
    (sentence) => {
      expect(html(`<p>${sentence}</p>`).facts.get('updated')).toBe('2024-01-09');
    },
  );

  test('what stands around the content says nothing', () => {
    expect(
      keys(
        '<nav>callkit.trtc.tencent-cloud.com</nav><script>"/v1/records/x"</script><footer>20 times per second</footer>',
      ),
    ).toEqual([]);
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
