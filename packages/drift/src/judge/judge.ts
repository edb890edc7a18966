import { type Contract, readContract } from '../contract/contract.ts';
import type { DriftInput, OperationCoverage } from '../drift-report.ts';
import { Collector } from '../findings/collector.ts';
import { describeAll } from '../findings/describe.ts';
import { type Difference, differenceAt, type Sensor } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { refuseUnknownOptions, requireNumber } from '../options.ts';
import type { Rule, Seen, TellAt, Watch } from '../rules/rule.ts';
import type { RuleId } from '../rules/rules.ts';
import type { Damage, Exchange, ExchangeSink, ReportedViolation } from '../traffic/exchange.ts';
import { readReport } from './client-report.ts';
import { compare } from './compare.ts';
import { createDetectors, type Detectors, type LookAtExchange } from './detectors.ts';
import { Deviations } from './deviations.ts';
import type { JudgedExchange, Tell } from './judged-exchange.ts';
import { findMistakes } from './mistakes.ts';
import { readAnswer } from './read-answer.ts';
import { readRefusal } from './refusals.ts';
import { findApiPath, findOperation, isThisApi, type RequestParts, splitUrl } from './request-parts.ts';
import { InputTally, OperationTally } from './tallies.ts';

/** How exchanges are judged. */
export interface JudgeOptions {
  /** Report documented fields missing from all of the last N exchanges. Default 20. */
  readonly neverSeenAfter?: number | undefined;
}

/** Methods of which a browser or a proxy asks by itself; the service has no part in what they answer. */
const unjudgedMethods = new Map([
  ['OPTIONS', 'a browser asked for permission'],
  ['HEAD', 'a HEAD request has no answer to read'],
]);

/** Holds exchanges and reports against the contract, however many they are: it keeps what was found, not what was read. */
export class Judge implements ExchangeSink {
  readonly #contract: Contract;
  readonly #collector = new Collector();
  readonly #tallies: ReadonlyMap<string, OperationTally>;
  readonly #detectors: Detectors;
  // Made once: an exchange is looked at by all of them.
  readonly #looks: readonly { readonly look: LookAtExchange; readonly tell: Tell }[];
  readonly #watches: readonly { readonly rule: Rule<RuleId>; readonly watch: Watch; readonly tell: TellAt }[];
  #sight: Seen = { sensor: 'probes', at: undefined };
  readonly #inputs: DriftInput[] = [];
  #input: InputTally | undefined;
  #exchanges = 0;
  #violations = 0;
  #findings: readonly Finding[] | undefined;

  /**
   * @param contract what exchanges are held against; that of this package by default
   * @throws DriftOptionError for an unknown option or value
   */
  constructor(options: JudgeOptions = {}, contract: Contract = readContract()) {
    refuseUnknownOptions('Judge', options, { neverSeenAfter: true });
    const { neverSeenAfter = 20 } = options;
    requireNumber('neverSeenAfter', neverSeenAfter, 1);
    this.#contract = contract;
    const operations = [...contract.operations.values()];
    this.#tallies = new Map(operations.map((one) => [one.operationId, new OperationTally(one)]));
    this.#detectors = createDetectors({ contract, tallies: [...this.#tallies.values()], neverSeenAfter });
    this.#looks = this.#detectors.exchange.map(({ rule, look }) => ({
      look,
      tell: (difference) => this.#note(rule, difference, this.#sight),
    }));
    this.#watches = this.#detectors.traffic.map(({ rule, watch }) => ({
      rule,
      watch,
      // What several exchanges show is counted for each time that it is told.
      tell: (difference, seen) => {
        this.#exchanges += 1;
        this.#note(rule, difference, seen);
      },
    }));
  }

  /** What follows is from this file or target. */
  begin(name: string): void {
    this.#input = new InputTally(name);
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
    const parts = splitUrl(exchange.url);
    const operation = findOperation(parts, this.#contract);
    const tally = operation && this.#tallies.get(operation.operationId);
    const unjudged = tally ? this.#judge(exchange, parts, tally) : this.#judgeUnknown(exchange, parts);
    if (unjudged === undefined) input.add(exchange.sensor);
    else input.leave(unjudged);
  }

  violation(violation: ReportedViolation): void {
    const input = this.#open();
    // Each report is a difference of its own, though one answer may have had several.
    this.#exchanges += 1;
    const operation = this.#contract.byId.get(violation.operationId);
    const report = operation && readReport(violation, operation);
    for (const rule of report ? this.#detectors.reported : []) {
      const difference = report && rule.reported?.(report);
      if (!difference) continue;
      input.add('production');
      this.#violations += 1;
      this.#note(rule, difference, { sensor: 'production', at: violation.at });
      return;
    }
    input.leave('a report of a place that this contract does not have');
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
  #judge(exchange: Exchange, parts: RequestParts, tally: OperationTally): string | undefined {
    const ignored = unjudgedMethods.get(exchange.method);
    if (ignored !== undefined) return ignored;
    const { operation, seen } = tally;
    const answer = readAnswer(exchange, operation);
    const mistakes = answer.code === undefined ? [] : findMistakes(exchange, parts, operation);
    const refusal = readRefusal(answer, mistakes, parts, operation);
    const judged = { exchange, parts, operation, contract: this.#contract, answer, mistakes, refusal };
    tally.add(judged);
    for (const { watch, tell } of this.#watches) watch.see?.(judged, tell);
    if (answer.unjudged !== undefined) return answer.unjudged;
    this.#sight = { sensor: exchange.sensor, at: exchange.startedAt };
    for (const { look, tell } of this.#looks) look(judged, tell);
    seen.next();
    this.#compareAnswer(judged, tally);
    return undefined;
  }

  /** Holds the body of an answer against its schema. */
  #compareAnswer({ answer, operation }: JudgedExchange, { seen }: OperationTally): void {
    const { code, body, broken } = answer;
    if (!body) return;
    const deviations = new Deviations();
    if (code === 0) compare(body, operation.success, deviations, seen);
    else compare(body, operation.failure, deviations);
    for (const { kind, ...details } of deviations.list) {
      // What breaks the envelope is told as that.
      if (details.pointer === broken?.pointer) continue;
      this.#note(this.#detectors.value[kind], differenceAt(operation, details), this.#sight);
    }
  }

  /** An operation that nobody has documented; a request to another service is none. */
  #judgeUnknown(exchange: Exchange, parts: RequestParts): string | undefined {
    if (findApiPath(parts) === undefined || !isThisApi(parts, this.#contract, exchange.answerBody)) {
      return 'a request to another service';
    }
    const [operation] = this.#contract.operations.values();
    if (!operation) return undefined;
    const answer = readAnswer(exchange, operation);
    for (const { rule, look } of this.#detectors.unknownPath) {
      const { sensor, startedAt: at } = exchange;
      look({ answer, parts }, (difference) => this.#note(rule, difference, { sensor, at }));
    }
    return undefined;
  }

  #note(rule: Rule<RuleId>, difference: Difference, seen: Seen): void {
    this.#collector.note(rule, difference, seen, this.#exchanges);
  }

  #describe(): Finding[] {
    // Told of what there is by now, so it is not part of what was collected: more may come.
    const summed = new Collector();
    for (const { rule, watch, tell } of this.#watches) {
      watch.settle?.(tell);
      watch.sum?.((difference, seen) => summed.note(rule, difference, seen, 0));
    }
    return describeAll([...this.#collector.collected(), ...summed.collected()], {
      contract: this.#contract,
      judged: (sensor, operationId) => this.#tallies.get(operationId)?.judged.get(sensor) ?? 0,
      couldSee: (sensor, rule, operationId) => this.#couldSee(sensor, rule, operationId),
    });
  }

  #couldSee(sensor: Sensor, { sensors, reported }: Rule, operationId: string | undefined): boolean {
    if (sensor === 'documents') return false;
    const judged = operationId === undefined ? 0 : (this.#tallies.get(operationId)?.judged.get(sensor) ?? 0);
    if (judged > 0) return sensors.includes(sensor);
    return sensor === 'production' && this.#violations > 0 && reported !== undefined;
  }

  #open(): InputTally {
    if (!this.#input) throw new TypeError('Nothing was begun: call begin(name) first.');
    return this.#input;
  }
}
