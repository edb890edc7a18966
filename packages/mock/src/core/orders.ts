import type { OperationId } from '@trtc-call/spec/v1';
import { MockOptionError } from '../errors.ts';

/** Which requests an order is for. What is not given matches every request. */
export interface OrderScope {
  readonly operationId?: OperationId | undefined;
  readonly sdkAppId?: number | undefined;
}

/** How long an order holds. */
export interface OrderTerm {
  /** Number of requests. Default 1. */
  readonly times?: number | undefined;
  /** Time from which it holds no more, in milliseconds of the mock's clock. Default never. */
  readonly until?: number | undefined;
}

interface Order<Value> extends OrderScope {
  readonly value: Value;
  readonly until: number;
  left: number;
}

/** What a test has ordered for coming requests, the oldest first: each for some requests, or for some time. */
export class Orders<Value> {
  #orders: Order<Value>[] = [];

  place(
    value: Value,
    scope: OrderScope,
    { times = 1, until = Number.POSITIVE_INFINITY }: OrderTerm = {},
  ): void {
    if (!(times === Number.POSITIVE_INFINITY || (Number.isInteger(times) && times >= 1))) {
      throw new MockOptionError(
        'times',
        `must be an integer from 1, or Infinity (got ${String(times)})`,
        'leave it out for the default',
      );
    }
    this.#orders.push({ ...scope, value, until, left: times });
  }

  /** The order for a request at this time (milliseconds), and counts it; `undefined` when there is none. */
  take(operationId: OperationId | undefined, sdkAppId: number | undefined, at: number): Value | undefined {
    if (this.#orders.length === 0) return undefined;
    this.#orders = this.#orders.filter(({ until }) => at < until);
    const order = this.#orders.find(
      (each) =>
        (each.operationId === undefined || each.operationId === operationId) &&
        (each.sdkAppId === undefined || each.sdkAppId === sdkAppId),
    );
    if (!order) return undefined;
    order.left -= 1;
    if (order.left === 0) this.#orders = this.#orders.filter((each) => each !== order);
    return order.value;
  }

  /** Forgets the orders of one app, or all of them. */
  clear(sdkAppId?: number): void {
    this.#orders = sdkAppId === undefined ? [] : this.#orders.filter((each) => each.sdkAppId !== sdkAppId);
  }
}
