import { contractVersion } from '@trtc-call/spec/v1';
import type { Suite } from '../requirement.ts';
import { answers } from './answers.ts';
import { load } from './load.ts';
import { once } from './once.ts';
import type { ReceiverContext } from './receiver-context.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';
import { refuses } from './refuses.ts';
import { tolerates } from './tolerates.ts';

/** Everything that a receiver of webhooks has to do. */
export const receiverRequirements: readonly ReceiverRequirement[] = [
  ...answers,
  ...once,
  ...tolerates,
  ...refuses,
  ...load,
];

/** What a receiver of the webhooks of this generation is asked. */
export const suite: Suite<ReceiverContext> = {
  generation: 'v1',
  contractVersion,
  requirements: receiverRequirements,
  observations: [],
};
