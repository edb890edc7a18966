import type { Contract, OperationContract } from '../contract/contract.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import { judgeAnnouncements } from './judge-announcements.ts';
import { evidenceOf, judgeAnswer } from './judge-answer.ts';
import { isExplained, judgeRefusal } from './judge-refusal.ts';
import { judgeRelations } from './judge-relations.ts';
import { hasOddIdentifier, mistakesOf } from './mistakes.ts';
import type { RequestParts } from './request-parts.ts';
import type { SeenFields } from './seen-fields.ts';

/** What one exchange says of an operation. */
export interface Judgement {
  /** Why it could not be judged. */
  readonly unjudged: string | undefined;
  /** Whether the request got that far that its answer was looked at. */
  readonly isCounted: boolean;
  readonly code: number | undefined;
  readonly evidence: readonly Evidence[];
  /** A right request that was refused as if something were wrong with it. */
  readonly isBlamed: boolean;
  /** Of a probe: when it was sent, and whether it was refused for the rate. */
  readonly start: ProbeStart | undefined;
}

/** A request that counts against the rate of its app. */
export interface ProbeStart {
  readonly app: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly wasRefused: boolean;
}

/** Holds one exchange against its operation. It keeps nothing but which fields were seen. */
export function judgeExchange(
  exchange: Exchange,
  parts: RequestParts,
  operation: OperationContract,
  contract: Contract,
  seen: SeenFields,
): Judgement {
  const { sensor, startedAt, milliseconds, method } = exchange;
  if (method === 'OPTIONS') return unjudged('a browser asked for permission', false);
  if (method === 'HEAD') return unjudged('a HEAD request has no answer to read', false);
  const evidence: Evidence[] = [];
  const tell = (one: Evidence) => evidence.push(one);
  seen.next();
  const { code, body, unjudged: reason } = judgeAnswer(exchange, operation, tell, seen);
  if (reason !== undefined) return unjudged(reason, true);
  const mistakes = code === undefined ? [] : mistakesOf(exchange, parts, operation);
  const isOdd = code !== undefined && code !== 0 && hasOddIdentifier(parts);
  if (code !== undefined && !isOdd) judgeRefusal(code, exchange, mistakes, operation, tell);
  // What was asked by mistake may be answered otherwise.
  if (code === 0 && body && mistakes.length === 0) judgeRelations(body, exchange, parts, operation, tell);
  judgeAnnouncements(exchange, operation, tell);
  const timeout = contract.backendTimeoutMilliseconds;
  if (milliseconds !== undefined && milliseconds > timeout) {
    tell(evidenceOf(operation)('slow-answer', '', `${timeout} ms`, '', '#/x-limits/backendTimeout'));
  }
  const isRateCode = code !== undefined && code === operation.mistakes.get('rate-exceeded')?.answer;
  const isProbe = sensor === 'probes' && startedAt !== undefined;
  return {
    unjudged: undefined,
    isCounted: true,
    code,
    evidence,
    isBlamed: code !== undefined && mistakes.length === 0 && operation.requestCodes.has(code),
    start: isProbe
      ? {
          app: parts.query.get('sdkappid')?.[0] ?? '',
          at: startedAt,
          wasRefused: isRateCode && !isExplained(code, mistakes, operation),
        }
      : undefined,
  };
}

function unjudged(reason: string, isCounted: boolean): Judgement {
  return {
    unjudged: reason,
    isCounted,
    code: undefined,
    evidence: [],
    isBlamed: false,
    start: undefined,
  };
}
