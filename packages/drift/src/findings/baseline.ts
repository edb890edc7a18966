import type { Contract } from '../contract/contract.ts';
import type { BaselineEntry, CheckState, DriftReport, OperationCoverage } from '../drift-report.ts';
import { findRule } from '../rules/rules.ts';
import type { Sensor } from './difference.ts';
import type { Finding } from './finding.ts';
import { isDay } from './read-baseline.ts';

/** What comes of findings and the list of those that were accepted. */
export interface AppliedBaseline {
  /** Those that count: nobody accepted them, or the time is over. In their order. */
  readonly findings: readonly Finding[];
  readonly accepted: DriftReport['accepted'];
  /** Their time is over: each is to be renewed, or what it accepts to be repaired. */
  readonly expired: readonly BaselineEntry[];
  /** Could have been seen and was not: to be deleted. */
  readonly unseen: readonly BaselineEntry[];
}

/**
 * Takes out of the findings what was accepted.
 *
 * @param today YYYY-MM-DD; an entry still holds on its last day
 * @param couldSee whether this check would have shown the finding of an entry, see {@link createCoverageCheck}; an entry
 *   that nobody looked for is not called unseen
 * @throws TypeError when `today` is not a day
 */
export function applyBaseline(
  findings: readonly Finding[],
  entries: readonly BaselineEntry[],
  today: string,
  couldSee: (entry: BaselineEntry) => boolean,
): AppliedBaseline {
  if (!isDay(today)) throw new TypeError(`today is ${JSON.stringify(today)}: give a day such as 2026-12-31.`);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const seen = new Set(findings.map(({ id }) => id));
  const holds = (entry: BaselineEntry | undefined): entry is BaselineEntry =>
    entry !== undefined && entry.expires >= today;
  const unseen = entries.filter((entry) => !seen.has(entry.id) && couldSee(entry));
  return {
    findings: findings.filter(({ id }) => !holds(byId.get(id))),
    accepted: findings.flatMap((finding) => {
      const entry = byId.get(finding.id);
      if (!holds(entry)) return [];
      const { reason, author, expires } = entry;
      return [{ finding, acceptance: { reason, author, expires } }];
    }),
    // One that is gone needs no more time: it is to be deleted either way.
    expired: entries.filter((entry) => !holds(entry) && !unseen.includes(entry)),
    unseen,
  };
}

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
