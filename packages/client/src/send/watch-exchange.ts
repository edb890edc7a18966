import { isTrtcCallError } from '../errors.ts';
import type { ExchangeEvent } from '../events.ts';
import { type Incoming, requestHeaders } from '../transport/transport.ts';
import type { AttemptRequest } from './attempt.ts';
import { copyError, type Emitter } from './emitter.ts';

/** Follows one attempt on the wire and emits it at its end, whatever the end is. */
export interface ExchangeWatch {
  answered(answer: Incoming): void;
  ended(error?: unknown): void;
}

const takenOut = '[redacted]';

/** Watches an attempt. What leaves it holds no UserSig: neither where it was sent, nor where a service repeats it. */
export function watchExchange(
  emitter: Emitter,
  { operationId, attempt, body }: AttemptRequest,
  url: string,
  userSig: string,
  now: () => number,
): ExchangeWatch {
  const startedAt = now();
  const clock = performance.now();
  const clean = (text: string) => text.replaceAll(userSig, takenOut);
  const request = { method: 'POST', url: clean(url), headers: requestHeaders, body } as const;
  let answer: ExchangeEvent['answer'];
  return {
    answered({ status, headers, text, isRead }) {
      const pairs = [...headers()].map(([name, value]) => [name, clean(value)] as const);
      answer = { status, headers: Object.fromEntries(pairs), body: isRead ? clean(text) : undefined };
    },
    ended(error) {
      const milliseconds = performance.now() - clock;
      emitter.emit('onExchange', () => {
        const failure = isTrtcCallError(error) ? copyError(error) : undefined;
        return { operationId, attempt, startedAt, milliseconds, request, answer, error: failure };
      });
    },
  };
}
