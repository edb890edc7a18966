import type { CapabilityState } from '../../report/run-report.ts';
import type { Account } from '../../requirements/v1/check/account.ts';

/** What a target is and what it may be asked; no requirement sees more of it than a session made from this. */
export interface Target {
  readonly name: string;
  readonly kind: 'mock' | 'live' | 'url';
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly account: Account;
  /**
   * With `fresh` every SDKAppID is served by the same key, so that each requirement gets an app of its own and all
   * run at the same time. With `fixed` there is one app, whose configuration one requirement at a time changes, below the
   * documented rates.
   */
  readonly apps: 'fresh' | 'fixed';
  readonly capabilities: readonly CapabilityState[];
}

/** A target that is ready to be asked, and what must be done when it was. */
export interface PreparedTarget {
  readonly target: Target;
  /** Puts back what the run changed, and closes what it opened. May be called again. */
  release(): Promise<void>;
}
