import { describe, expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { findPage } from '../testing/pages/check-pages.ts';
import { factWords } from './expected-facts.ts';
import { readPage } from './read-page.ts';

const words = factWords(findPage(60137), readContract('v1'));
const html = (text: string) => readPage(text, 'html', words);
const keys = (text: string) => [...html(text).facts.keys()];

describe('sentences', () => {
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

  test.each([
    ['200 times per second. Trial applications: 20 times per second.', { rate: '200', 'rate/trial': '20' }],
    ['每分钟 600 次（体验版 60 次/分钟）', { rate: '600/60', 'rate/trial': '60/60' }],
    ['20 times per second for one, 10 times per second for all', { rate: '20', 'rate/other': '10' }],
    ['It gives the records of the past 7 days.', { 'limit/dataWindow': '7 days' }],
    ['支持查询最近 7 天的数据', { 'limit/dataWindow': '7 days' }],
    ['Records of the past week can be queried.', { 'limit/dataWindow': '7 days' }],
    ['Data of the last 2 weeks', { 'limit/dataWindow': '14 days' }],
    ['支持查询最近一周的数据', { 'limit/dataWindow': '7 days' }],
    ['過去1週間の記録を照会できます。', { 'limit/dataWindow': '7 days' }],
    ['Доступны записи за последнюю неделю.', { 'limit/dataWindow': '7 days' }],
    ['It is updated weekly, on a weekday.', {}],
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
  const others = 'Rooms may be created 100 times per second.';
  test.each([
    [`${others}\n\n## Calling frequency\n\n20 times per second.\n\n## Request\n\n${others}`, '20'],
    [`## 调用频率\n\n见其他文档。\n\n## Request\n\n${others}`, undefined],
    [others, '100'],
  ])('where a heading is about the rate, rates elsewhere are those of others: %j', (text, rate) => {
    const { facts } = readPage(text, 'markdown', words);
    expect([facts.get('rate'), facts.get('rate/other')]).toEqual([rate, undefined]);
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
