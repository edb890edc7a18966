import { contractVersion as versionV1 } from '@trtc-call/spec/v1';
import { contractVersion as versionV4 } from '@trtc-call/spec/v4';
import type { Suite } from '../requirement.ts';
import { listCommon } from './common.ts';
import { listLoad } from './load.ts';
import type { ReceiverContext } from './receiver-context.ts';
import { type ReceiverGeneration, v1, v4 } from './receiver-generation.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';
import { listRefusals } from './refuses.ts';
import { ofV1 } from './v1.ts';
import { ofV4 } from './v4.ts';

const listAll = (generation: ReceiverGeneration, own: readonly ReceiverRequirement[]) =>
  [...listCommon(generation), ...own, ...listRefusals(generation), ...listLoad(generation)].toSorted(
    (a, b) => (a.id < b.id ? -1 : 1),
  );

const ofEach = { v1: listAll(v1, ofV1), v4: listAll(v4, ofV4) };

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
