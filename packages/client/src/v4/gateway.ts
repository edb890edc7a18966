import { anInteger, checkCallOptions, must } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import { type Call, createCall } from '../engine.ts';
import { ArgumentError } from '../errors.ts';
import { buildLocalLimiter, type Limiter } from '../limits/local-limiter.ts';
import type { CallOptions } from '../options.ts';
import type { Send } from '../request/send.ts';

/** Options of a call of `client.gateway`. Nothing is known of it, so that `retry` is off unless it is given. */
export interface GatewayOptions extends CallOptions {
  /**
   * Whether the service is in the same state after a second request. With `retry` a request that may have been carried out
   * is then sent again; without it only one that surely was not, such as one refused for the rate. Default: `false`.
   */
  idempotent?: boolean | undefined;
  /** How many calls of this path are sent in a second at most, counted in this client. Default: no limit. */
  requestsPerSecond?: number | undefined;
}

/**
 * Calls any operation of the vendor's gateway, such as `openim/sendmsg`: signed, with the time limits, events and
 * redaction of every call, and the answer read by its envelope. It is outside the contract: nothing is known of the
 * operation, its body and its answer, and neither is checked.
 *
 * @param path what stands in URLs of the vendor's pages between `/v4/` and the query.
 * @param body sent as JSON. Default: `{}`.
 * @returns the whole parsed answer.
 * @throws RefusedError when `ErrorCode` is not 0. Its `reason` is `Unknown` where the contract does not list the code; a
 * code that it lists is explained as pages of Call do, and may mean something else in another product. Of an unknown code
 * `possiblyApplied` is `true`.
 * @throws TrtcCallError
 */
export type Gateway = (
  path: string,
  body?: object,
  options?: GatewayOptions,
) => Call<Record<string, unknown>>;

const caller = 'gateway';
const prefix = 'v4/';
const rules = {
  idempotent: must('true or false', (value) => typeof value === 'boolean'),
  requestsPerSecond: anInteger(1),
};

export function createGateway(contract: Contract, send: Send): Gateway {
  const limiters = new Map<string, Limiter>();
  const findLimiter = (operationId: string, requests: number): Limiter => {
    const key = `${operationId} ${requests}`;
    const known = limiters.get(key);
    if (known) return known;
    const limiter = buildLocalLimiter({ [operationId]: { rateLimit: { requests, perSeconds: 1 } } });
    limiters.set(key, limiter);
    return limiter;
  };

  const begin = async (path: string, body: object, options: GatewayOptions) => {
    checkPath(path);
    checkCallOptions(contract, caller, options, rules);
    const { idempotent = false, requestsPerSecond, retry = false, ...others } = options;
    const rateLimit = { requests: requestsPerSecond ?? Number.POSITIVE_INFINITY, perSeconds: 1 };
    return send({
      ...others,
      operationId: path,
      body,
      retry,
      argument: { caller, field: 'body' },
      unlisted: {
        facts: { path: `/${prefix}${path}`, idempotent, rateLimit },
        limiter: requestsPerSecond === undefined ? undefined : findLimiter(path, requestsPerSecond),
      },
    });
  };
  return (path, body = {}, options = {}) =>
    createCall(begin(path, body, options), ({ answer, error }) => {
      if (error) throw error;
      return { ...Object(answer) };
    });
}

// Nothing in it may lead to another host or another place: no `//`, `..`, `?`, `#`, `%`, `@`, `:` or backslash.
const pathForm = /^(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*$/;

function checkPath(path: unknown): void {
  const remedy = `pass what stands between /${prefix} and the query, such as openim/sendmsg`;
  if (typeof path !== 'string' || !pathForm.test(path)) {
    throw new ArgumentError(caller, 'path', 'is not a path of the gateway', remedy);
  }
  if (path.startsWith(prefix)) throw new ArgumentError(caller, 'path', `begins with ${prefix}`, remedy);
}
