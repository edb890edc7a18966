import type { Span } from './dedupe-records.ts';
import type { ListedPage } from './read-span.ts';

interface Asked<Entry> extends Span {
  answer?: Promise<ListedPage<Entry>>;
}

/** The spans that are still to be read, in ascending order, the next few of them already asked for. */
export interface PrefetchQueue<Entry> {
  /** Takes the next span out, together with its first page. */
  next(): { span: Span; first: Promise<ListedPage<Entry>> } | undefined;
  /** Puts spans before all others. */
  putFirst(spans: readonly Span[]): void;
  clear(): void;
  /** Asks for the next few spans, unless that is under way. */
  fill(): void;
}

export function createPrefetchQueue<Entry>(
  ask: (span: Span) => Promise<ListedPage<Entry>>,
  prefetch: number,
): PrefetchQueue<Entry> {
  let queue: Asked<Entry>[] = [];
  let running = 0;

  function begin(span: Asked<Entry>): Promise<ListedPage<Entry>> {
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
