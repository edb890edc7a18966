import { contractVersion as versionV1 } from '@trtc-call/spec/v1';
import { contractVersion as versionV4 } from '@trtc-call/spec/v4';
import type { Suite } from '../requirement.ts';
import { answers } from './answers.ts';
import { listLoad } from './load.ts';
import { once } from './once.ts';
import type { ReceiverContext } from './receiver-context.ts';
import { v1, v4 } from './receiver-generation.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';
import { listRefusals } from './refuses.ts';
import { tolerates } from './tolerates.ts';
import { ofV4 } from './v4.ts';

const ofEach = {
  v1: [...answers, ...once, ...tolerates, ...listRefusals(v1), ...listLoad(v1)],
  v4: [...ofV4, ...listRefusals(v4), ...listLoad(v4)],
};

/** Everything that a receiver of webhooks has to do. */
export const receiverRequirements: readonly ReceiverRequirement[] = Object.values(ofEach).flat();

/** What a receiver of the webhooks of each generation is asked. */
export const suites: readonly Suite<ReceiverContext>[] = [
  {
    generation: v1.name,
    contractVersion: versionV1,
    requirements: ofEach.v1,
    observations: [],
  },
  {
    generation: v4.name,
    contractVersion: versionV4,
    requirements: ofEach.v4,
    observations: [],
  },
];
