/** What is fixed for a kind of fault. */
interface FaultRule {
  /** Length in milliseconds where none is given. */
  readonly milliseconds: number;
  /** Whether it may also strike before the request is carried out: only where no answer of the API is seen. */
  readonly before: boolean;
}

/** Longest time of a fault, so that a request from elsewhere cannot keep connections for ever. */
export const longestMilliseconds = 60_000;

/** Longest answer that `big-body` makes, for the same reason. */
export const largestBytes = 64 * 1024 * 1024;

/** Length of `big-body` where none is given: 10 MiB. */
export const defaultBytes = 10 * 1024 * 1024;

/** The kinds of faults with their rules. */
export const faultRules = {
  delay: { milliseconds: 1000, before: false },
  drop: { milliseconds: 0, before: true },
  hang: { milliseconds: longestMilliseconds, before: true },
  reset: { milliseconds: 0, before: true },
  'reset-body': { milliseconds: 0, before: false },
  truncate: { milliseconds: 0, before: false },
  'slow-body': { milliseconds: 1000, before: false },
  'endless-body': { milliseconds: 1000, before: false },
  'close-idle': { milliseconds: 0, before: false },
  'http-502': { milliseconds: 0, before: true },
  'html-200': { milliseconds: 0, before: true },
  'wrong-types': { milliseconds: 0, before: false },
  'wrong-data': { milliseconds: 0, before: false },
  'big-body': { milliseconds: 0, before: false },
  'rate-limit': { milliseconds: 1000, before: true },
} as const satisfies Readonly<Record<string, FaultRule>>;
