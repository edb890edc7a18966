import { expect, test } from 'vitest';
import { Judge } from '../judge/judge.ts';
import { findDrift } from '../testing/judged.ts';
import { sampleExchange } from '../testing/sample-exchange.ts';
import { readElement } from '../traffic/exchange.ts';

test.each([
  [{ deprecation: '@1767323045' }, '/headers/deprecation', '2026-01-02'],
  [{ deprecation: 'true' }, '/headers/deprecation', 'no date'],
  [{ sunset: 'Fri, 02 Jan 2026 03:04:05 GMT' }, '/headers/sunset', '2026-01-02'],
])('%j is news', (headers, pointer, after) => {
  expect(findDrift(sampleExchange('getCallback', headers))).toMatchObject([
    { class: 'additive', fingerprint: { rule: 'announced-end', pointer, after } },
  ]);
});

test.each([{ deprecation: '?0' }, { deprecation: 'false' }, { deprecation: '' }, { sunset: ' ' }])(
  '%j announces nothing',
  (headers) => {
    expect(findDrift(sampleExchange('getCallback', headers))).toEqual([]);
  },
);

test('the headers are read from a file, in whatever case', () => {
  const judge = new Judge();
  judge.begin('file');
  const { url, answerBody, requestBody } = sampleExchange('getCallback');
  readElement(
    {
      request: {
        method: 'POST',
        url,
        headers: [{ name: 'content-type', value: 'application/json' }],
        postData: { text: requestBody },
      },
      response: {
        status: 200,
        headers: [
          { name: 'Content-Type', value: 'application/json' },
          { name: 'Sunset', value: 'Fri, 02 Jan 2026 03:04:05 GMT' },
        ],
        content: { text: answerBody },
      },
    },
    judge,
  );
  judge.end(undefined);
  expect(judge.findings().map(({ fingerprint }) => fingerprint.rule)).toEqual(['announced-end']);
});
