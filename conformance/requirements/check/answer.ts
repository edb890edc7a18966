import { isObject } from '@trtc-call/reporting/values';
import type { Contract } from '@trtc-call/spec';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The parsed body, or undefined where it is not JSON. */
  readonly json: unknown;
  /** The body's members, whatever the body is; those of the envelope have the names of the contract. */
  readonly members: Readonly<Record<string, unknown>>;
  /** The error code as a number, in a number or in digits; undefined where there is none. */
  readonly code: number | undefined;
  readonly message: unknown;
  readonly requestId: unknown;
  readonly data: unknown;
  /** The generation that was asked, and the operation of it. */
  readonly contract: Contract;
  readonly operation: string;
  /** Why it does not answer what was asked: the filter matches nothing, and the service refuses it for that. */
  readonly noMatch?: string | undefined;
  readonly took: number;
  /** When the whole answer was read, in milliseconds of the clock of the run. */
  readonly answeredAt: number;
}

/** Reads the text of an answer by the names of the contract's envelope. */
export function readAnswer(
  raw: Pick<Answer, 'status' | 'contentType' | 'text' | 'contract' | 'operation' | 'took' | 'answeredAt'>,
): Answer {
  const { envelope } = raw.contract;
  const json = parseJson(raw.text);
  const members = readMembers(json);
  return {
    ...raw,
    json,
    members,
    code: readCode(members[envelope.code]),
    message: members[envelope.message],
    requestId: members[envelope.requestId],
    data: members[envelope.data],
  };
}

/** An error code in a number or in digits, as a number. */
export function readCode(code: unknown): number | undefined {
  if (typeof code === 'number') return code;
  return typeof code === 'string' && /^-?\d+$/.test(code) ? Number(code) : undefined;
}

/** The parsed text, or undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members of an object; none for anything else. */
export function readMembers(value: unknown): Record<string, unknown> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

export function describeAnswer({ json, status, members, message, contract }: Answer): string {
  if (json === undefined) return `HTTP ${status} with a body that is not JSON`;
  const { code } = contract.envelope;
  const outcome = members[code] === undefined ? `no ${code}` : `${code} ${JSON.stringify(members[code])}`;
  return `HTTP ${status}, ${outcome}${message === undefined ? '' : ` (${JSON.stringify(message)})`}`;
}
