import type { RunReport } from './run-report.ts';
import { syntheticExchange, syntheticReport, syntheticResult } from './synthetic-report.ts';

/** For tests: a report in which every text that a target or a user can choose holds `text`. */
export function hostileReport(text: string): RunReport {
  const exchange = syntheticExchange({
    method: text,
    url: text,
    requestHeaders: { 'x-request': text },
    requestBody: text,
    responseHeaders: { 'x-answer': text },
    responseBody: text,
    error: text,
  });
  const failure = { message: text, exchanges: [exchange, { ...exchange, status: null }] };
  const shared = { sentence: text, source: [60136, text], operations: [text] };
  const results = [
    syntheticResult({ ...shared, id: 'V1-REC-001' }),
    syntheticResult({ ...shared, id: 'V1-REC-002', verdict: 'fail', failure }),
    syntheticResult({ ...shared, id: 'V1-REC-003', verdict: 'error', reason: text, failure }),
    syntheticResult({
      ...shared,
      id: 'V1-REC-007',
      verdict: 'blocked',
      blockedBy: 'V1-REC-002',
      reason: text,
      failure,
    }),
    syntheticResult({ ...shared, id: 'V1-REC-004', verdict: 'skipped', reason: text }),
    syntheticResult({ ...shared, id: 'V1-REC-005', verdict: 'excluded', reason: text }),
    syntheticResult({ ...shared, id: 'V1-OBS-001', level: 'OBSERVE', verdict: 'observed', observed: text }),
    syntheticResult({
      ...shared,
      id: 'V1-REC-006',
      verdict: 'known-divergence',
      failure,
      divergence: { reason: text, author: text, expires: '2026-12-31' },
    }),
  ];
  return syntheticReport(results, {
    notRestored: text,
    contractVersion: text,
    suiteVersion: text,
    target: {
      name: text,
      kind: 'url',
      baseUrl: text,
      capabilities: [{ name: 'call-id', available: false, reason: text }],
    },
  });
}
