import { countVerdicts } from '../report/labels.ts';
import type { Exchange, Result, RunReport } from '../report/run-report.ts';

/** For tests: a report with these results; the counts are theirs. */
export function syntheticReport(results: Result[], overrides: Partial<RunReport> = {}): RunReport {
  const counts = countVerdicts(results);
  const isMust = ({ level, verdict }: Result) => level === 'MUST' && verdict !== 'excluded';
  const names = [...new Set(results.map(({ generation }) => generation))].toSorted();
  return {
    schema: 'https://trtc-call.dev/conformance-report/1',
    generation: 'v1',
    contractVersion: '1.0.0',
    generations: names.map((generation) => ({
      generation,
      contractVersion: '1.0.0',
      mustTotal: results.filter((result) => result.generation === generation && isMust(result)).length,
    })),
    suiteVersion: '0.1.0',
    target: {
      name: 'mock',
      kind: 'mock',
      baseUrl: 'http://127.0.0.1:4010',
      capabilities: [
        { name: 'secret-key', available: true },
        { name: 'mutate-callback', available: false, reason: 'pass --allow-mutations' },
      ],
    },
    startedAt: '2026-01-31T12:00:00.000Z',
    durationMilliseconds: 2345,
    counts,
    lastLiveRun: null,
    mustTotal: results.filter(isMust).length,
    strict: false,
    results,
    ...overrides,
  };
}

/** For tests: a result that passed, unless overridden; its area follows from its id. */
export function syntheticResult(overrides: Partial<Result> = {}): Result {
  const id = overrides.id ?? 'V1-REC-001';
  return {
    id,
    generation: id.startsWith('V4') ? 'v4' : 'v1',
    area: id.split('-')[1] ?? 'REC',
    level: 'MUST',
    sentence: 'a filter by callType returns no other callType',
    source: [60136],
    operations: ['getRecordsByFilter'],
    verdict: 'pass',
    durationMilliseconds: 12,
    verified: { documents: true, mock: '2026-01-30', live: null },
    ...overrides,
  };
}

/** For tests: a request for records and its answer. */
export function syntheticExchange(overrides: Partial<Exchange> = {}): Exchange {
  return {
    method: 'POST',
    url: 'http://127.0.0.1:4010/v1/records/get_records_by_filter?sdkappid=1400000000&identifier=administrator&usersig=[redacted]&random=7&contenttype=json',
    requestHeaders: { 'content-type': 'application/json' },
    requestBody: '{"startTimestamp":1769774400,"callType":"single"}',
    status: 200,
    responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
    responseBody:
      '{"errorCode":0,"errorMessage":"Success","requestId":"8ba14f64a1d92d38705eec775e1f3deb","data":{"totalNum":1,"page":1,"callRecordList":[{"callId":"2ae7d549-c441-4a9b-87c0-61810fe19582","callType":"group"}]}}',
    durationMilliseconds: 4,
    ...overrides,
  };
}

/** For tests: one result of every verdict, two areas, every level. */
export function syntheticResults(): Result[] {
  const failure = {
    message: 'expected every callType to be "single", got "group"\n  at callRecordList[0].callType',
    expected: 'every callType to be "single"',
    got: '"group"\n  at callRecordList[0].callType',
    exchanges: [syntheticExchange()],
  };
  return [
    syntheticResult({
      id: 'V1-AUTH-001',
      sentence: 'an expired UserSig is refused',
      source: [60138],
    }),
    syntheticResult({
      id: 'V1-AUTH-002',
      sentence: 'a UserSig signed with another key is refused',
      verdict: 'skipped',
      reason: 'the secret key is not known: set TRTC_CALL_SECRET_KEY',
    }),
    syntheticResult({
      id: 'V1-AUTH-003',
      level: 'SHOULD',
      sentence: 'parameter names are case-sensitive',
      verdict: 'error',
      reason: 'the check crashed: TypeError: x is undefined',
    }),
    syntheticResult({ id: 'V1-REC-003', verdict: 'fail', failure }),
    syntheticResult({
      id: 'V1-REC-004',
      level: 'MAY',
      sentence: 'a page past the end is empty',
      verdict: 'known-divergence',
      failure: {
        message: 'expected no record, got 3',
        exchanges: [
          syntheticExchange({
            status: null,
            responseBody: null,
            responseHeaders: {},
            error: 'connection reset',
          }),
        ],
      },
      divergence: { reason: 'the old gateway repeats its last page', author: 'alice', expires: '2026-12-31' },
    }),
    syntheticResult({
      id: 'V1-REC-006',
      sentence: 'a record that is listed is found by its callId',
      verdict: 'blocked',
      blockedBy: 'V1-REC-003',
      reason: 'blocked by V1-REC-003: expected a list, got text',
      failure: { message: 'expected a list, got text', expected: 'a list', got: 'text', exchanges: [] },
    }),
    syntheticResult({
      id: 'V1-REC-005',
      sentence: 'records older than 7 days are not returned',
      source: ['269/96190'],
      verdict: 'excluded',
      reason: 'a run cannot make a record that is a week old',
    }),
    syntheticResult({
      id: 'V1-OBS-001',
      level: 'OBSERVE',
      sentence: 'which code does a missing record get?',
      source: [60137],
      operations: ['getRecordByCallId'],
      verdict: 'observed',
      observed: '70001 (InvalidParameter)',
    }),
  ];
}
