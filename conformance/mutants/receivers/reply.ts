import type { MutantReceiver, ReceivedRequest, ReceiverReply } from './mutant-receiver.ts';

/** An answer with this code. */
function replyWith(ErrorCode: unknown, status = 200): ReceiverReply {
  const text = JSON.stringify({ ErrorCode, ErrorMessage: ErrorCode === 0 ? 'Success' : 'Refused' });
  return { status, text, contentType: 'application/json' };
}

export const acknowledged = replyWith(0);
export const refused = replyWith(1);

/** The command of a webhook of either generation. */
export function readCommand(query: URLSearchParams): string {
  return query.get('command') ?? query.get('CallbackCommand') ?? '';
}

/** A receiver that refuses what meets the condition. */
export function refusing(
  id: string,
  broken: MutantReceiver['breaks'][number] | MutantReceiver['breaks'],
  condition: (request: ReceivedRequest) => boolean,
): MutantReceiver {
  return {
    id,
    breaks: [broken].flat(),
    mutate: async (request, { forward }) => (condition(request) ? refused : forward()),
  };
}
