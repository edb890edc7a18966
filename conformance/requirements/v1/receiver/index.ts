import type { ReceiverRequirement } from '../../../targets/receiver/receiver-requirement.ts';
import { answers } from './answers.ts';
import { load } from './load.ts';
import { once } from './once.ts';
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
