import { contracts } from '../generations.ts';
import { v1 } from '../v1/sender.ts';
import { v4 } from '../v4/sender.ts';
import type { Sender } from './webhook.ts';

const [usual, ...others] = [v1, v4] as const;
const senders: readonly Sender[] = [usual, ...others];

/** Every generation whose webhooks can be sent. */
export const generationNames = ['v1', 'v4'] as const;

/** The generation of a name; without one that of the command, and v1 where the word is not documented. */
export function findSender(name: string | undefined, command: string): Sender | undefined {
  if (name !== undefined) return senders.find(({ contract }) => contract.generation === name);
  return senders.find(({ contract }) => contract.commands.includes(command)) ?? usual;
}

/** The generation of a webhook, by its query. */
export function chooseSender(search: string): Sender {
  return findSender(contracts.choose(search).contract.generation, '') ?? usual;
}

/** The names of the parameters, by the generation whose app and command a query has; undefined where it has neither. */
export function findQueryNames(parameters: URLSearchParams): Sender['contract']['query'] | undefined {
  const names = senders.map(({ contract }) => contract.query);
  return names.find(({ app, command }) => parameters.has(app) && parameters.has(command));
}
