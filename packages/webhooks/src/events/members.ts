import { webhooks } from '@trtc-call/spec/v1';
import type { WebhookFamily } from './webhook-commands.ts';

/** One documented member of a body. */
export interface Member {
  readonly name: string;
  readonly isInteger: boolean;
  readonly isRequired: boolean;
  readonly minimum: number;
  readonly minLength: number;
  /** The listed spelling by the same word in lower case. */
  readonly spellings: ReadonlyMap<string, string> | undefined;
}

interface Row {
  readonly type: 'string' | 'integer';
  readonly required: boolean;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly words?: readonly string[];
}

function membersOf(rows: Readonly<Record<string, Row>>): readonly Member[] {
  return Object.entries(rows).map(([name, { type, required, minimum, minLength, words }]) => ({
    name,
    isInteger: type === 'integer',
    isRequired: required,
    minimum: minimum ?? Number.NEGATIVE_INFINITY,
    minLength: minLength ?? 0,
    spellings: words && new Map(words.map((word) => [word.toLowerCase(), word])),
  }));
}

/** The documented members of each family's bodies, in the order of the contract. */
export const members: Readonly<Record<WebhookFamily, readonly Member[]>> = {
  status: membersOf(webhooks.status.members),
  event: membersOf(webhooks.event.members),
};
