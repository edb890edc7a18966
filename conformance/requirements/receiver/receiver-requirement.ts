import type { CheckedRequirement } from '../requirement.ts';
import type { ReceiverContext } from './receiver-context.ts';

/**
 * What a receiver of webhooks has to do, with the check of it. MUST: webhooks are lost, doubled or
 * mixed up without it. SHOULD: it makes trouble some day.
 */
export type ReceiverRequirement = CheckedRequirement<ReceiverContext>;
