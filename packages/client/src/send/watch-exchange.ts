import { isTrtcCallError } from '../errors.ts';
import type { ExchangeEvent } from '../events.ts';
import type { Redact } from '../redact/create-redact.ts';
import { redactHeaders } from '../redact/redact-headers.ts';
import { type Incoming, requestHeaders } from '../transport/transport.ts';
import type { AttemptRequest } from './attempt.ts';
import { copyError, type Emitter } from './emitter.ts';

/** Follows one attempt on the wire and emits it at its end, whatever the end is. */
export interface ExchangeWatch {
  answered(answer: Incoming): void;
  ended(error?: unknown): void;
}

/** Watches an attempt. What leaves it holds no UserSig: neither where it was sent, nor where a service repeats it. */
export function watchExchange(
  emitter: Emitter,
  { operationId, attempt, body }: AttemptRequest,
  url: string,
  redact: Redact,
  now: () => number,
): ExchangeWatch {
  const startedAt = now();
  const clock = performance.now();
  const request = { method: 'POST', url: redact(url), headers: requestHeaders, body: redact(body) } as const;
  let answer: ExchangeEvent['answer'];
  return {
    answered({ status, headers, text, isRead }) {
      const body = isRead ? redact(text) : undefined;
      answer = { status, headers: redactHeaders(headers(), redact), body };
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
