import { ContractError } from '../errors.ts';
import type { CallRecord, RecordPage } from '../records.ts';
import { createAskAhead } from './ask-ahead.ts';
import { createGiven } from './given-records.ts';
import { type AskPage, isPastTheEnd, type Reading, readByPages } from './read-by-pages.ts';
import { isOutside, type Span, split } from './spans.ts';

/** The records of the calls that began in one span of time. */
export interface RecordListPage {
  /** Those that were not given before, from the oldest to the newest. */
  readonly records: CallRecord[];
  /** The first second of the span, in Unix seconds. */
  readonly startTimestamp: number;
  /** The last second of the span, in Unix seconds; the next page begins with the second after it. */
  readonly endTimestamp: number;
  /** Whether these are all. After a page that may lack some, the reading ends with a ContractError. */
  readonly isComplete: boolean;
}

/** Asks for one page of a span. */
export type AskSpan = (span: Span, page: number) => Promise<RecordPage>;

// So that most parts fit into one answer, although calls are not spread evenly.
const filling = 0.75;
const mostParts = 64;
const leastSeconds = 3;

/**
 * Reads a span in parts so short that one answer holds all of a part. Page numbers would not do: a record that comes
 * or goes between two pages moves the others, and some would be given twice or never.
 */
export async function* readSpans(
  ask: AskSpan,
  whole: Span,
  pageSize: number,
  prefetch: number,
): AsyncGenerator<RecordListPage, void, undefined> {
  const ahead = createAskAhead((span) => ask(span, 1), prefetch);
  const pick = createGiven(whole);
  ahead.putFirst([whole]);
  for (let taken = ahead.next(); taken; taken = ahead.next()) {
    ahead.lookAhead();
    let { span } = taken;
    const { records, totalNum } = await taken.first;
    let reading: Reading = { records, issue: undefined };
    // A short page is no proof: a service may give fewer records at once than it was asked for.
    if (records.length >= pageSize || totalNum > records.length) {
      if (records.some((record) => isOutside(record, span))) {
        // The service does not heed the times, so one reading by pages shows all that is left.
        span = { start: span.start, end: whole.end };
        ahead.clear();
      } else if (span.end - span.start + 1 >= leastSeconds) {
        const parts = Math.ceil(totalNum / (filling * records.length));
        ahead.putFirst(split(span, Math.min(Math.max(parts, 2), mostParts)));
        continue;
      }
      reading = await readByPages(pagesOf(ask, span), pageSize);
    }
    ahead.lookAhead();
    const { start: startTimestamp, end: endTimestamp } = span;
    const isComplete = !reading.issue;
    yield { records: pick(reading.records, span), startTimestamp, endTimestamp, isComplete };
    if (reading.issue) throw new ContractError('getRecordsByFilter', [reading.issue]);
  }
}

function pagesOf(ask: AskSpan, span: Span): AskPage {
  return (page) =>
    ask(span, page).catch((error: unknown) => {
      if (page > 1 && isPastTheEnd(error)) return undefined;
      throw error;
    });
}
