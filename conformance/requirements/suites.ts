import type { Generation } from './generation.ts';
import { listCommon } from './receiver/common.ts';
import { type ReceiverRequirement, v1 as receiverV1, v4 as receiverV4 } from './receiver/generation.ts';
import type { ReceiverContext } from './receiver/receiver-context.ts';
import { listRefusals } from './receiver/refuses.ts';
import { onlyV1 } from './receiver/v1.ts';
import { onlyV4 } from './receiver/v4.ts';
import type { Suite } from './requirement.ts';
import type { ApiSuite } from './shared/suite.ts';
import * as v1 from './v1/index.ts';
import * as v4 from './v4/index.ts';

/** A generation of the API, and what is asked of a target of it. */
export interface ApiGeneration {
  readonly generation: Generation;
  readonly suite: ApiSuite;
}

/** The generations that a target can be asked for, oldest first. A further one joins this list. */
export const apiGenerations: readonly ApiGeneration[] = [v1, v4];

export interface ReceiverSuite extends Suite<ReceiverContext> {
  readonly requirements: readonly ReceiverRequirement[];
}

/** What a receiver of the webhooks of each generation is asked. */
export const receiverSuites: readonly ReceiverSuite[] = (
  [
    [receiverV1, onlyV1, v1.suite],
    [receiverV4, onlyV4, v4.suite],
  ] as const
).map(([generation, own, { contractVersion }]) => ({
  generation: generation.name,
  contractVersion,
  requirements: [...listCommon(generation), ...own, ...listRefusals(generation)].toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  ),
  observations: [],
}));

export const receiverRequirements = receiverSuites.flatMap(({ requirements }) => requirements);
