import type { Source } from '@trtc-call/spec/v1';
import type { Capability, Level } from '../../report/run-report.ts';
import type { ReceiverContext } from './receiver-context.ts';

/** What a receiver of webhooks has to do, with the check that tells whether it does. */
export interface ReceiverRequirement {
  /** `V1-RC<A>-<NNN>`, never reused for another meaning. */
  readonly id: `V1-RC${string}-${string}`;
  /** MUST: webhooks are lost, doubled or mixed up without it. SHOULD: it makes trouble some day. */
  readonly level: Level;
  /** In our words. */
  readonly sentence: string;
  /** The vendor's pages on which it rests. */
  readonly source: readonly Source[];
  /** Entries of decisions.md on which the sentence rests. */
  readonly decision?: readonly string[];
  /** What must be known of the receiver; without it the requirement is skipped. */
  readonly needs?: readonly Capability[];
  check(context: ReceiverContext): Promise<void>;
}
