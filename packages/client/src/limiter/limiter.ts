import type { OperationId } from '@trtc-call/spec/v1';

/** Holds calls back so that the service's rate limits are kept. It is asked once for each attempt. */
export interface Limiter {
  /**
   * Returns nothing when the request may go at once, else a promise of its turn. A promise that rejects ends the
   * call with that error: the reason of the signal, or a LimiterFullError.
   */
  take(operationId: OperationId, signal?: AbortSignal): Promise<void> | undefined;
}
