/** What ends the calls of each app. */
export class RunningCalls {
  readonly #ends = new Map<number, AbortController>();

  /** Aborted when the calls of this app are to end. */
  signalOf(sdkAppId: number): AbortSignal {
    const known = this.#ends.get(sdkAppId);
    if (known) return known.signal;
    const made = new AbortController();
    this.#ends.set(sdkAppId, made);
    return made.signal;
  }

  /** Ends those of one app, or all. */
  end(sdkAppId?: number): void {
    for (const [app, controller] of [...this.#ends]) {
      if (sdkAppId !== undefined && app !== sdkAppId) continue;
      this.#ends.delete(app);
      controller.abort();
    }
  }
}
