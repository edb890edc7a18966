import { nearestName } from '@trtc-call/reporting/values';
import { MockOptionError, requireWord, shown } from './errors.ts';

/** Properties of a kind of fault. */
interface FaultRule {
  /** Default duration. Default 0. */
  readonly milliseconds?: number;
  /** Whether it may happen before the request is carried out: only if the caller sees no response of the API. */
  readonly before?: true;
}

/** Maximum duration of a fault, so that no request holds a connection open forever. */
export const longestMilliseconds = 60_000;

const longestName = 40;

/** Maximum response size of `big-body`. */
const largestBytes = 64 * 1024 * 1024;
const defaultBytes = 10 * 1024 * 1024;

const faultRules = {
  delay: { milliseconds: 1000 },
  drop: { before: true },
  hang: { milliseconds: longestMilliseconds, before: true },
  reset: { before: true },
  'reset-body': {},
  truncate: {},
  'slow-body': { milliseconds: 1000 },
  'endless-body': { milliseconds: 1000 },
  'close-idle': {},
  'http-502': { before: true },
  'html-200': { before: true },
  'wrong-types': {},
  'wrong-data': {},
  'big-body': {},
  'rate-limit': { milliseconds: 1000, before: true },
} as const satisfies Readonly<Record<string, FaultRule>>;

/**
 * The kinds of faults. `ms` is the fault's `milliseconds`.
 *
 * - `delay`: responds after `ms`
 * - `drop`: closes the connection without a response
 * - `hang`: closes the connection after `ms` without a response
 * - `reset`: resets the connection (RST) before the response headers
 * - `reset-body`: resets the connection after the response headers
 * - `truncate`: closes the connection in the middle of the body
 * - `slow-body`: sends the body in pieces, spread over `ms`
 * - `endless-body`: sends half the body, then a blank every `ms`, and closes the connection after a minute
 * - `close-idle`: responds normally, and closes the connection `ms` later without announcing it
 * - `http-502`: a gateway's HTML page with HTTP status 502
 * - `html-200`: an HTML page with HTTP status 200
 * - `wrong-types`: an envelope whose members all have the wrong type
 * - `wrong-data`: a valid envelope with a number as its data
 * - `big-body`: a valid response padded with blanks to `bytes`
 * - `rate-limit`: refuses for exceeding the rate limit; set by `mock.fault` it applies for `ms`
 */
export type FaultKind = keyof typeof faultRules;

/** Whether a fault happens `before` the request is carried out, which leaves the state unchanged, or `after`. */
export type FaultMoment = 'before' | 'after';

/** All kinds of faults. */
export const faultKinds: readonly FaultKind[] = Object.freeze(Object.keys(faultRules).filter(isFaultKind));

export interface Fault {
  readonly kind: FaultKind;
  readonly when: FaultMoment;
  readonly milliseconds: number;
  /** Length of the answer of `big-body`. */
  readonly bytes: number;
}

/** Options of a fault. */
export type FaultSettings = {
  readonly [Name in 'when' | 'milliseconds' | 'bytes']?: Fault[Name] | undefined;
};

const rules: Readonly<Record<FaultKind, FaultRule>> = faultRules;
const written = new RegExp(`^(${faultKinds.join('|')})(?:[=-](\\d{1,9}))?(?:;when=(before|after))?$`);

/** Checks a fault given through the API. */
export function createFault(kind: FaultKind, settings: FaultSettings = {}): Fault {
  requireWord('kind', kind, faultKinds);
  const fault = complete(kind, settings);
  requireRange('milliseconds', fault.milliseconds, longestMilliseconds);
  requireRange('bytes', fault.bytes, largestBytes);
  requireWord('when', fault.when, ['before', 'after']);
  if (canStrike(fault)) return fault;
  const able = faultKinds.filter((other) => canStrike({ ...fault, kind: other }));
  const problem = `cannot be ${fault.when} for ${kind}`;
  throw new MockOptionError('when', problem, `leave it out, or use one of ${able.join(', ')}`);
}

/**
 * Reads `delay=500`, `drop;when=before` (header) or `delay-500` (magic call id); `undefined` when it names no
 * fault. Numbers that are too large are lowered to the bound.
 */
export function parseFault(text: string): Fault | undefined {
  const [, kind = '', number, when] = written.exec(text) ?? [];
  if (!isFaultKind(kind)) return undefined;
  const amount = number === undefined ? undefined : Number(number);
  const fault = complete(kind, {
    when: when === 'before' || when === 'after' ? when : undefined,
    milliseconds: kind === 'big-body' ? undefined : amount && Math.min(amount, longestMilliseconds),
    bytes: kind === 'big-body' ? amount && Math.min(amount, largestBytes) : undefined,
  });
  return canStrike(fault) ? fault : undefined;
}

/** What is wrong with a text that `parseFault` cannot read. */
export function describeMisspeltFault(text: string): string {
  const kind = text.split(/[=;]/, 1)[0] ?? '';
  if (isFaultKind(kind)) return `has a value that ${kind} cannot have`;
  const nearest = nearestName(kind.slice(0, longestName), faultKinds);
  return `does not name a fault; ${nearest === undefined ? `known are ${faultKinds.join(', ')}` : `did you mean ${nearest}?`}`;
}

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(faultRules, name);
}

function complete(kind: FaultKind, { when, milliseconds, bytes }: FaultSettings): Fault {
  return {
    kind,
    // A request that is refused for the rate is never carried out.
    when: when ?? (kind === 'rate-limit' ? 'before' : 'after'),
    milliseconds: milliseconds ?? rules[kind].milliseconds ?? 0,
    bytes: bytes ?? defaultBytes,
  };
}

function canStrike({ kind, when }: Pick<Fault, 'kind' | 'when'>): boolean {
  return when === 'before' ? rules[kind].before === true : kind !== 'rate-limit';
}

function requireRange(field: string, value: unknown, highest: number): void {
  if (typeof value === 'number' && value >= 0 && value <= highest) return;
  const problem = `must be a number from 0 to ${highest} (got ${shown(value)})`;
  throw new MockOptionError(field, problem, 'leave it out for the default');
}
