import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDrift, fileSource } from './check-drift.ts';
import { createSource, record } from './testing/judged.ts';
import { sampleExchange, sampleRefusal, sampleTime } from './testing/sample-exchange.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { writeHar, writeNdjson } from './testing/write-traffic.ts';
import type { Exchange } from './traffic/exchange.ts';

const folder = temporaryFolder();
const now = () => sampleTime;

describe('a generation whose requests mostly got no answer to judge could not be checked', () => {
  const answered = sampleExchange('getCallback');
  const answeredByV4 = sampleExchange('getCallback', { generation: 'v4' });
  const unanswered = { status: 0, contentType: undefined, answerBody: undefined };
  const preflight = { ...answeredByV4, method: 'OPTIONS', status: 204, answerBody: '' };
  const elsewhere = { ...answered, url: 'https://example.com/v1/users', answerBody: '{"id":1}' };
  const unknownPath = sampleExchange('getCallback', { generation: 'v4', path: '/v4/call_config/none' });

  test.each<[string, Exchange[], count: string, why: string]>([
    [
      'no answer',
      [answered, { ...answered, ...unanswered }, { ...answered, ...unanswered }],
      '2 of 3 requests of v1',
      'no answer came',
    ],
    [
      'of one generation, however well the other answers',
      [...Array(9).fill(answered), { ...answeredByV4, ...unanswered }],
      '1 of 1 requests of v4',
      'no answer came',
    ],
    ...[502, 503, 504].map((status): [string, Exchange[], string, string] => [
      `a gateway's ${status}`,
      [answered, { ...answered, status }, { ...answered, status }],
      '2 of 3 requests of v1',
      `a gateway answered with HTTP status ${status}`,
    ]),
    ...[403, 407, 451].map((status): [string, Exchange[], string, string] => [
      `a firewall's page with ${status}`,
      [answered, ...Array(2).fill({ ...answered, status, answerBody: '<html>' })],
      '2 of 3 requests of v1',
      `a proxy or a firewall answered with HTTP status ${status}`,
    ]),
    [
      'several of these together',
      [answered, { ...answered, status: 503 }, { ...answered, ...unanswered }],
      '2 of 3 requests of v1',
      'a gateway answered with HTTP status 503',
    ],
    [
      'beside what no answer is expected of',
      [
        answered,
        answeredByV4,
        { ...answeredByV4, status: 503 },
        { ...answeredByV4, status: 503 },
        preflight,
        preflight,
        elsewhere,
        elsewhere,
      ],
      '2 of 3 requests of v4',
      'a gateway answered with HTTP status 503',
    ],
    [
      'at paths that the contract lacks',
      [answeredByV4, { ...unknownPath, status: 503 }, { ...unknownPath, ...unanswered }],
      '2 of 3 requests of v4',
      'a gateway answered with HTTP status 503',
    ],
  ])('%s', async (_, exchanges, count, why) => {
    const reasons = [`${count} got no answer that can be judged (${why})`];
    const could = { exitCode: 2, findings: [], check: { outcome: 'could-not-check', lastSuccess: null } };
    expect(await checkDrift({ sources: [createSource(...exchanges)], now })).toMatchObject({
      ...could,
      check: { ...could.check, reasons: [`probe: ${reasons}`] },
    });
    for (const [name, write] of [
      ['few.har', writeHar],
      ['few.ndjson', writeNdjson],
    ] as const) {
      const path = join(folder, name);
      write(path, exchanges);
      const report = await checkDrift({ sources: [fileSource(path)], now });
      expect(report).toMatchObject({ ...could, check: { reasons: [`${path}: ${reasons}`] } });
    }
  });
  test('both of them, each with its count', async () => {
    const bad = [answered, answeredByV4].flatMap((one) => [
      one,
      { ...one, status: 503 },
      { ...one, status: 503 },
    ]);
    const { check } = await checkDrift({ sources: [createSource(...bad)], now });
    expect(check.reasons).toEqual(
      ['v1', 'v4'].map(
        (name) =>
          `probe: 2 of 3 requests of ${name} got no answer that can be judged (a gateway answered with HTTP status 503)`,
      ),
    );
  });
  const page = '<html><body>Internal Server Error</body></html>';
  const refusal = (code: number, generation?: 'v4') =>
    ['getCallback', 'setCallback'].map((operation) =>
      sampleExchange(operation, {
        answer: sampleRefusal(code, generation),
        ...(generation && { generation }),
      }),
    );
  const twice = (exchange: Exchange) => [exchange, exchange];
  const outages: [string, Exchange[], generation: string][] = [
    ...[500, 501, 505, 520].map((status): [string, Exchange[], string] => [
      `HTTP status ${status}`,
      twice({ ...answered, status, answerBody: page }),
      'v1',
    ]),
    ['HTTP status 500', twice({ ...answered, status: 500, answerBody: undefined }), 'v1'],
    ['HTTP status 500', twice({ ...answeredByV4, status: 500, answerBody: '{}' }), 'v4'],
    ['HTTP status 404', twice({ ...answered, status: 404, answerBody: page }), 'v1'],
    ['a page that is not JSON', twice({ ...answered, answerBody: page }), 'v1'],
    ['a page that is not JSON', twice({ ...answered, answerBody: '' }), 'v1'],
    ['error code 60008', refusal(60008), 'v1'],
    ['error code 60008', refusal(60008, 'v4'), 'v4'],
  ];
  test.each(outages)('where each was answered by %s', async (what, exchanges, name) => {
    const count = `2 of 2 requests of ${name}`;
    expect(await checkDrift({ sources: [createSource(...exchanges)], now })).toMatchObject({
      exitCode: 2,
      findings: [],
      check: {
        reasons: [`probe: ${count} got no answer that can be judged (each was answered by ${what})`],
        lastSuccess: null,
      },
    });
  });
  // v4 lists 60008: beside an answer there is nothing to find.
  test.each(outages.slice(0, -1))('%s stays a finding beside another answer', async (_, exchanges) => {
    const isOfV4 = exchanges.some(({ url }) => url.includes('/v4/'));
    const other = isOfV4 ? answeredByV4 : answered;
    for (const mixed of [
      [other, ...exchanges],
      [...exchanges, other],
      [...exchanges, { ...other, status: 599, answerBody: page }],
    ]) {
      const { exitCode, findings } = await checkDrift({ sources: [createSource(...mixed)], now });
      expect({ exitCode, isFound: findings.length > 0 }).toEqual({ exitCode: 1, isFound: true });
    }
  });
  test.each(outages.slice(0, -1))('%s stays a finding where it is the only answer', async (_, [only]) => {
    const sources = [createSource(...(only ? [only] : []))];
    const { exitCode, findings } = await checkDrift({ sources, now });
    expect({ exitCode, isFound: findings.length > 0 }).toEqual({ exitCode: 1, isFound: true });
  });
  test('an outage of one source leaves what another shows', async () => {
    const sources = [
      createSource(...twice({ ...answered, status: 500, answerBody: page })),
      createSource(record({ region: 'x' })),
    ];
    const { exitCode, findings } = await checkDrift({ sources, now });
    expect(exitCode).toBe(2);
    expect(findings.map(({ fingerprint }) => fingerprint.rule)).toContain('undocumented-field');
  });
  test('half of them is enough, and a generation that is left out is not counted', async () => {
    const half = [answered, { ...answered, status: 503 }];
    const ok = { exitCode: 0, check: { outcome: 'checked', reasons: [] } };
    expect(await checkDrift({ sources: [createSource(...half)], now })).toMatchObject(ok);
    const dead = { ...answeredByV4, ...unanswered };
    expect(await checkDrift({ sources: [createSource(...half, dead)], generation: 'v1', now })).toMatchObject(
      ok,
    );
  });
  test('a file that mostly lacks the bodies of answers', async () => {
    const bare = { ...answered, answerBody: undefined };
    const { check, exitCode } = await checkDrift({ sources: [createSource(answered, bare, bare)], now });
    expect({ exitCode, reasons: check.reasons }).toEqual({
      exitCode: 2,
      reasons: [
        'probe: 2 of 3 requests of v1 got no answer that can be judged (the body of the answer is not on record)',
      ],
    });
  });
  test('each source counts for itself', async () => {
    const sources = [
      createSource(answered, answered, answered),
      createSource(answered, { ...answered, status: 503 }, { ...answered, status: 503 }),
    ];
    expect((await checkDrift({ sources, now })).check.reasons).toEqual([
      'probe: 2 of 3 requests of v1 got no answer that can be judged (a gateway answered with HTTP status 503)',
    ]);
  });
});
