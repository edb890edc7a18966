import { type Contract, readContract } from '../contract/contract.ts';
import type { DriftInput, OperationCoverage } from '../drift-report.ts';
import type { Damage, Exchange, ExchangeSink, ReportedViolation } from '../exchanges/exchange.ts';
import { Collector } from '../findings/collector.ts';
import { describeAll } from '../findings/describe-all.ts';
import type { Finding, RuleId, Sensor } from '../findings/finding.ts';
import { refuseUnknownOptions, requireNumber } from '../options.ts';
import { operationOf } from './is-this-api.ts';
import { evidenceOf } from './judge-answer.ts';
import { judgeExchange } from './judge-exchange.ts';
import { judgeUnknown } from './judge-unknown.ts';
import { evidenceOfViolation } from './judge-violation.ts';
import { OpenInput } from './open-input.ts';
import { OperationTally } from './operation-tally.ts';
import { type RequestParts, requestPartsOf } from './request-parts.ts';

/** How exchanges are judged. */
export interface JudgeOptions {
  /** A field that is in none of so many exchanges is told. Default 20. */
  readonly neverSeenAfter?: number | undefined;
}

/** Holds exchanges and reports against the contract, however many they are: it keeps what was found, not what was read. */
export class Judge implements ExchangeSink {
  readonly #contract: Contract = readContract();
  readonly #collector = new Collector();
  readonly #tallies = new Map<string, OperationTally>();
  readonly #inputs: DriftInput[] = [];
  readonly #neverSeenAfter: number;
  #input: OpenInput | undefined;
  #exchanges = 0;
  #violations = 0;
  #findings: readonly Finding[] | undefined;

  /** @throws DriftOptionError for an unknown option or value */
  constructor(options: JudgeOptions = {}) {
    refuseUnknownOptions('Judge', options, { neverSeenAfter: true });
    const { neverSeenAfter = 20 } = options;
    requireNumber('neverSeenAfter', neverSeenAfter, 1);
    this.#neverSeenAfter = neverSeenAfter;
    for (const operation of this.#contract.operations.values()) {
      this.#tallies.set(operation.operationId, new OperationTally(operation));
    }
  }

  /** What follows is from this file or target. */
  begin(name: string): void {
    this.#input = new OpenInput(name);
    this.#findings = undefined;
  }

  /** Nothing more comes from it. */
  end(damage: Damage | undefined, skipped: DriftInput['unjudged'] = []): DriftInput {
    const input = this.#open().close(damage, skipped);
    this.#inputs.push(input);
    this.#input = undefined;
    return input;
  }

  exchange(exchange: Exchange): void {
    const input = this.#open();
    this.#exchanges += 1;
    const parts = requestPartsOf(exchange.url);
    const operation = operationOf(parts, this.#contract);
    const tally = operation && this.#tallies.get(operation.operationId);
    const reason = tally ? this.#judgeOperation(exchange, parts, tally) : this.#judgeUnknown(exchange, parts);
    if (reason === undefined) input.add(exchange.sensor);
    else input.leave(reason);
  }

  violation(violation: ReportedViolation): void {
    const input = this.#open();
    // Each report is a difference of its own, though one answer may have had several.
    this.#exchanges += 1;
    const evidence = evidenceOfViolation(violation, this.#contract);
    if (!evidence) {
      input.leave('a report of a place that this contract does not have');
      return;
    }
    input.add('production');
    this.#violations += 1;
    this.#collector.note(evidence, 'production', violation.at, this.#exchanges);
  }

  /** What came out of it, worst first. */
  findings(): Finding[] {
    this.#findings ??= this.#describe();
    return [...this.#findings];
  }

  /** Who gave exchanges of an operation that could be judged. */
  sensorsOf(operationId: string): Sensor[] {
    return [...(this.#tallies.get(operationId)?.judged.keys() ?? [])];
  }

  inputs(): readonly DriftInput[] {
    return this.#inputs;
  }

  coverage(): OperationCoverage[] {
    return [...this.#tallies.values()].map(({ operation, exchanges, successes, refusals }) => ({
      operationId: operation.operationId,
      exchanges,
      successes,
      refusals,
    }));
  }

  /** @returns why it could not be judged */
  #judgeOperation(exchange: Exchange, parts: RequestParts, tally: OperationTally): string | undefined {
    const { sensor, startedAt } = exchange;
    const judgement = judgeExchange(exchange, parts, tally.operation, this.#contract, tally.seen);
    tally.add(judgement, sensor);
    for (const one of judgement.evidence) this.#collector.note(one, sensor, startedAt, this.#exchanges);
    const { start } = judgement;
    if (start) for (const lower of tally.start(start)) this.#noteRate(tally, lower);
    return judgement.unjudged;
  }

  #judgeUnknown(exchange: Exchange, parts: RequestParts): string | undefined {
    const { unjudged, evidence } = judgeUnknown(exchange, parts, this.#contract);
    if (evidence) this.#collector.note(evidence, exchange.sensor, exchange.startedAt, this.#exchanges);
    return unjudged;
  }

  #noteRate({ operation }: OperationTally, at: number): void {
    const { requests, perSeconds } = operation.rateLimit;
    this.#exchanges += 1;
    const site = `${operation.pointer}/x-rate-limit/requests`;
    const evidence = evidenceOf(operation)('rate-limit-lower', '', `${requests}/${perSeconds}s`, '', site);
    this.#collector.note(evidence, 'probes', at, this.#exchanges);
  }

  #describe(): Finding[] {
    for (const tally of this.#tallies.values()) {
      for (const at of tally.lowerRates()) this.#noteRate(tally, at);
    }
    // Told of what there is by now, so it is no part of what was collected: more may come.
    const unseen = new Collector();
    for (const tally of this.#tallies.values()) {
      for (const { pointer, node, exchanges } of tally.neverSeen(this.#neverSeenAfter)) {
        const evidence = evidenceOf(tally.operation)('never-seen', pointer, '', '', node.site, node);
        // Its exchanges may be of several sensors; it is of those that took part.
        const [sensor = 'probes'] = tally.judged.keys();
        unseen.note(evidence, sensor, undefined, 0, exchanges);
      }
    }
    return describeAll([...this.#collector.collected(), ...unseen.collected()], {
      sharedSchemas: this.#contract.sharedSchemas,
      judged: (sensor, operationId) => this.#tallies.get(operationId)?.judged.get(sensor) ?? 0,
      couldSee: (sensor, rule, operationId) => this.#couldSee(sensor, rule, operationId),
    });
  }

  #couldSee(sensor: Sensor, rule: RuleId, operationId: string | undefined): boolean {
    if (sensor === 'documents') return false;
    const judged = operationId === undefined ? 0 : (this.#tallies.get(operationId)?.judged.get(sensor) ?? 0);
    if (judged > 0) return rule !== 'rate-limit-lower' || sensor === 'probes';
    return sensor === 'production' && this.#violations > 0 && reportedRules.includes(rule);
  }

  #open(): OpenInput {
    if (!this.#input) throw new TypeError('Nothing was begun: call begin(name) first.');
    return this.#input;
  }
}

/** What a client compares an answer for. */
const reportedRules: readonly RuleId[] = [
  'undocumented-field',
  'missing-field',
  'type-changed',
  'unlisted-word',
  'out-of-range',
  'new-error-code',
  'envelope-broken',
];
