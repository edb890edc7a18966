import { webhooks as webhooksV1 } from '@trtc-call/spec/v1';
import { webhooks as webhooksV4 } from '@trtc-call/spec/v4';
import { webhookCommandsV4 } from '@trtc-call/webhooks/send';
import { type CheckedRequirement, createId } from '../requirement.ts';
import type { ReceiverContext } from './receiver-context.ts';

/**
 * What a receiver of webhooks has to do, with the check of it. MUST: webhooks are lost, doubled or
 * mixed up without it. SHOULD: it makes trouble some day.
 */
export type ReceiverRequirement = CheckedRequirement<ReceiverContext>;

/** What requirements that are the same for receivers of each generation need of it. */
export interface ReceiverGeneration {
  readonly name: 'v1' | 'v4';
  /** A command that every receiver takes. */
  readonly ended: string;
  readonly everyCommand: readonly string[];
  /** A few that stand for all. */
  readonly samples: readonly string[];
  /** A command of each family of bodies, with the members of the body. */
  readonly families: readonly (readonly [command: string, members: readonly string[]])[];
  /** A part of the body of `ended` that names the user. */
  readonly nameUser: (user: string | undefined) => Readonly<Record<string, unknown>>;
  /** Parameters of the query; one is not documented. */
  readonly query: { readonly address: string; readonly platform: string; readonly unknown: string };
  /** Of what follows from repetitions and time limits, which only the pages of v1 state outright. */
  readonly repeatedLevel: 'MUST' | 'SHOULD';
  readonly decisions: Readonly<Record<string, readonly string[]>>;
  /** Pages about how webhooks are sent. */
  readonly source: readonly number[];
  /** Pages about their bodies. */
  readonly bodySource: readonly number[];
  /** Pages about the parameters of the query. */
  readonly querySource: readonly number[];
}

export const v1: ReceiverGeneration = {
  name: 'v1',
  ended: 'normal_end',
  everyCommand: [...webhooksV1.status.commands, ...webhooksV1.event.commands],
  samples: ['normal_end', 'callee_receive_call'],
  families: [
    ['normal_end', Object.keys(webhooksV1.status.members)],
    ['caller_call_end', Object.keys(webhooksV1.event.members)],
  ],
  nameUser: (user) => ({ UserId: user }),
  query: { address: 'clientip', platform: 'optplatform', unknown: 'sequence' },
  repeatedLevel: 'MUST',
  decisions: {
    'RCA-005': ['V1-U-45'],
    'RCA-006': ['V1-U-23', 'V1-U-45'],
    'RCO-001': ['V1-U-24'],
    'RCO-003': ['V1-U-24', 'V1-U-44'],
    'RCO-004': ['V1-U-24', 'V1-U-44'],
    'RCO-005': ['V1-U-44'],
    'RCR-001': ['V1-34'],
    'RCR-002': ['V1-34'],
    'RCT-011': ['V1-U-45'],
    'RCT-013': ['V1-U-52'],
  },
  source: [60130],
  bodySource: [60129, 60130],
  querySource: [60129, 60130],
};

export const v4: ReceiverGeneration = {
  name: 'v4',
  ended: 'Call.CallbackAfterEndCall',
  everyCommand: webhookCommandsV4,
  samples: webhookCommandsV4,
  families: Object.values(webhooksV4).map(({ commands: [command], members }) => [
    command,
    Object.keys(members),
  ]),
  nameUser: (user) => ({ CallRecord: { Caller_Account: user } }),
  query: { address: 'ClientIP', platform: 'OptPlatform', unknown: 'Sequence' },
  repeatedLevel: 'SHOULD',
  decisions: {
    'RCA-006': ['V4-38'],
    'RCO-001': ['V4-38', 'V4-U-37'],
    'RCO-003': ['V4-38', 'V4-U-37'],
    'RCO-004': ['V4-38', 'V4-U-37'],
    'RCO-005': ['V4-U-37'],
    'RCO-008': ['V4-U-41'],
    'RCO-009': ['V4-38'],
    'RCT-010': ['V4-U-34'],
    'RCT-013': ['V4-U-38'],
  },
  source: [68933],
  bodySource: [68940, 68941, 69215],
  querySource: [68933, 68940],
};

/** A requirement as it is written down, by its key: a MUST of the pages about how webhooks are sent, if nothing else is said. */
type Literal = Omit<ReceiverRequirement, 'id' | 'level' | 'source'> &
  Partial<Pick<ReceiverRequirement, 'level' | 'source'>>;

export function defineReceiver(
  { name, source, decisions }: ReceiverGeneration,
  literals: Readonly<Record<string, Literal>>,
): readonly ReceiverRequirement[] {
  return Object.entries(literals).map(([key, literal]) => ({
    id: createId(name, key),
    level: 'MUST',
    source,
    decision: decisions[key] ?? [],
    ...literal,
  }));
}
