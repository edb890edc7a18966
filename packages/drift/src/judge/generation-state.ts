import type { Contract, OperationContract } from '../contract/contract.ts';
import { Collector } from '../findings/collector.ts';
import { describeAll } from '../findings/describe.ts';
import { type Details, type Difference, exchangeSensors, type Sensor } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import type { Rule, TellAt, Watch } from '../rules/rule.ts';
import { type RuleId, rules } from '../rules/rules.ts';
import { type Answer, OperationTally } from './answer.ts';
import { MistakeFinder } from './request.ts';

/** What is kept of the exchanges of one generation. */
export interface GenerationState {
  readonly contract: Contract;
  readonly collector: Collector;
  readonly tallies: readonly OperationTally[];
  readonly mistakes: MistakeFinder;
  readonly watches: readonly { readonly rule: Rule<RuleId>; readonly watch: Watch; readonly tell: TellAt }[];
  /** Words that callers configured. */
  readonly configured: Set<unknown>;
  violations: number;
  /** Of the last file or target; and of those, how many got no answer that can be judged, by why not. */
  requests: number;
  readonly unanswered: Map<string, number>;
  /** What all of those got, where it is no answer of a service at work. */
  outage: string | undefined;
  /** Whether the service was at work for any file or target before. */
  wasHeard: boolean;
}

export const everyRule: readonly Rule<RuleId>[] = rules;

export function openGeneration(contract: Contract, neverSeenAfter: number): GenerationState {
  const tallies = [...contract.operations.values()].map((operation) => new OperationTally(operation));
  const collector = new Collector();
  const watches = everyRule.flatMap((rule) => {
    if (!('traffic' in rule.detect)) return [];
    const tell: TellAt = (operation, details, seen) =>
      collector.note(rule, differenceAt(operation, details), seen);
    return [{ rule, watch: rule.detect.traffic({ contract, tallies, neverSeenAfter }), tell }];
  });
  const mistakes = new MistakeFinder(contract);
  const counts = { violations: 0, requests: 0, unanswered: new Map<string, number>() };
  const heard = { outage: undefined, wasHeard: false };
  return { contract, collector, tallies, mistakes, watches, configured: new Set(), ...counts, ...heard };
}

/** Counts how a request was answered. */
export function countAnswer(answer: Answer, state: GenerationState): Answer {
  const { unjudged, outage } = answer;
  if (state.requests === 0 || outage !== state.outage)
    state.outage = state.requests === 0 ? outage : undefined;
  state.requests += 1;
  if (unjudged !== undefined) state.unanswered.set(unjudged, (state.unanswered.get(unjudged) ?? 0) + 1);
  return answer;
}

/** What every request got. One request alone shows no outage: its answer is a finding. */
export function findOutage({ requests, outage }: GenerationState): string | undefined {
  return requests > 1 ? outage : undefined;
}

/** What came out of it so far. */
export function describeFound(state: GenerationState): Finding[] {
  // Not added to the collector: more exchanges may come, and this sums up only those so far.
  const summed = new Collector();
  for (const { rule, watch, tell } of state.watches) {
    watch.settle?.(tell);
    watch.sum?.((operation, details, seen) => summed.note(rule, differenceAt(operation, details), seen));
  }
  return describeAll([...state.collector.collected(), ...summed.collected()], {
    contract: state.contract,
    judged: (sensor, operationId) => findJudged(state, operationId).get(sensor) ?? 0,
    couldSee: (sensor, rule, operationId) => couldSee(state, sensor, rule, operationId),
  });
}

/** How many exchanges of an operation could be judged, by sensor. */
export function findJudged(
  { tallies }: GenerationState,
  operationId: string | undefined,
): ReadonlyMap<Sensor, number> {
  return tallies.find(({ operation }) => operation.subject === operationId)?.judged ?? new Map();
}

function couldSee(
  state: GenerationState,
  sensor: Sensor,
  { sensors = exchangeSensors, reported }: Rule,
  operationId: string | undefined,
): boolean {
  if (sensor === 'documents') return false;
  if (findJudged(state, operationId).has(sensor)) return sensors.includes(sensor);
  return sensor === 'production' && state.violations > 0 && reported !== undefined;
}

export function differenceAt(operation: OperationContract, details: Details): Difference {
  return { pointer: '', before: '', after: '', ...details, subject: operation.subject, operation };
}
