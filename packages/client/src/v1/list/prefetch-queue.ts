import type { RecordPage } from '../types.ts';
import type { Span } from './dedupe-records.ts';

interface Asked extends Span {
  answer?: Promise<RecordPage>;
}

/** The spans that are still to be read, in ascending order, the next few of them already asked for. */
export interface PrefetchQueue {
  /** Takes the next span out, together with its first page. */
  next(): { span: Span; first: Promise<RecordPage> } | undefined;
  /** Puts spans before all others. */
  putFirst(spans: readonly Span[]): void;
  clear(): void;
  /** Asks for the next few spans, unless that is under way. */
  fill(): void;
}

export function createPrefetchQueue(
  ask: (span: Span) => Promise<RecordPage>,
  prefetch: number,
): PrefetchQueue {
  let queue: Asked[] = [];
  let running = 0;

  function begin(span: Asked): Promise<RecordPage> {
    if (span.answer) return span.answer;
    running += 1;
    span.answer = ask(span).finally(() => {
      running -= 1;
    });
    // It may fail when nobody waits for it any more.
    span.answer.catch(() => {});
    return span.answer;
  }
  function fill(): void {
    // The span in hand may be under way too.
    for (const span of queue.slice(0, prefetch)) if (running <= prefetch) begin(span);
  }
  return {
    next() {
      const span = queue.shift();
      return span && { span, first: begin(span) };
    },
    putFirst(spans) {
      queue = [...spans, ...queue];
    },
    clear() {
      queue = [];
    },
    fill,
  };
}
