import type { Capability, CapabilityState, TargetSummary } from '../report/run-report.ts';
import type { Account } from '../requirements/check/account.ts';
import type { CallUsers } from '../requirements/check/context.ts';
import type { Generation } from '../requirements/generation.ts';
import type { Item, ItemContext } from '../requirements/requirement.ts';
import type { Transport } from './recorder.ts';

/** What can be run side by side, and how many at the same time. */
export interface Lane<Scheduled> {
  readonly items: readonly Scheduled[];
  readonly atOnce: number;
}

/** A target that is ready to be asked, and what must be done when it was. */
export interface OpenTarget<Context extends ItemContext> {
  readonly summary: Omit<TargetSummary, 'capabilities'>;
  readonly capabilities: readonly CapabilityState[];
  /** The generations that it is asked for; default those of all suites. */
  readonly generations?: readonly string[];
  /** Says how items may be run: the lanes of a stage side by side, the stages one after the other. */
  schedule<Scheduled extends Pick<Item<never>, 'id' | 'needs'>>(
    items: readonly Scheduled[],
  ): readonly (readonly Lane<Scheduled>[])[];
  /** Gives an item a context of its own, which may do what the item says it needs, and no more. */
  open(item: Pick<Item<never>, 'id' | 'needs'>): Promise<Context>;
  /** Puts back what the run changed, and closes what it opened. */
  release(): Promise<void>;
}

/** A capability, there unless a reason says why not and how to give it; of all generations if none is named. */
export function describeCapability(
  name: Capability,
  missing: string | undefined,
  generation?: string,
): CapabilityState {
  return {
    name,
    ...(generation !== undefined && { generation }),
    available: missing === undefined,
    ...(missing !== undefined && { reason: missing }),
  };
}

/** The value of work, or the reason of the signal as soon as it is aborted, though the work goes on. */
export async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What a run had changed could not be put back. The message says what is to be done by hand. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
  /** Stable, for programs. */
  readonly code = 'not-restored';
}

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
  readonly transport: Transport;
  /** Ends the calls that ring, as far as they can be ended now. Does not reject. Default they ring until they end themselves. */
  readonly endCalls?: () => Promise<void>;
  /** Puts back what the run changed, and closes what it opened. May be called again. */
  release(): Promise<void>;
}
