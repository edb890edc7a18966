import { readContract } from '../contract/contract.ts';
import type { BaselineEntry, CheckState, OperationCoverage } from '../drift-report.ts';
import type { RuleId, Sensor } from '../findings/finding.ts';

/** What a check looked at. */
export interface LookedAt {
  readonly outcome: CheckState['outcome'];
  readonly sensors: readonly Sensor[];
  readonly coverage: readonly OperationCoverage[];
}

const allSensors: readonly Sensor[] = ['documents', 'probes', 'production'];

/**
 * Says whether a check would have shown the finding of an entry: it was made whole, its sensors see differences of
 * that rule, and the operation was called. Without a fingerprint an entry says nothing of itself, so only a check by
 * all sensors that called every operation would have shown it for certain.
 */
export function createCouldSee({ outcome, sensors, coverage }: LookedAt): (entry: BaselineEntry) => boolean {
  const called = new Set(
    coverage.flatMap(({ operationId, exchanges }) => (exchanges > 0 ? [operationId] : [])),
  );
  const known = new Set(coverage.map(({ operationId }) => operationId));
  return ({ fingerprint }) => {
    if (outcome !== 'checked') return false;
    if (!fingerprint) {
      return allSensors.every((sensor) => sensors.includes(sensor)) && called.size === known.size;
    }
    const { rule, subject } = fingerprint;
    if (rule === 'check-stale') return sensors.some((sensor) => sensor === subject);
    if (!sensorsOf(rule).some((sensor) => sensors.includes(sensor))) return false;
    // A code that was not seen may be one of an operation that was not called.
    if (rule === 'new-error-code' && subject === '') return called.size === known.size;
    if (rule === 'undocumented-field' && subject === '') {
      return operationsWith(fingerprint.pointer, known).some((operationId) => called.has(operationId));
    }
    return !known.has(subject) || called.has(subject);
  };
}

/** Which sensors see differences of a rule. */
function sensorsOf(rule: Exclude<RuleId, 'check-stale'>): readonly Sensor[] {
  return rule.startsWith('document-') || rule.startsWith('page-') ? ['documents'] : ['probes', 'production'];
}

/** The operations that answer with a field whose finding may be about several. */
function operationsWith(pointer: string, known: ReadonlySet<string>): readonly string[] {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  if (parent === '') return [...known];
  const schemas = [...readContract().sharedSchemas.values()];
  return schemas.flatMap(({ at, operationIds }) => (at === parent ? operationIds : []));
}
