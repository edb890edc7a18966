/** A call that goes on. */
export interface RunningCall {
  /** Aborted when the call is to end. */
  readonly signal: AbortSignal;
  /** It has ended. */
  readonly ended: () => void;
}

/** The calls that go on, by app. */
export class RunningCalls {
  readonly #calls = new Map<AbortController, number>();

  get size(): number {
    return this.#calls.size;
  }

  begin(sdkAppId: number): RunningCall {
    const controller = new AbortController();
    this.#calls.set(controller, sdkAppId);
    return { signal: controller.signal, ended: () => this.#calls.delete(controller) };
  }

  /** Ends those of one app, or all. */
  end(sdkAppId?: number): void {
    for (const [controller, app] of [...this.#calls]) {
      if (sdkAppId !== undefined && app !== sdkAppId) continue;
      this.#calls.delete(controller);
      controller.abort();
    }
  }
}
