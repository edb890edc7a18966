import { webhooks } from '@trtc-call/spec/v1';
import type { WebhookFamily } from './webhook-commands.ts';

/** One documented member of a body. */
export interface Member {
  readonly name: string;
  readonly isInteger: boolean;
  /** The listed spelling by the same word in lower case. */
  readonly spellings: ReadonlyMap<string, string> | undefined;
}

interface Row {
  readonly type: 'string' | 'integer';
  readonly words?: readonly string[];
}

function listMembers(rows: Readonly<Record<string, Row>>): readonly Member[] {
  return Object.entries(rows).map(([name, { type, words }]) => ({
    name,
    isInteger: type === 'integer',
    spellings: words && new Map(words.map((word) => [word.toLowerCase(), word])),
  }));
}

/** The documented members of each family's bodies, in the order of the contract. */
export const members: Readonly<Record<WebhookFamily, readonly Member[]>> = {
  status: listMembers(webhooks.status.members),
  event: listMembers(webhooks.event.members),
};
