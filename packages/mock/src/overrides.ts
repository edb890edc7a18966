import { MockOptionError } from './errors.ts';

/** What overrides match of a request. */
export interface RequestScope {
  readonly operationId?: string | undefined;
  /** The generation that answers it. */
  readonly generation?: string | undefined;
  readonly sdkAppId?: number | undefined;
}

/** Requests that an override applies to. An absent member matches every request. */
export interface OverrideScope {
  readonly operationId?: string | undefined;
  readonly generations?: readonly string[] | undefined;
  readonly sdkAppId?: number | undefined;
}

/** So that what is set and never used does not fill the memory. */
const mostOverrides = 10_000;

interface Override<Value> extends OverrideScope {
  readonly value: Value;
  /** Expiry time, in milliseconds of the mock's clock. */
  readonly until: number;
  left: number;
}

/** What a test has set for coming requests, oldest first, each for a number of requests or until a time. */
export class Overrides<Value> {
  #overrides: Override<Value>[] = [];

  /**
   * Sets a value for a number of requests, by default the next one, and until a time, by default without end.
   *
   * @throws MockOptionError when `times` is invalid, or too many wait for a request
   */
  add(value: Value, scope: OverrideScope, times = 1, until = Infinity): void {
    if (times !== Infinity && !(Number.isInteger(times) && times >= 1)) {
      const problem = `must be an integer from 1, or Infinity (got ${String(times)})`;
      throw new MockOptionError('times', problem, 'leave it out for the default');
    }
    if (this.#overrides.length >= mostOverrides) {
      const problem = `is one too many: at most ${mostOverrides} may wait for a request`;
      throw new MockOptionError('override', problem, 'set one for several `times`, or reset the mock');
    }
    this.#overrides.push({ ...scope, value, until, left: times });
  }

  /** The value for a request at this time (milliseconds), which counts it; `undefined` when there is none. */
  next({ operationId, generation, sdkAppId }: RequestScope, at: number): Value | undefined {
    if (this.#overrides.length === 0) return undefined;
    this.#overrides = this.#overrides.filter(({ until }) => at < until);
    const found = this.#overrides.find(
      (override) =>
        (override.operationId === undefined || override.operationId === operationId) &&
        (override.generations?.includes(generation ?? '') ?? true) &&
        (override.sdkAppId === undefined || override.sdkAppId === sdkAppId),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#overrides = this.#overrides.filter((override) => override !== found);
    return found.value;
  }

  /** Forgets the overrides of one app, or all of them. */
  clear(sdkAppId?: number): void {
    this.#overrides =
      sdkAppId === undefined ? [] : this.#overrides.filter((override) => override.sdkAppId !== sdkAppId);
  }
}
