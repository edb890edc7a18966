import type { ContractRule } from '@trtc-call/client';

/** Who saw it: our own requests, or a client in production. */
export type ExchangeSensor = 'probes' | 'production';

/** One request and its answer, as read from a file or just recorded. It may hold secrets: nothing of it is shown as it is. */
export interface Exchange {
  readonly sensor: ExchangeSensor;
  /** Milliseconds since 1970, when it is known. */
  readonly startedAt: number | undefined;
  /** How long the service took, in milliseconds, when it is known. */
  readonly milliseconds: number | undefined;
  readonly method: string;
  readonly url: string;
  /** The header, undefined when there was none. */
  readonly requestContentType: string | undefined;
  readonly requestBody: string | undefined;
  /** The HTTP status, 0 when no answer came. */
  readonly status: number;
  readonly contentType: string | undefined;
  /** The headers of these names (RFC 9745, RFC 8594), undefined when there were none. */
  readonly deprecation?: string | undefined;
  readonly sunset?: string | undefined;
  /** Undefined when no answer came, or the file does not hold it. */
  readonly answerBody: string | undefined;
}

/** What a client in production reported by `onContractViolation`. */
export interface ReportedViolation {
  /** Milliseconds since 1970, when it is known. */
  readonly at: number | undefined;
  readonly operationId: string;
  /** Where the report names it. */
  readonly generation?: string | undefined;
  readonly rule: ContractRule;
  /** JSON Pointer into the answer. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** Takes what is read, in the order of the file. */
export interface ExchangeSink {
  exchange(exchange: Exchange): void;
  violation(violation: ReportedViolation): void;
}

/** The client refuses longer answers too, unless `maxAnswerBytes` says otherwise. */
export const longestBody = 8 * 1024 * 1024;
/** Parsing takes memory by the number of values; a page of records has a few thousand. */
export const mostValues = 1_000_000;
/** Shorter texts hold fewer. */
const shortText = 1024 * 1024;

export const tooLarge = `a body of more than ${longestBody} characters or ${mostValues} values`;

export const notJson = 'not JSON';

type ParsedBody =
  | { readonly problem: undefined; readonly value: unknown }
  | { readonly problem: typeof notJson | 'too large' };

export function parseBody(text: string): ParsedBody {
  if (text.length > longestBody || holdsTooManyValues(text)) {
    return { problem: 'too large' };
  }
  try {
    return { problem: undefined, value: JSON.parse(text) };
  } catch {
    return { problem: notJson };
  }
}

export function holdsTooManyValues(text: string): boolean {
  if (text.length <= shortText) return false;
  let count = 0;
  let isString = false;
  for (let at = 0; at < text.length && count <= mostValues; at += 1) {
    const sign = text[at];
    if (sign === '"') isString = !isString;
    else if (isString) at += sign === '\\' ? 1 : 0;
    else if (sign === ',' || sign === '{' || sign === '[') count += 1;
  }
  return count > mostValues;
}
