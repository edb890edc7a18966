import type { Contract } from '../contract/contract.ts';
import type { BaselineEntry, CheckState, OperationCoverage } from '../drift-report.ts';
import { findRule } from '../rules/rules.ts';
import type { Sensor } from './difference.ts';

export { applyAccepted as applyBaseline } from '@trtc-call/reporting/accepted';

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
export function createCoverageCheck(
  { outcome, sensors, coverage }: LookedAt,
  contracts: readonly Contract[],
): (entry: BaselineEntry) => boolean {
  const called = new Set(
    coverage.flatMap(({ operationId, exchanges }) => (exchanges > 0 ? [operationId] : [])),
  );
  const known = new Set(coverage.map(({ operationId }) => operationId));
  return ({ fingerprint }) => {
    if (outcome !== 'checked') return false;
    if (!fingerprint) {
      return allSensors.every((sensor) => sensors.includes(sensor)) && called.size === known.size;
    }
    const { subject, pointer } = fingerprint;
    const rule = findRule(fingerprint.rule);
    if ('state' in rule.detect) return sensors.some((sensor) => sensor === subject);
    if (!rule.sensors.some((sensor) => sensors.includes(sensor))) return false;
    const contract = contracts.find(({ prefix }) => prefix === subject);
    if (rule.shared && contract) return rule.shared.wasLookedFor(pointer, called, contract);
    return !known.has(subject) || called.has(subject);
  };
}
