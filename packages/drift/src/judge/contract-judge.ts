import type { Contract, OperationContract } from '../contract/contract.ts';
import type { Generation } from '../contract/generations.ts';
import type { OperationCoverage } from '../drift-report.ts';
import { Collector, describeAll } from '../findings/describe.ts';
import { type Difference, differenceAt, exchangeSensors, type Sensor } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import type { Rule, Seen, TellAt, Watch } from '../rules/rule.ts';
import { type RuleId, requireRule, rules } from '../rules/rules.ts';
import type { Exchange, ReportedViolation } from '../traffic/exchange.ts';
import {
  type Answer,
  type JudgedExchange,
  OperationTally,
  readAnswer,
  readAsked,
  readReport,
} from './answer.ts';
import { Deviations, type SeenFields } from './deviations.ts';
import { findApiPath, isThisApi, MistakeFinder, type RequestParts } from './request.ts';

export const otherService = 'a request to another service';

/** Methods of which a browser or a proxy asks by itself; the service has no part in what they answer. */
const unjudgedMethods = new Map([
  ['OPTIONS', 'a browser asked for permission'],
  ['HEAD', 'a HEAD request has no answer to read'],
]);

/** How the requests of a generation were answered. */
export interface Answers {
  readonly generation: Generation;
  readonly requests: number;
  /** Those that got no answer that can be judged. */
  readonly unanswered: number;
}

/** More words of callers than this are not remembered. */
const mostConfigured = 1000;

const all: readonly Rule<RuleId>[] = rules;
const exchangeRules = all.flatMap((rule) =>
  'exchange' in rule.detect ? [{ rule, look: rule.detect.exchange }] : [],
);
const reportedRules = all.filter(({ reported }) => reported !== undefined);

/** Holds exchanges and reports of one generation against its contract: it keeps what was found, not what was read. */
export class ContractJudge {
  readonly contract: Contract;
  readonly #collector = new Collector();
  readonly #tallies: ReadonlyMap<string, OperationTally>;
  readonly #mistakes: MistakeFinder;
  readonly #watches: readonly { readonly rule: Rule<RuleId>; readonly watch: Watch; readonly tell: TellAt }[];
  readonly #configured = new Set<unknown>();
  #exchanges = 0;
  #violations = 0;
  #requests = 0;
  #unanswered = 0;

  constructor(contract: Contract, neverSeenAfter: number) {
    this.contract = contract;
    const operations = [...contract.operations.values()];
    this.#tallies = new Map(operations.map((one) => [one.subject, new OperationTally(one)]));
    this.#mistakes = new MistakeFinder(contract);
    const tallies = [...this.#tallies.values()];
    this.#watches = all.flatMap((rule) => {
      if (!('traffic' in rule.detect)) return [];
      // What several exchanges show is counted each time that it is noted.
      const tell: TellAt = (difference, seen) => {
        this.#exchanges += 1;
        this.#note(rule, difference, seen);
      };
      return [{ rule, watch: rule.detect.traffic({ contract, tallies, neverSeenAfter }), tell }];
    });
  }

  /** What follows is from another file or target. */
  begin(): void {
    this.#requests = 0;
    this.#unanswered = 0;
  }

  answers(): Answers {
    const { generation } = this.contract;
    return { generation, requests: this.#requests, unanswered: this.#unanswered };
  }

  /** @returns why it could not be judged */
  exchange(exchange: Exchange, parts: RequestParts, operation: OperationContract): string | undefined {
    this.#exchanges += 1;
    const ignored = unjudgedMethods.get(exchange.method);
    const tally = this.#tallies.get(operation.subject);
    if (ignored !== undefined || !tally) return ignored;
    const answer = this.#readAnswer(exchange, operation);
    const mistakes = answer.code === undefined ? [] : this.#mistakes.find(exchange, parts, operation);
    const refusal = this.#mistakes.readRefusal(answer, mistakes, parts, operation);
    const judged = { exchange, parts, operation, contract: this.contract, answer, mistakes, refusal };
    tally.add(judged);
    const configured = readAsked(exchange)[operation.names.commands];
    for (const word of Array.isArray(configured) ? configured : [])
      if (this.#configured.size < mostConfigured) this.#configured.add(word);
    for (const { watch, tell } of this.#watches) watch.see?.(judged, tell);
    if (answer.unjudged !== undefined) return answer.unjudged;
    const sight = { sensor: exchange.sensor, at: exchange.startedAt };
    for (const { rule, look } of exchangeRules)
      look(judged, (difference) => this.#note(rule, difference, sight));
    tally.seen.next();
    this.#compareAnswer(judged, tally.seen, sight);
    return undefined;
  }

  /** An undocumented operation. @returns why it could not be judged */
  unknownPath(exchange: Exchange, parts: RequestParts): string | undefined {
    this.#exchanges += 1;
    const [operation] = this.contract.operations.values();
    const isPossible = findApiPath(parts)?.startsWith(this.contract.pathStart);
    if (!operation || !isPossible || !isThisApi(parts, this.contract, exchange.answerBody))
      return otherService;
    const ignored = unjudgedMethods.get(exchange.method);
    if (ignored !== undefined) return ignored;
    const answer = this.#readAnswer(exchange, operation);
    for (const rule of all) {
      if (!('unknownPath' in rule.detect)) continue;
      const { sensor, startedAt: at } = exchange;
      rule.detect.unknownPath({ answer, parts }, (difference) =>
        this.#note(rule, difference, { sensor, at }),
      );
    }
    return answer.unjudged;
  }

  /** @returns whether the contract has the place that it is about */
  violation(violation: ReportedViolation): boolean {
    // Each report is a difference of its own, though one answer may have had several.
    this.#exchanges += 1;
    const operation = this.contract.byId.get(violation.operationId);
    const report = operation && readReport(violation, operation);
    for (const rule of report ? reportedRules : []) {
      const difference = report && rule.reported?.(report);
      if (!difference) continue;
      this.#violations += 1;
      this.#note(rule, difference, { sensor: 'production', at: violation.at });
      return true;
    }
    return false;
  }

  findings(): Finding[] {
    // About what there is by now, so it is not part of what was collected: more may come.
    const summed = new Collector();
    for (const { rule, watch, tell } of this.#watches) {
      watch.settle?.(tell);
      watch.sum?.((difference, seen) => summed.note(rule, difference, seen, 0));
    }
    return describeAll([...this.#collector.collected(), ...summed.collected()], {
      contract: this.contract,
      judged: (sensor, operationId) => this.#tallies.get(operationId)?.judged.get(sensor) ?? 0,
      couldSee: (sensor, rule, operationId) => this.#couldSee(sensor, rule, operationId),
    });
  }

  listSensors(operationId: string): Sensor[] {
    return [...(this.#tallies.get(operationId)?.judged.keys() ?? [])];
  }

  coverage(): OperationCoverage[] {
    const { generation } = this.contract;
    return [...this.#tallies.values()].map(({ operation, exchanges, successes, refusals }) => ({
      operationId: operation.subject,
      generation,
      exchanges,
      successes,
      refusals,
    }));
  }

  #readAnswer(exchange: Exchange, operation: OperationContract): Answer {
    const answer = readAnswer(exchange, operation);
    this.#requests += 1;
    if (answer.unjudged !== undefined) this.#unanswered += 1;
    return answer;
  }

  #compareAnswer({ answer, operation }: JudgedExchange, seen: SeenFields, sight: Seen): void {
    const { code, body, broken } = answer;
    if (!body) return;
    const deviations = new Deviations(code === 0 ? seen : undefined);
    (code === 0 ? operation.success : operation.failure).validator.visit(body, deviations);
    const { outcome } = operation.envelope;
    for (const { kind, ...details } of deviations.list) {
      // A broken envelope is one finding; the word beside the code cannot be judged then.
      const { pointer, value } = details;
      const isWord = outcome && pointer === `/${outcome.name}` && value === outcome.success;
      if (pointer === broken?.pointer || (broken && isWord)) continue;
      // A word that a caller configured comes back from the service, and is not one of its own.
      const isCommand = pointer.endsWith(`/${operation.names.commands}/*`);
      if (isCommand && this.#configured.has(value)) continue;
      const rule = requireRule(({ detect }) => 'value' in detect && detect.value === kind);
      this.#note(rule, differenceAt(operation, details), sight);
    }
  }

  #note(rule: Rule<RuleId>, difference: Difference, seen: Seen): void {
    this.#collector.note(rule, difference, seen, this.#exchanges);
  }

  #couldSee(
    sensor: Sensor,
    { sensors = exchangeSensors, reported }: Rule,
    operationId: string | undefined,
  ): boolean {
    if (sensor === 'documents') return false;
    const judged = operationId === undefined ? 0 : (this.#tallies.get(operationId)?.judged.get(sensor) ?? 0);
    if (judged > 0) return sensors.includes(sensor);
    return sensor === 'production' && this.#violations > 0 && reported !== undefined;
  }
}
