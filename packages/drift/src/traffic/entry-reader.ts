import { isObject } from '@trtc-call/reporting/values';
import type { TakeElement } from './chunk-buffer.ts';
import { type ExchangeSink, holdsTooManyValues, mostValues, type ReportedViolation } from './exchange.ts';
import { findHeader, type Members, readExchange, readMoment } from './har-entry.ts';

/** Parses elements, hands them on, and counts what comes of them. */
export class EntryReader {
  read = 0;
  readonly #sink: ExchangeSink;
  readonly #skipped = new Map<string, number>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  readonly take: TakeElement = (buffer, start, end) => {
    const text = buffer.toString('utf8', start, end);
    if (holdsTooManyValues(text)) {
      return `what begins here holds more than ${mostValues} values: no exchange with this API does`;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'what begins here is not JSON: the file is cut off or damaged';
    }
    for (const element of listEntries(value) ?? [value]) this.#hand(element);
    return undefined;
  };

  skipped(): { readonly reason: string; readonly count: number }[] {
    return [...this.#skipped].map(([reason, count]) => ({ reason, count }));
  }

  #hand(element: unknown): void {
    const reason = readElement(element, this.#sink);
    if (reason === undefined) this.read += 1;
    else this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }
}

/** A line may be a whole HAR document. */
function listEntries(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value) || !isObject(value.log) || !Array.isArray(value.log.entries)) return undefined;
  return value.log.entries;
}

/** Reads one element of a file. @returns why it is neither an exchange nor a report, where it is not */
export function readElement(value: unknown, sink: ExchangeSink): string | undefined {
  if (!isObject(value)) return 'not an object';
  const { request, response } = value;
  if (isObject(request) && isObject(response)) {
    if (findHeader(response.headers, 'non-authoritative-reason') !== undefined)
      return 'a redirect that the browser made by itself';
    const exchange = readExchange(value, request, response);
    if (!exchange) return 'an entry without method and URL';
    sink.exchange(exchange);
    return undefined;
  }
  const violation = readViolation(value);
  if (!violation) return 'neither an entry of HAR nor a report of a client';
  sink.violation(violation);
  return undefined;
}

const violationRules: readonly ReportedViolation['rule'][] = [
  'type',
  'required',
  'range',
  'mismatch',
  'unlisted-word',
  'undocumented-field',
  'undocumented-code',
  'undocumented-request',
];

function readViolation({
  at,
  operationId,
  generation,
  rule,
  pointer,
  expected,
  got,
}: Members): ReportedViolation | undefined {
  const known = violationRules.find((name) => name === rule);
  if (!known || typeof operationId !== 'string' || typeof pointer !== 'string' || typeof got !== 'string') {
    return undefined;
  }
  // Of a request the client names parameters too, as `?identifier`.
  if (!/^(?:\/|$)/.test(pointer) && known !== 'undocumented-request') return undefined;
  const words = typeof expected === 'string' ? expected : '';
  const named = typeof generation === 'string' ? generation : undefined;
  return { at: readMoment(at), operationId, generation: named, rule: known, pointer, expected: words, got };
}
