import { type Contract, type OperationContract, readContract } from '../contract/contract.ts';
import type { DriftInput, OperationCoverage } from '../drift-report.ts';
import type { Damage, Exchange, ExchangeSink, ReportedViolation } from '../exchanges/exchange.ts';
import { Collector } from '../findings/collector.ts';
import { describeAll } from '../findings/describe-all.ts';
import type { Evidence } from '../findings/evidence.ts';
import type { Finding, RuleId, Sensor } from '../findings/finding.ts';
import { shownWord } from './deviation.ts';
import { apiPathOf, isThisApi, operationOf } from './is-this-api.ts';
import { evidenceOf, judgeAnswer } from './judge-answer.ts';
import { isExplained, judgeRefusal } from './judge-refusal.ts';
import { evidenceOfViolation } from './judge-violation.ts';
import { hasOddIdentifier, mistakesOf } from './mistakes.ts';
import { RateWindow } from './rate-window.ts';
import { type RequestParts, requestPartsOf } from './request-parts.ts';
import { type NeverSeen, SeenFields } from './seen-fields.ts';

/** How exchanges are judged. */
export interface JudgeOptions {
  /** A field that is in none of so many exchanges is told. Default 20. */
  readonly neverSeenAfter?: number | undefined;
}

interface Watched {
  readonly operation: OperationContract;
  readonly seen: SeenFields;
  /** One for each app: the rate is counted for each. */
  readonly rates: Map<string, RateWindow>;
  exchanges: number;
  successes: number;
  refusals: number;
  /** Right requests that were refused as if something were wrong with them. */
  blamed: number;
  /** Judged exchanges by sensor. */
  readonly judged: Map<Sensor, number>;
}

interface OpenInput {
  readonly name: string;
  read: number;
  judged: number;
  readonly unjudged: Map<string, number>;
  readonly sensors: Set<Sensor>;
}

/** Holds exchanges and reports against the contract, however many they are: it keeps what was found, not what was read. */
export class Judge implements ExchangeSink {
  readonly #contract: Contract = readContract();
  readonly #collector = new Collector();
  readonly #watched = new Map<string, Watched>();
  readonly #inputs: DriftInput[] = [];
  readonly #neverSeenAfter: number;
  #input: OpenInput | undefined;
  #exchanges = 0;
  #violations = 0;

  constructor({ neverSeenAfter = 20 }: JudgeOptions = {}) {
    this.#neverSeenAfter = neverSeenAfter;
    for (const operation of this.#contract.operations.values()) {
      this.#watched.set(operation.operationId, {
        operation,
        seen: new SeenFields(),
        rates: new Map(),
        exchanges: 0,
        successes: 0,
        refusals: 0,
        blamed: 0,
        judged: new Map(),
      });
    }
  }

  /** What follows is from this file or target. */
  begin(name: string): void {
    this.#input = { name, read: 0, judged: 0, unjudged: new Map(), sensors: new Set() };
  }

  /** Nothing more comes from it. */
  end(damage: Damage | undefined, skipped: DriftInput['unjudged'] = []): DriftInput {
    const { name, read, judged, unjudged, sensors } = this.#open();
    const reasons = [...unjudged].map(([reason, count]) => ({ reason, count }));
    const input = { name, read, judged, unjudged: [...skipped, ...reasons], sensors: [...sensors], damage };
    this.#inputs.push(input);
    this.#input = undefined;
    return input;
  }

  exchange(exchange: Exchange): void {
    const input = this.#open();
    input.read += 1;
    this.#exchanges += 1;
    const parts = requestPartsOf(exchange.url);
    const operation = operationOf(parts, this.#contract);
    const watched = operation && this.#watched.get(operation.operationId);
    const reason = watched
      ? this.#judgeOperation(exchange, parts, watched)
      : this.#judgeUnknown(exchange, parts);
    if (reason === undefined) {
      input.judged += 1;
      input.sensors.add(exchange.sensor);
    } else input.unjudged.set(reason, (input.unjudged.get(reason) ?? 0) + 1);
  }

  violation(violation: ReportedViolation): void {
    const input = this.#open();
    input.read += 1;
    // Each report is a difference of its own, though one answer may have had several.
    this.#exchanges += 1;
    const evidence = evidenceOfViolation(violation, this.#contract);
    if (!evidence) {
      const reason = 'a report of a place that this contract does not have';
      input.unjudged.set(reason, (input.unjudged.get(reason) ?? 0) + 1);
      return;
    }
    input.judged += 1;
    input.sensors.add('production');
    this.#violations += 1;
    this.#collector.note(evidence, 'production', violation.at, this.#exchanges);
  }

  /** What came out of it, worst first. */
  findings(): Finding[] {
    for (const watched of this.#watched.values()) {
      const { operation, rates } = watched;
      for (const rate of rates.values()) for (const at of rate.end()) this.#noteRate(operation, at);
      for (const { pointer, node, exchanges } of this.#neverSeen(watched)) {
        const evidence = evidenceOf(operation)('never-seen', pointer, '', '', node.site, node);
        // Its exchanges may be of several sensors; it is of those that took part.
        const [sensor = 'probes'] = this.#watched.get(operation.operationId)?.judged.keys() ?? [];
        this.#exchanges += 1;
        this.#collector.note(evidence, sensor, undefined, this.#exchanges, exchanges);
      }
    }
    return describeAll(this.#collector.collected(), {
      judged: (sensor, operationId) => this.#watched.get(operationId)?.judged.get(sensor) ?? 0,
      couldSee: (sensor, rule, operationId) => this.#couldSee(sensor, rule, operationId),
    });
  }

  /** Who gave exchanges of an operation that could be judged. */
  sensorsOf(operationId: string): Sensor[] {
    return [...(this.#watched.get(operationId)?.judged.keys() ?? [])];
  }

  inputs(): readonly DriftInput[] {
    return this.#inputs;
  }

  coverage(): OperationCoverage[] {
    return [...this.#watched.values()].map(({ operation, exchanges, successes, refusals }) => ({
      operationId: operation.operationId,
      exchanges,
      successes,
      refusals,
    }));
  }

  /** @returns why it could not be judged */
  #judgeOperation(exchange: Exchange, parts: RequestParts, watched: Watched): string | undefined {
    const { operation, seen, judged } = watched;
    const { sensor, startedAt, milliseconds, method } = exchange;
    if (method === 'OPTIONS') return 'a browser asked for permission';
    if (method === 'HEAD') return 'a HEAD request has no answer to read';
    const tell = (evidence: Evidence) => this.#collector.note(evidence, sensor, startedAt, this.#exchanges);
    watched.exchanges += 1;
    seen.next();
    const { code, unjudged } = judgeAnswer(exchange, operation, tell, seen);
    if (unjudged !== undefined) return unjudged;
    judged.set(sensor, (judged.get(sensor) ?? 0) + 1);
    if (code === 0) watched.successes += 1;
    else watched.refusals += 1;
    const mistakes = code === undefined ? [] : mistakesOf(exchange, parts, operation);
    const isOdd = code !== 0 && hasOddIdentifier(parts);
    if (code !== undefined && !isOdd) judgeRefusal(code, mistakes, operation, tell);
    if (code !== undefined && mistakes.length === 0 && operation.requestCodes.has(code)) watched.blamed += 1;
    const say = evidenceOf(operation);
    const timeout = this.#contract.backendTimeoutMilliseconds;
    if (milliseconds !== undefined && milliseconds > timeout) {
      tell(say('slow-answer', '', `${timeout} ms`, '', '#/x-limits/backendTimeout'));
    }
    if (sensor === 'probes' && startedAt !== undefined) {
      const [app = ''] = parts.query.get('sdkappid') ?? [];
      const rate = watched.rates.get(app) ?? new RateWindow(operation);
      watched.rates.set(app, rate);
      const isRateCode = code !== undefined && code === operation.mistakes.get('rate-exceeded')?.answer;
      const wasRefused = isRateCode && !isExplained(code, mistakes, operation);
      for (const at of rate.note(startedAt, wasRefused)) this.#noteRate(operation, at);
    }
    return undefined;
  }

  #judgeUnknown(exchange: Exchange, parts: RequestParts): string | undefined {
    const path = apiPathOf(parts);
    if (path === undefined || !isThisApi(parts, this.#contract, exchange.answerBody)) {
      return 'a request to another service';
    }
    const [operation] = this.#contract.operations.values();
    if (!operation) return undefined;
    // Any refusal conforms (V1-U-30), in whatever form; only a success says that something is there.
    const { code } = judgeAnswer(exchange, operation, () => {}, new SeenFields());
    if (code !== 0) return undefined;
    const subject = path
      .split('/')
      .map((segment) => (segment === '' ? '' : shownWord(segment)))
      .join('/');
    const fingerprint = {
      rule: 'undocumented-operation',
      subject,
      pointer: '',
      before: '',
      after: '',
    } as const;
    const evidence = { fingerprint, operationId: undefined, site: '#/paths' };
    this.#collector.note(evidence, exchange.sensor, exchange.startedAt, this.#exchanges);
    return undefined;
  }

  #noteRate(operation: OperationContract, at: number): void {
    const { requests, perSeconds } = operation.rateLimit;
    this.#exchanges += 1;
    const site = `${operation.pointer}/x-rate-limit/requests`;
    const evidence = evidenceOf(operation)('rate-limit-lower', '', `${requests}/${perSeconds}s`, '', site);
    this.#collector.note(evidence, 'probes', at, this.#exchanges);
  }

  /** Where any code may stand for a state that nobody sees, only the successes that stay away tell of a new demand. */
  #neverSeen({ operation, seen, successes, blamed }: Watched): NeverSeen[] {
    const unseen = [...seen.neverSeen(this.#neverSeenAfter)];
    const data = operation.success.members?.get('data');
    if (successes > 0 || blamed < this.#neverSeenAfter || !data) return unseen;
    return [{ pointer: data.at, node: data, exchanges: blamed }];
  }

  #couldSee(sensor: Sensor, rule: RuleId, operationId: string | undefined): boolean {
    if (sensor === 'documents') return false;
    const judged = operationId === undefined ? 0 : (this.#watched.get(operationId)?.judged.get(sensor) ?? 0);
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
