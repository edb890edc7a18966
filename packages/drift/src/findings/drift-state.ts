import type { CheckState } from '../drift-report.ts';
import { requireRule } from '../rules/rules.ts';
import { describe } from './describe.ts';
import type { Sensor } from './difference.ts';
import type { Finding } from './finding.ts';

/** The version of the file's form, in its `schema` member. */
export const driftStateSchemaId = 'https://trtc-call.dev/drift-state/1';

/** What is on record of one sensor; both times are ISO 8601. */
export interface SensorState {
  /** Of its last check that could be made; null when there was none. */
  readonly lastSuccess: string | null;
  /** Since when its checks fail; null while they do not. */
  readonly failingSince: string | null;
}

/** What is remembered from one check to the next. */
export interface DriftState {
  readonly schema: typeof driftStateSchemaId;
  /** Those that were ever asked. */
  readonly sensors: Readonly<Partial<Record<Sensor, SensorState>>>;
}

/** Before the first check. */
export const emptyState: DriftState = { schema: driftStateSchemaId, sensors: {} };

/** How the check of each sensor ended; one that was not asked is not named. */
export type SensorOutcomes = Readonly<Partial<Record<Sensor, CheckState['outcome']>>>;

const sensorsInOrder: readonly Sensor[] = ['documents', 'probes', 'production'];

/**
 * The state after a check.
 *
 * @param now milliseconds since 1970
 */
export function nextState(state: DriftState, outcomes: SensorOutcomes, now: number): DriftState {
  const time = new Date(now).toISOString();
  const sensors: Partial<Record<Sensor, SensorState>> = { ...state.sensors };
  for (const sensor of sensorsInOrder) {
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

/**
 * A finding for each sensor whose checks have failed for longer than the set time.
 *
 * @param now milliseconds since 1970
 */
export function staleFindings(state: DriftState, now: number, staleAfterMilliseconds: number): Finding[] {
  const rule = requireRule(({ detect }) => 'state' in detect);
  return sensorsInOrder.flatMap((sensor) => {
    const { failingSince = null, lastSuccess = null } = state.sensors[sensor] ?? {};
    if (failingSince === null || now - Date.parse(failingSince) <= staleAfterMilliseconds) return [];
    const since = { failingSince, lastSuccess: lastSuccess ?? undefined };
    const difference = { subject: sensor, pointer: '', before: '', after: '', since };
    return [describe(rule, difference, { sightings: [] })];
  });
}

/**
 * What a report says of the check itself, for the sensors that this check asked: the longest ago of their last
 * successes, and since when the first of them fails.
 *
 * @param state after this check, see {@link nextState}
 * @param reasons what kept it from being made, one line each; any makes it a check that could not be made
 */
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
