import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';
import type { HandlerContext, Handlers } from './options.ts';

/** Calls the right handler with the event. */
type Bound<Transaction> = (
  event: WebhookEvent | UnknownEvent,
  context: HandlerContext<Transaction>,
) => unknown;

/** The handler of the event's own command word, or else the one for everything. */
export function handlerOf<Transaction>(
  on: Handlers<Transaction>,
  event: WebhookEvent | UnknownEvent,
): Bound<Transaction> | undefined {
  const own: unknown = Object.hasOwn(on, event.command) ? on[event.command] : undefined;
  return isHandler<Transaction>(own) ? own : on['*'];
}

/** The table gives each word the handler of its own events, which the compiler cannot follow through a variable word. */
function isHandler<Transaction>(own: unknown): own is Bound<Transaction> {
  return typeof own === 'function';
}
