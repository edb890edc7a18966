import { type AcceptedEntry, AcceptedListError, readAcceptedList } from '@trtc-call/reporting/accepted';
import type { Contract } from '../contract/contract.ts';
import type { BaselineEntry, CheckState, OperationCoverage } from '../drift-report.ts';
import { findRule, ruleIds } from '../rules/rules.ts';
import { allSensors, exchangeSensors, type Sensor } from './difference.ts';
import { findingId } from './finding.ts';

interface LookedAt {
  readonly outcome: CheckState['outcome'];
  readonly sensors: readonly Sensor[];
  readonly coverage: readonly OperationCoverage[];
}

// Says whether a check would have shown the finding of an entry: it was made whole, its sensors see differences of that
// rule, and the operation was called. Without a fingerprint an entry says nothing of itself, so only a check by all
// sensors that called every operation would have shown it for certain.
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
    if (!(rule.sensors ?? exchangeSensors).some((sensor) => sensors.includes(sensor))) return false;
    const contract = contracts.find(({ prefix }) => prefix === subject);
    if (rule.shared && contract) return rule.shared.wasLookedFor(pointer, called, contract);
    return !known.has(subject) || called.has(subject);
  };
}

// Reads the list of accepted findings, YAML or JSON: `- { id, reason, author, expires, fingerprint? }`. What it accepts
// of conformance is passed over.
export async function readBaseline(path: string): Promise<readonly BaselineEntry[]> {
  try {
    const entries = await readAcceptedList(path, describeWrongFingerprint);
    return entries.filter(({ id }) => id.startsWith('D-')).map(readEntry);
  } catch (error) {
    if (!(error instanceof AcceptedListError)) throw error;
    throw new BaselineError(error.code, error.message, { cause: error });
  }
}

function describeWrongFingerprint(entry: AcceptedEntry): string | undefined {
  const { fingerprint } = readEntry(entry);
  if (entry.fingerprint === undefined) return undefined;
  if (!fingerprint)
    return `has a \`fingerprint\` of the rule "${entry.fingerprint.rule}", which is unknown: delete it`;
  const owner = findingId(fingerprint);
  if (owner === entry.id) return undefined;
  return `has the fingerprint of ${owner}: copy id and fingerprint of the same finding`;
}

function readEntry({ fingerprint, ...entry }: AcceptedEntry): BaselineEntry {
  const rule = ruleIds.find((id) => id === fingerprint?.rule);
  return rule && fingerprint ? { ...entry, fingerprint: { ...fingerprint, rule } } : entry;
}

export type BaselineErrorCode = 'unreadable' | 'not-yaml' | 'not-a-list' | 'bad-entry' | 'duplicate';

/** The list of accepted findings cannot be used; the message is one line with the place and the remedy. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
  readonly code: BaselineErrorCode;

  constructor(code: BaselineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
