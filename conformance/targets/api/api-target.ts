import type { CapabilityState } from '../../report/run-report.ts';
import type { Account } from '../../requirements/check/account.ts';
import type { CallUsers } from '../../requirements/check/context.ts';
import type { Generation } from '../../requirements/generation.ts';

/** Where a generation of the API is asked, without a slash at the end. */
export interface Place {
  readonly generation: Generation;
  readonly baseUrl: string;
}

/** What a target is and what it may be asked; no requirement sees more of it than a session made from this. */
export interface ApiTarget {
  readonly name: string;
  readonly kind: 'mock' | 'live' | 'url';
  /** One for each generation that it is asked for. */
  readonly places: readonly Place[];
  readonly account: Account;
  /** Between whom calls may be placed. */
  readonly callUsers?: CallUsers | undefined;
  /**
   * With `fresh` every SDKAppID is served by the same key, so that each requirement gets an app of its own and all
   * run at the same time. With `fixed` there is one app, whose configuration one requirement at a time changes, below the
   * documented rates.
   */
  readonly apps: 'fresh' | 'fixed';
  readonly capabilities: readonly CapabilityState[];
  /** What else is to be said of it, such as that the app lacks the package of a generation. */
  readonly notes: readonly string[];
  /** Generations that were to be checked and could not be, and why. */
  readonly unchecked: readonly string[];
}

/** A target that is ready to be asked, and what must be done when it was. */
export interface PreparedTarget {
  readonly target: ApiTarget;
  /** The clock of the target in milliseconds, and how it is waited for there. Default those of this machine. */
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Puts back what the run changed, and closes what it opened. May be called again. */
  release(): Promise<void>;
}
