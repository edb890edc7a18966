import { type Contract, readContracts } from '../contract/contract.ts';
import type { Generation } from '../contract/generations.ts';
import type { DriftInput, OperationCoverage } from '../drift-report.ts';
import type { Details, Sensor } from '../findings/difference.ts';
import { compareFindings, type Finding } from '../findings/finding.ts';
import { refuseUnknownOptions, requireNumber } from '../options.ts';
import type { Rule } from '../rules/rule.ts';
import { type RuleId, requireRule } from '../rules/rules.ts';
import type { Damage } from '../traffic/chunk-buffer.ts';
import type { Exchange, ExchangeSink, ReportedViolation } from '../traffic/exchange.ts';
import { compareAnswer, type OperationTally, readAnswer, readRecords } from './answer.ts';
import { findReported, readReport } from './client-report.ts';
import {
  countAnswer,
  describeFound,
  differenceAt,
  everyRule,
  findJudged,
  findOutage,
  type GenerationState,
  openGeneration,
} from './generation-state.ts';
import {
  findApiPath,
  findByPath,
  isThisApi,
  type RequestParts,
  readGeneration,
  readRequestBody,
  splitUrl,
} from './request.ts';

/** How exchanges are judged. */
export interface JudgeOptions {
  /** Report documented fields missing from all of the last N exchanges. Default 20. */
  readonly neverSeenAfter?: number | undefined;
}

/** How the requests of a generation were answered. */
export interface Answers {
  readonly generation: Generation;
  readonly requests: number;
  /** Those that got no answer that can be judged. */
  readonly unanswered: number;
  /** Why most of those could not be judged. */
  readonly reason?: string | undefined;
}

/** What came of a file or target so far. */
interface OpenInput {
  readonly name: string;
  judged: number;
  readonly unjudged: Map<string, number>;
  readonly sensors: Set<Sensor>;
}

/** No server takes longer ones; browsers write whole images into theirs. */
const longestUrl = 64 * 1024;
/** More words of callers than this are not remembered. */
const mostConfigured = 1000;

const longUrl = `an entry whose URL is longer than ${longestUrl} characters`;
const otherService = 'a request to another service';
const otherGeneration = 'an exchange of a generation that is not checked';
/** Methods that a browser or a proxy sends by itself; their answers say nothing of the service. */
const unjudgedMethods = new Map([
  ['OPTIONS', 'a browser asked for permission'],
  ['HEAD', 'a HEAD request has no answer to read'],
]);

const exchangeRules = everyRule.flatMap((rule) =>
  'exchange' in rule.detect ? [{ rule, look: rule.detect.exchange }] : [],
);
const reportedRules = everyRule.filter(({ reported }) => reported !== undefined);

/**
 * Compares exchanges and reports with the contract of their generation, which the path names. However many they are, it
 * keeps what was found, not what was read.
 */
export class Judge implements ExchangeSink {
  readonly #states: readonly GenerationState[];
  readonly #byPath: ReadonlyMap<string, { readonly state: GenerationState; readonly tally: OperationTally }>;
  readonly #inputs: DriftInput[] = [];
  #input: OpenInput | undefined;
  #exchanges = 0;

  /**
   * @param contracts what exchanges are held against; those of all generations by default
   * @throws DriftOptionError for an unknown option or value
   */
  constructor(options: JudgeOptions = {}, contracts: readonly Contract[] = readContracts()) {
    refuseUnknownOptions('Judge', options, { neverSeenAfter: true });
    const { neverSeenAfter = 20 } = options;
    requireNumber('neverSeenAfter', neverSeenAfter, 1);
    this.#states = contracts.map((contract) => openGeneration(contract, neverSeenAfter));
    const tallies = this.#states.flatMap((state) => state.tallies.map((tally) => ({ state, tally })));
    this.#byPath = new Map(tallies.map((place) => [place.tally.operation.path, place]));
  }

  /** What follows is from this file or target. */
  begin(name: string): void {
    this.#input = { name, judged: 0, unjudged: new Map(), sensors: new Set() };
    for (const state of this.#states) {
      state.requests = 0;
      state.unanswered.clear();
      state.outage = undefined;
    }
  }

  /** Nothing more comes from it. Where every request was answered by the same outage, none of it can be judged. */
  end(
    damage: Damage | undefined,
    skipped: DriftInput['unjudged'] = [],
    notes: DriftInput['notes'] = [],
  ): DriftInput {
    const { name, judged, unjudged, sensors } = this.#openInput();
    const others = [...unjudged].map(([reason, count]) => ({ reason, count }));
    const input = {
      name,
      read: others.reduce((sum, { count }) => sum + count, judged),
      judged,
      unjudged: [...skipped, ...others],
      sensors: [...sensors],
      damage,
      ...(notes.length > 0 && { notes }),
    };
    this.#inputs.push(input);
    for (const state of this.#states)
      state.wasHeard ||= state.requests > 0 && findOutage(state) === undefined;
    this.#input = undefined;
    return input;
  }

  exchange(exchange: Exchange): void {
    this.#exchanges += 1;
    this.#count(exchange.sensor, this.#judge(exchange));
  }

  violation(violation: ReportedViolation): void {
    const isJudged = this.#judgeReport(violation);
    this.#count('production', isJudged ? undefined : 'a report of a place that this contract does not have');
  }

  /** What came out of it so far, worst first. */
  findings(): Finding[] {
    return this.#states.flatMap(describeFound).sort(compareFindings);
  }

  /** The generations that there is something to say of: whose service was not out throughout, or whose clients reported. */
  heard(): Generation[] {
    const heard = this.#states.filter(({ wasHeard, violations }) => wasHeard || violations > 0);
    return heard.map(({ contract }) => contract.generation);
  }

  /** Who gave exchanges of an operation that could be judged. */
  listSensors(operationId: string): Sensor[] {
    return this.#states.flatMap((state) => [...findJudged(state, operationId).keys()]);
  }

  inputs(): readonly DriftInput[] {
    return this.#inputs;
  }

  /** How the requests of the last file or target were answered, for each generation. */
  answers(): Answers[] {
    return this.#states.map((state) => {
      const { contract, requests, unanswered } = state;
      const { generation } = contract;
      const outage = findOutage(state);
      if (outage !== undefined)
        return { generation, requests, unanswered: requests, reason: `each was answered by ${outage}` };
      const [most] = [...unanswered].toSorted(([, one], [, other]) => other - one);
      const all = [...unanswered.values()].reduce((sum, count) => sum + count, 0);
      return { generation, requests, unanswered: all, reason: most?.[0] };
    });
  }

  coverage(): OperationCoverage[] {
    return this.#states.flatMap(({ contract: { generation }, tallies }) =>
      tallies.map(({ operation: { subject: operationId }, exchanges, successes, refusals }) => ({
        operationId,
        generation,
        exchanges,
        successes,
        refusals,
      })),
    );
  }

  /** @returns why it could not be judged */
  #judge(exchange: Exchange): string | undefined {
    if (exchange.url.length > longestUrl) return longUrl;
    const parts = splitUrl(exchange.url);
    if (!parts) return 'an entry whose URL is not valid';
    const known = findByPath(parts, this.#byPath);
    if (known) return this.#judgeKnown(exchange, parts, known.state, known.tally);
    const path = findApiPath(parts);
    if (path === undefined) return otherService;
    const generation = readGeneration(path);
    const state = this.#states.find(({ contract }) => contract.generation === generation);
    return state ? this.#judgeUnknown(exchange, parts, path, state) : otherGeneration;
  }

  #judgeKnown(
    exchange: Exchange,
    parts: RequestParts,
    state: GenerationState,
    tally: OperationTally,
  ): string | undefined {
    const ignored = unjudgedMethods.get(exchange.method);
    if (ignored !== undefined) return ignored;
    const { contract, collector, mistakes: finder, configured, watches } = state;
    const { sensor, startedAt: at } = exchange;
    const { operation } = tally;
    const request = readRequestBody(exchange);
    const answer = countAnswer(readAnswer(exchange, operation, contract), state);
    const mistakes = answer.code === undefined ? [] : finder.find(exchange, parts, request, operation);
    const refusal = finder.readRefusal(answer, mistakes, parts, operation);
    const records = readRecords(answer, mistakes, operation);
    const judged = { exchange, parts, request, operation, contract, answer, mistakes, refusal, records };
    tally.add(judged);
    const words = request.asked[operation.names.commands];
    for (const word of Array.isArray(words) ? words : [])
      if (configured.size < mostConfigured) configured.add(word);
    for (const { watch, tell } of watches) watch.see?.(judged, tell);
    if (answer.unjudged !== undefined) return answer.unjudged;
    const note = (rule: Rule<RuleId>, details: Details) =>
      collector.note(rule, differenceAt(operation, details), { sensor, at }, this.#exchanges);
    for (const { rule, look } of exchangeRules) look(judged, (details) => note(rule, details));
    tally.seen.next();
    for (const { kind, ...details } of compareAnswer(judged, tally.seen, configured))
      note(
        requireRule(({ detect }) => 'value' in detect && detect.value === kind),
        details,
      );
    return undefined;
  }

  /** An undocumented operation. @returns why it could not be judged */
  #judgeUnknown(
    exchange: Exchange,
    parts: RequestParts,
    path: string,
    state: GenerationState,
  ): string | undefined {
    const { contract, collector } = state;
    const { sensor, startedAt: at } = exchange;
    const [operation] = contract.operations.values();
    const isOfApi = path.startsWith(contract.pathStart) && isThisApi(parts, contract, exchange.answerBody);
    if (!operation || !isOfApi) return otherService;
    const ignored = unjudgedMethods.get(exchange.method);
    if (ignored !== undefined) return ignored;
    const answer = countAnswer(readAnswer(exchange, operation, contract), state);
    for (const rule of everyRule) {
      if (!('unknownPath' in rule.detect)) continue;
      rule.detect.unknownPath({ answer, parts }, (subject) =>
        collector.note(rule, { subject, pointer: '', before: '', after: '' }, { sensor, at }),
      );
    }
    return answer.unjudged;
  }

  /** @returns whether the contract has the place that it is about */
  #judgeReport(violation: ReportedViolation): boolean {
    const state = findReported(violation, this.#states);
    const operation = state?.contract.byId.get(violation.operationId);
    if (!state || !operation) return false;
    const report = readReport(violation, operation);
    for (const rule of reportedRules) {
      const details = rule.reported?.(report);
      if (!details) continue;
      state.violations += 1;
      const seen = { sensor: 'production', at: violation.at } as const;
      state.collector.note(rule, differenceAt(operation, details), seen);
      return true;
    }
    return false;
  }

  /** @param reason why it could not be judged */
  #count(sensor: Sensor, reason: string | undefined): void {
    const input = this.#openInput();
    if (reason !== undefined) input.unjudged.set(reason, (input.unjudged.get(reason) ?? 0) + 1);
    else {
      input.judged += 1;
      input.sensors.add(sensor);
    }
  }

  #openInput(): OpenInput {
    if (!this.#input) throw new TypeError('Nothing was begun: call begin(name) first.');
    return this.#input;
  }
}
