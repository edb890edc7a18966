import { isObject } from '@trtc-call/reporting/values';
import type { OperationContract } from '../contract/contract.ts';
import { findMember, objectForm } from '../contract/schema-node.ts';
import { pointAtAnswer } from '../findings/difference.ts';
import type { JudgedExchange } from '../judge/answer.ts';
import { isExplained, type Members } from '../judge/request.ts';
import type { Rule, Seen, TellAt, Watch } from './rule.ts';

const writes = ['setCallback', 'updateCallback', 'deleteCallback'];
/** Who changes the configuration in the console is on no record: only what is read soon after counts. In milliseconds. */
const soon = 60_000;

/** What was written last, and when that was over, in milliseconds since 1970. */
interface Written {
  readonly asked: Members;
  readonly until: number;
}

/** What was read otherwise, until no write can have come between any more. */
interface Doubt {
  readonly operation: OperationContract;
  readonly pointers: readonly string[];
  readonly until: number;
  readonly seen: Seen;
}

const configurationNotKept = {
  id: 'configuration-not-kept',
  class: 'breaking',
  title: ({ subject, pointer }) => `${subject} answered with another ${pointer} than was set just before`,
  meaning: 'Webhooks go to another address, or others are sent, than the caller has chosen.',
  advice: 'Set and read it again by hand. If the change takes time, say so in the contract.',
  name: 'Configuration not kept',
  about: 'A callback configuration was set, and another one was read right after it.',
  // In production other processes may have written in between.
  sensors: ['probes'],
  detect: { traffic: watchConfigurations },
  pointsAt: pointAtAnswer,
} as const satisfies Rule;

/** By app: each has one configuration. */
function watchConfigurations(): Watch {
  const written = new Map<string, Written>();
  const doubts = new Map<string, Doubt>();
  const confirm = ({ operation, pointers, seen }: Doubt, tell: TellAt) => {
    for (const pointer of pointers) tell(operation, { pointer }, seen);
  };
  const seeWrite = (judged: JudgedExchange, tell: TellAt) => {
    const app = findApp(judged);
    const doubt = doubts.get(app);
    if (doubt && isBehind(judged.exchange, doubt)) confirm(doubt, tell);
    doubts.delete(app);
    const now = afterWrite(judged, written.get(app));
    if (now) written.set(app, now);
    else written.delete(app);
  };
  const seeRead = (judged: JudgedExchange) => {
    const app = findApp(judged);
    const doubt = doubts.get(app) ?? compareRead(judged, written.get(app));
    if (doubt) doubts.set(app, doubt);
  };
  return {
    see(judged, tell) {
      const { operationId } = judged.operation;
      if (operationId === 'getCallback') seeRead(judged);
      else if (writes.includes(operationId)) seeWrite(judged, tell);
    },
    settle(tell) {
      for (const doubt of doubts.values()) confirm(doubt, tell);
      doubts.clear();
    },
  };
}

/** The vendor has one app of a number; a service of one's own, behind another host, may have its own. */
function findApp({ parts, contract }: JudgedExchange): string {
  const host = contract.hosts.has(parts.host) ? '' : parts.host;
  return `${host} ${parts.query.get('sdkappid')?.[0]}`;
}

function isBehind({ startedAt }: JudgedExchange['exchange'], { until }: Doubt): boolean {
  return startedAt !== undefined && startedAt > until;
}

/** What is known to be written after this request; undefined where that is unknown. */
function afterWrite(judged: JudgedExchange, before: Written | undefined): Written | undefined {
  const { exchange, request, operation, answer, mistakes } = judged;
  const { sensor, startedAt, milliseconds } = exchange;
  if (answer.code !== undefined && answer.code !== 0) return before;
  const isKnown = answer.code === 0 && mistakes.length === 0 && sensor === 'probes';
  if (!isKnown || operation.operationId === 'deleteCallback') return undefined;
  if (startedAt === undefined || milliseconds === undefined) return undefined;
  // Of two at the same time either may have been the last.
  if (before && startedAt < before.until) return undefined;
  return { asked: request.asked, until: startedAt + milliseconds };
}

function compareRead(judged: JudgedExchange, written: Written | undefined): Doubt | undefined {
  const { exchange, operation, answer, mistakes } = judged;
  const { sensor, startedAt, milliseconds = 0 } = exchange;
  const data = answer.body?.[operation.envelope.data];
  if (!written || answer.code !== 0 || mistakes.length > 0 || !isObject(data)) return undefined;
  if (sensor !== 'probes' || startedAt === undefined) return undefined;
  if (startedAt < written.until || startedAt > written.until + soon) return undefined;
  const { address, commands } = operation.names;
  const [url, list] = [written.asked[address], written.asked[commands]];
  const [urlNow, listNow] = [data[address], data[commands]];
  const words = findMember(objectForm(operation.data), commands)?.items?.enum ?? [];
  const isOther = typeof url === 'string' && typeof urlNow === 'string' && urlNow !== url;
  const isOtherList = Array.isArray(list) && Array.isArray(listNow) && !isSameList(list, listNow, words);
  const pointers = [...(isOther ? [address] : []), ...(isOtherList ? [commands] : [])].map(
    (name) => `/${operation.envelope.data}/${name}`,
  );
  if (pointers.length === 0) return undefined;
  return { operation, pointers, until: startedAt + milliseconds, seen: { sensor, at: startedAt } };
}

// Whatever the order, and whether a word that was given twice is kept twice (V1-U-16). Whether words that no list has
// are kept is open (V1-U-17, V4-U-17).
function isSameList(asked: readonly unknown[], got: readonly unknown[], words: readonly unknown[]): boolean {
  const lost = asked.filter((word) => words.includes(word) && !got.includes(word));
  return lost.length === 0 && got.every((word) => asked.includes(word));
}

const rateLimitLower = {
  id: 'rate-limit-lower',
  class: 'breaking',
  title: ({ subject, before }) =>
    `${subject} refused requests for the rate although fewer than ${before} were sent`,
  meaning: "The client's limiter lets more through than the service takes: calls wait, are retried, or fail.",
  advice: 'Measure the rate with `--exhaust-rate-limit`, then lower x-rate-limit in the contract.',
  name: 'Rate limit lower than documented',
  about: 'Requests were refused for their rate although fewer were sent than the contract allows.',
  seen: 'fewer',
  // In production other processes may have used up the rate.
  sensors: ['probes'],
  detect: {
    traffic: () => {
      const detectors = new Map<string, RateLimitDetector>();
      const tellAll = ({ operation }: RateLimitDetector, starts: readonly number[], tell: TellAt) => {
        const { requests, perSeconds } = operation.rateLimit;
        for (const at of starts)
          tell(operation, { before: `${requests}/${perSeconds}s` }, { sensor: 'probes', at });
      };
      return {
        see({ exchange, parts, operation, answer: { code, unjudged }, mistakes }, tell) {
          const { sensor, startedAt } = exchange;
          if (sensor !== 'probes' || startedAt === undefined || unjudged !== undefined) return;
          const isRateCode = code !== undefined && code === operation.mistakes.get('rate-exceeded')?.answer;
          const wasRefused = isRateCode && !isExplained(code, mistakes, operation);
          // The rate is counted for each app.
          const key = `${operation.subject} ${parts.query.get('sdkappid')?.[0]}`;
          const known = detectors.get(key);
          const detector = known ?? new RateLimitDetector(operation);
          if (!known) detectors.set(key, detector);
          tellAll(detector, detector.note(startedAt, wasRefused), tell);
          if (detectors.size <= mostApps) return;
          const [oldest] = detectors;
          if (!oldest) return;
          detectors.delete(oldest[0]);
          tellAll(oldest[1], oldest[1].end(), tell);
        },
        settle(tell) {
          for (const detector of detectors.values()) tellAll(detector, detector.end(), tell);
        },
      };
    },
  },
  pointsAt: ({ operation }) => operation && `${operation.pointer}/x-rate-limit/requests`,
  topic: 'rate',
} as const satisfies Rule;

/** Pairs of app and operation that are looked at side by side; beyond, the one that came first is settled. */
const mostApps = 5000;
/** How long starts are kept, in milliseconds: exchanges are written when they end, so they come out of order. */
const keptMilliseconds = 60_000;
/** Requests that left within one second may arrive within less, or more; twice the span avoids false findings. */
const caution = 2;
/** Starts that are looked at together: few where calls are rare, or each app and operation would keep thousands. */
const fewStarts = 500;
const mostStarts = 20_000;

interface Start {
  readonly at: number;
  readonly wasRefused: boolean;
}

// Tells whether refusals for the rate came although no more requests were sent than are documented. Only for requests
// of which every one is on record: others of the same app may have used up the rate.
export class RateLimitDetector {
  readonly operation: OperationContract;
  #starts: Start[] = [];
  #settleAt = fewStarts;
  readonly #limit: number;
  readonly #span: number;

  constructor(operation: OperationContract) {
    this.operation = operation;
    this.#limit = operation.rateLimit.requests;
    this.#span = operation.rateLimit.perSeconds * 1000;
  }

  /** @returns when refusals came below the documented rate, as far as that is known by now */
  note(at: number, wasRefused: boolean): number[] {
    this.#starts.push({ at, wasRefused });
    return this.#starts.length < this.#settleAt ? [] : this.#settle(keptMilliseconds);
  }

  /** The same of what was not settled yet. */
  end(): number[] {
    return this.#settle(0);
  }

  /** Looks at all bursts but those of the last milliseconds, to which more may come. */
  #settle(lastMilliseconds: number): number[] {
    const starts = this.#starts.sort((a, b) => a.at - b.at || Number(a.wasRefused) - Number(b.wasRefused));
    const latest = starts.at(-1)?.at ?? 0;
    const bursts = this.#bursts(starts);
    const isOpen = (burst: readonly Start[]) =>
      lastMilliseconds > 0 && (burst.at(-1)?.at ?? 0) > latest - lastMilliseconds;
    const open = bursts.filter(isOpen).flat();
    // A burst without an end is looked at in parts, or it would be kept for good.
    const isEndless = open.length >= mostStarts;
    this.#starts = isEndless ? this.#asContext(starts, latest) : open;
    this.#settleAt = Math.min(mostStarts, Math.max(fewStarts, 2 * this.#starts.length));
    const settled = isEndless ? bursts : bursts.filter((burst) => !isOpen(burst));
    return settled.flatMap((burst) => this.#lowerIn(burst));
  }

  /** What has been looked at still counts against what follows it. */
  #asContext(starts: readonly Start[], latest: number): Start[] {
    const recent = starts.filter(({ at }) => at > latest - this.#span * caution);
    return recent.map(({ at }) => ({ at, wasRefused: false }));
  }

  #bursts(starts: readonly Start[]): Start[][] {
    const bursts: Start[][] = [];
    let before = Number.NEGATIVE_INFINITY;
    for (const start of starts) {
      if (start.at - before > this.#span * caution) bursts.push([]);
      bursts.at(-1)?.push(start);
      before = start.at;
    }
    return bursts;
  }

  #lowerIn(burst: readonly Start[]): number[] {
    const refused = burst.filter(({ wasRefused }) => wasRefused).map(({ at }) => at);
    const [first] = burst;
    const [firstRefused] = refused;
    if (first === undefined || firstRefused === undefined) return [];
    // What comes after a rest, and all at once, is served up to the limit, however refusals are counted.
    const isAtOnce = (burst.at(-1)?.at ?? 0) - first.at <= this.#span;
    if (isAtOnce) return burst.length - refused.length < this.#limit ? [firstRefused] : [];
    return this.#lowerWithin(burst, refused);
  }

  /** Refusals before which no more requests were sent, served or not, than are documented. */
  #lowerWithin(burst: readonly Start[], refused: readonly number[]): number[] {
    let from = 0;
    let to = 0;
    return refused.filter((at) => {
      while (to < burst.length && (burst[to]?.at ?? at) <= at) to += 1;
      while (from < to && (burst[from]?.at ?? at) <= at - this.#span * caution) from += 1;
      return to - from <= this.#limit;
    });
  }
}

/** Rules about what probes ask one after the other. */
export const trafficRules = [configurationNotKept, rateLimitLower] as const satisfies readonly Rule[];
