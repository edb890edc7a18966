import {
  describeReadFault,
  describeWriteFault,
  oneLine,
  readTextFile,
  resolveFile,
  writeWhole,
} from '@trtc-call/reporting';
import { type AcceptedEntry, readAcceptedList } from '@trtc-call/reporting/accepted';
import { isObject } from '@trtc-call/reporting/values';
import type { Contract } from '../contract/contract.ts';
import type { CheckState, OperationCoverage } from '../drift-report.ts';
import { StateError } from '../errors.ts';
import { checkStale, findRule } from '../rules/rules.ts';
import { describe } from './describe.ts';
import { allSensors, exchangeSensors, type Sensor } from './difference.ts';
import { type Finding, findingId } from './finding.ts';

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
): (entry: AcceptedEntry) => boolean {
  if (outcome !== 'checked') return () => false;
  const called = new Set(
    coverage.flatMap(({ operationId, exchanges }) => (exchanges > 0 ? [operationId] : [])),
  );
  const known = new Set(coverage.map(({ operationId }) => operationId));
  const isComplete = allSensors.every((sensor) => sensors.includes(sensor)) && called.size === known.size;
  return ({ fingerprint }) => {
    if (!fingerprint) return isComplete;
    const { subject, pointer } = fingerprint;
    const rule = findRule(fingerprint.rule);
    if (!rule) return false;
    if ('state' in rule.detect) return sensors.some((sensor) => sensor === subject);
    if (!(rule.sensors ?? exchangeSensors).some((sensor) => sensors.includes(sensor))) return false;
    const contract = contracts.find(({ prefix }) => prefix === subject);
    if (rule.shared && contract) return rule.shared.wasLookedFor(pointer, called, contract);
    return !known.has(subject) || called.has(subject);
  };
}

// Reads the list of accepted findings, YAML or JSON: `- { id, reason, author, expires, fingerprint? }`. What it accepts
// of conformance is passed over.
export async function readBaseline(path: string): Promise<readonly AcceptedEntry[]> {
  const entries = await readAcceptedList(path, describeWrongFingerprint);
  return entries.filter(({ id }) => id.startsWith('D-'));
}

function describeWrongFingerprint({ id, fingerprint }: AcceptedEntry): string | undefined {
  if (!fingerprint) return undefined;
  if (!findRule(fingerprint.rule))
    return `has a \`fingerprint\` of the rule "${fingerprint.rule}", which is unknown: delete it`;
  const owner = findingId(fingerprint);
  if (owner === id) return undefined;
  return `has the fingerprint of ${owner}: copy id and fingerprint of the same finding`;
}

/** The version of the file's form, in its `schema` member. */
export const driftStateSchemaId = 'https://trtc-call.dev/drift-state/1';

interface SensorState {
  /** Of its last check that could be made; null when there was none. */
  readonly lastSuccess: string | null;
  /** Since when its checks fail; null while they do not. */
  readonly failingSince: string | null;
}

/** What is remembered from one check to the next. */
export interface DriftState {
  readonly schema: typeof driftStateSchemaId;
  readonly sensors: Readonly<Partial<Record<Sensor, SensorState>>>;
}

export const emptyState: DriftState = { schema: driftStateSchemaId, sensors: {} };

/** How the check of each sensor ended; one that was not asked is not named. */
export type SensorOutcomes = Readonly<Partial<Record<Sensor, CheckState['outcome']>>>;

/** The state after a check. */
export function nextState(state: DriftState, outcomes: SensorOutcomes, now: number): DriftState {
  const time = new Date(now).toISOString();
  const sensors: Partial<Record<Sensor, SensorState>> = { ...state.sensors };
  for (const sensor of allSensors) {
    const outcome = outcomes[sensor];
    if (outcome === undefined) continue;
    const before = sensors[sensor];
    sensors[sensor] =
      outcome === 'checked'
        ? { lastSuccess: time, failingSince: null }
        : { lastSuccess: before?.lastSuccess ?? null, failingSince: before?.failingSince ?? time };
  }
  return { schema: driftStateSchemaId, sensors };
}

/** A finding for each sensor whose checks have failed for longer than the set time. */
export function staleFindings(state: DriftState, now: number, staleAfterMilliseconds: number): Finding[] {
  return allSensors.flatMap((sensor) => {
    const { failingSince = null, lastSuccess = null } = state.sensors[sensor] ?? {};
    if (failingSince === null || now - Date.parse(failingSince) <= staleAfterMilliseconds) return [];
    const since = { failingSince, lastSuccess: lastSuccess ?? undefined };
    const difference = { subject: sensor, pointer: '', before: '', after: '', since };
    return [describe(checkStale, difference, { sightings: [] })];
  });
}

// What a report says of the check itself, for the sensors that this check asked: the longest ago of their last
// successes, and since when the first of them fails.
export function summarizeCheck(
  state: DriftState,
  sensors: readonly Sensor[],
  reasons: readonly string[],
): CheckState {
  const asked = sensors.map((sensor) => state.sensors[sensor] ?? { lastSuccess: null, failingSince: null });
  const successes = asked.map(({ lastSuccess }) => lastSuccess);
  const failing = asked.flatMap(({ failingSince }) => failingSince ?? []);
  return {
    outcome: reasons.length === 0 ? 'checked' : 'could-not-check',
    reasons,
    lastSuccess: successes.includes(null)
      ? null
      : (earliest(successes.flatMap((time) => time ?? [])) ?? null),
    failingSince: earliest(failing) ?? null,
  };
}

function earliest(times: readonly string[]): string | undefined {
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** It has some hundred. */
const mostBytes = 64 * 1024;

/** Reads what the last check left; a file that does not exist yet is the state before the first check. */
export async function readState(path: string): Promise<DriftState> {
  let text: string;
  try {
    text = await readTextFile(await resolveFile(path), mostBytes);
  } catch (error) {
    const fault = describeReadFault(error);
    if (fault === 'ENOENT') return emptyState;
    const message = `cannot read the state file ${oneLine(path)} (${fault}): name a file that may be read`;
    throw new StateError('unreadable', message, { cause: error });
  }
  return parseState(text, path);
}

/** Writes the state; the file appears whole or stays as it was. */
export async function writeState(path: string, state: DriftState): Promise<void> {
  try {
    await writeWhole(await resolveFile(path), `${JSON.stringify(state, null, 2)}\n`);
  } catch (error) {
    const message = `cannot write the state file ${oneLine(path)} (${describeWriteFault(error)}): name a file in a folder you may write to`;
    throw new StateError('unwritable', message, { cause: error });
  }
}

function parseState(text: string, path: string): DriftState {
  const damaged = (fault: string, options?: ErrorOptions) =>
    new StateError(
      'damaged',
      `the state file ${oneLine(path)} is damaged (${fault}): restore it, or delete it to begin anew`,
      options,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged('not JSON', { cause: error });
  }
  if (!isObject(value) || value.schema !== driftStateSchemaId) throw damaged(`no "${driftStateSchemaId}"`);
  if (!isObject(value.sensors)) throw damaged('no sensors');
  const sensors: Partial<Record<Sensor, SensorState>> = {};
  for (const [name, entry] of Object.entries(value.sensors)) {
    const sensor = allSensors.find((known) => known === name);
    const state = readSensorState(entry);
    if (sensor === undefined || state === undefined) throw damaged(`sensor ${JSON.stringify(oneLine(name))}`);
    sensors[sensor] = state;
  }
  return { schema: driftStateSchemaId, sensors };
}

function readSensorState(value: unknown): SensorState | undefined {
  if (!isObject(value)) return undefined;
  const { lastSuccess, failingSince } = value;
  return isTime(lastSuccess) && isTime(failingSince) ? { lastSuccess, failingSince } : undefined;
}

function isTime(value: unknown): value is string | null {
  if (value === null) return true;
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return false;
  return new Date(Date.parse(value)).toISOString() === value;
}
