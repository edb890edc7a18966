/** What one suite came to, as it stands in `.results/<suite>.json`. */
export interface Outcome {
  suite: string;
  passed: number;
  failed: number;
  /** Names of the tests that did not run, for `npm test` to say aloud. */
  skipped: string[];
}

/** The part of Vitest's JSON report that counts. */
export interface VitestReport {
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

/**
 * Reads Vitest's JSON report. A run that exits non-zero without a failed test (a file that does not load, an
 * unhandled rejection, no test found) still counts as one failure, so that a crash can never add up to green.
 */
export function readVitestOutcome(
  suite: string,
  report: VitestReport | undefined,
  status: number | null,
): Outcome {
  const tests = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
  const count = (state: string) => tests.filter((test) => test.status === state).length;
  const [passed, failed] = [count('passed'), count('failed')];
  const skipped = tests
    .filter((test) => !['passed', 'failed'].includes(test.status))
    .map(({ fullName }) => fullName);
  const crashed = failed === 0 && (status !== 0 || passed === 0);
  return { suite, passed, failed: crashed ? 1 : failed, skipped };
}
