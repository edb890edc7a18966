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

/** Where a file cannot be read any further, or a part of it cannot be read. */
export interface Damage {
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly reason: string;
}

/** Takes what is read, in the order of the file. */
export interface ExchangeSink {
  exchange(exchange: Exchange): void;
  violation(violation: ReportedViolation): void;
}
