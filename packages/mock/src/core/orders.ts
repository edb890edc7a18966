import type { OperationId } from '@trtc-call/spec/v1';
import { MockOptionError } from '../errors.ts';

/** Which requests an order is for. What is not given matches every request. */
export interface OrderScope {
  readonly operationId?: OperationId | undefined;
  readonly sdkAppId?: number | undefined;
}

interface Order<Value> extends OrderScope {
  readonly value: Value;
  left: number;
}

/** What a test has ordered for coming requests: an order holds for a number of requests, the oldest first. */
export class Orders<Value> {
  #orders: Order<Value>[] = [];

  place(value: Value, scope: OrderScope, times = 1): void {
    if (!(times === Number.POSITIVE_INFINITY || (Number.isInteger(times) && times >= 1))) {
      throw new MockOptionError('times', `${times} is no number of requests`, 'Give 1 or more, or Infinity.');
    }
    this.#orders.push({ ...scope, value, left: times });
  }

  /** The order for this request, and counts it; `undefined` when there is none. */
  take(operationId: OperationId | undefined, sdkAppId: number | undefined): Value | undefined {
    if (this.#orders.length === 0) return undefined;
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
