import { contractVersion } from '@trtc-call/spec/v1';
import type { Suite } from '../requirement.ts';
import { body } from './body.ts';
import { callbackObservations } from './callback-observations.ts';
import { callbackOthers } from './callback-others.ts';
import { callbackSet } from './callback-set.ts';
import type { CheckContext } from './check/context.ts';
import type { CheckedRequirement, Observation, Requirement } from './check/requirement.ts';
import { envelope } from './envelope.ts';
import { filter } from './filter.ts';
import { list } from './list.ts';
import { negative } from './negative.ts';
import { protocolObservations } from './protocol-observations.ts';
import { queryParameterRequirements } from './query-parameters.ts';
import { rateLimit } from './rate-limit.ts';
import { record } from './record.ts';
import { recordsObservations } from './records-observations.ts';
import { transport } from './transport.ts';
import { userSig } from './user-sig.ts';
import { webhook } from './webhook.ts';

/** Every statement of the contract that a target keeps or breaks. */
export const requirements: readonly Requirement[] = [
  ...transport,
  ...envelope,
  ...queryParameterRequirements,
  ...userSig,
  ...body,
  ...record,
  ...list,
  ...filter,
  ...callbackSet,
  ...callbackOthers,
  ...negative,
  ...rateLimit,
  ...webhook,
];

/** Those of them that have a check. */
export const checkedRequirements: readonly CheckedRequirement[] = requirements.filter(
  (requirement): requirement is CheckedRequirement => requirement.check !== undefined,
);

/** What the vendor's pages leave open, in the order of the ids. */
export const observations: readonly Observation[] = [
  ...protocolObservations,
  ...recordsObservations,
  ...callbackObservations,
].toSorted((one, other) => one.id.localeCompare(other.id));

/** What a target of this generation of the API is asked. */
export const suite: Suite<CheckContext> = { generation: 'v1', contractVersion, requirements, observations };
