import type { ReceiverReply } from './mutant-receiver.ts';

/** An answer with this code. */
function replyWith(ErrorCode: unknown, status = 200): ReceiverReply {
  const text = JSON.stringify({ ErrorCode, ErrorMessage: ErrorCode === 0 ? 'Success' : 'Refused' });
  return { status, text, contentType: 'application/json' };
}

export const acknowledged = replyWith(0);
export const refused = replyWith(1);
