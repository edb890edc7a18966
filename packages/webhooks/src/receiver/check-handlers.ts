import { webhookCommands } from '../events/webhook-commands.ts';
import { ReceiverOptionError } from './errors.ts';
import type { Handlers } from './options.ts';

/** @throws ReceiverOptionError for a word that no webhook has, since its handler would never be called */
export function checkHandlers<Transaction>(on: Handlers<Transaction>): Handlers<Transaction> {
  if (typeof on !== 'object' || on === null) {
    throw new ReceiverOptionError(
      'on',
      'it is no object',
      "Give a function for each command word, or for '*'.",
    );
  }
  const words: readonly string[] = [...webhookCommands, '*'];
  for (const [word, handler] of Object.entries(on)) {
    if (!words.includes(word)) {
      throw new ReceiverOptionError(
        `on[${JSON.stringify(word)}]`,
        'no webhook has this command word',
        `Use one of: ${words.join(', ')}.`,
      );
    }
    if (handler !== undefined && typeof handler !== 'function') {
      throw new ReceiverOptionError(`on[${JSON.stringify(word)}]`, 'it is no function', 'Give a function.');
    }
  }
  return on;
}
