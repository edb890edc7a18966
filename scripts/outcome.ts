import { relative } from 'node:path';

/** What one suite came to, as it stands in `.results/<suite>.json`. */
export interface Outcome {
  suite: string;
  passed: number;
  failed: number;
  /** Names of the tests that failed, and files that did not load, for `npm test` to repeat at its end. */
  failures: string[];
  /** Names of the tests that did not run. */
  skipped: string[];
}

/** The part of Vitest's JSON report that counts. */
export interface VitestReport {
  testResults: {
    /** The file. */
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
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
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative('', name) })),
  );
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failed = tests.filter((test) => test.status === 'failed');
  const broken = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const crashed = failed.length === 0 && (status !== 0 || passed === 0);
  return {
    suite,
    passed,
    failed: crashed ? 1 : failed.length,
    failures: [
      ...failed.map(({ file, fullName }) => `${file}: ${fullName}`),
      ...broken.map(({ name }) => relative('', name)),
    ],
    skipped: tests
      .filter((test) => !['passed', 'failed'].includes(test.status))
      .map(({ fullName }) => fullName),
  };
}
