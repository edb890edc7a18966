import { findQueryNames } from '@trtc-call/webhooks/send';
import type { RequirementId } from '../requirement.ts';
import type { ReceiverContext } from './receiver-context.ts';

/** What requirements that are the same for receivers of each generation need of it. */
export interface ReceiverGeneration {
  readonly name: 'v1' | 'v4';
  /** A command that every receiver takes. */
  readonly ended: string;
  /** Pages about how webhooks are sent. */
  readonly source: readonly number[];
  /** Pages about the parameters of the query. */
  readonly querySource: readonly number[];
  /** That a receiver looks at the app. */
  readonly appDecision: readonly string[];
}

export const v1: ReceiverGeneration = {
  name: 'v1',
  ended: 'normal_end',
  source: [60130],
  querySource: [60129, 60130],
  appDecision: ['V1-34'],
};

export const v4: ReceiverGeneration = {
  name: 'v4',
  ended: 'Call.CallbackAfterEndCall',
  source: [68933],
  querySource: [68933, 68940],
  appDecision: [],
};

export function createId({ name }: ReceiverGeneration, key: `${string}-${string}`): RequirementId {
  return name === 'v1' ? `V1-${key}` : `V4-${key}`;
}

/** The query of a webhook as text, with parameters that are to be others; null leaves one out. */
export function writeQuery(
  { webhook }: Pick<ReceiverContext, 'webhook'>,
  { ended }: ReceiverGeneration,
  change: Partial<Record<'app' | 'command', string | readonly string[] | null>>,
): string {
  const query = new URLSearchParams(webhook(ended).query);
  const names = findQueryNames(query);
  if (!names) throw new TypeError('a webhook names its app and command');
  for (const [part, values] of Object.entries(change)) {
    const name = part === 'app' ? names.app : names.command;
    query.delete(name);
    for (const value of [values].flat()) if (value !== null) query.append(name, value);
  }
  return query.toString();
}
