/** What one suite came to, as it stands in `.results/<suite>.json`. */
export interface Outcome {
  suite: string;
  passed: number;
  failed: number;
  /** Names of the tests that did not run, for `npm test` to say aloud. */
  skipped: string[];
}

/**
 * Reads Vitest's JSON report. A run that exits non-zero without a failed test (a file that does not load, an
 * unhandled rejection, no test found) still counts as one failure, so that a crash can never add up to green.
 */
export function outcomeOfVitest(suite: string, report: unknown, status: number | null): Outcome {
  const outcome: Outcome = { suite, passed: 0, failed: 0, skipped: [] };
  for (const file of listOf(report, 'testResults')) {
    for (const test of listOf(file, 'assertionResults')) {
      const state = fieldOf(test, 'status');
      if (state === 'passed') outcome.passed += 1;
      else if (state === 'failed') outcome.failed += 1;
      else outcome.skipped.push(String(fieldOf(test, 'fullName')));
    }
  }
  const ranNothing = outcome.passed + outcome.failed === 0;
  if (outcome.failed === 0 && (status !== 0 || ranNothing)) outcome.failed = 1;
  return outcome;
}

/** Narrows what stands in a result file. */
export function isOutcome(value: unknown): value is Outcome {
  return (
    typeof fieldOf(value, 'suite') === 'string' &&
    typeof fieldOf(value, 'passed') === 'number' &&
    typeof fieldOf(value, 'failed') === 'number' &&
    Array.isArray(fieldOf(value, 'skipped'))
  );
}

function listOf(value: unknown, key: string): unknown[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
