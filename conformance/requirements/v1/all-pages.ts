import { expectThat, requireThat } from '../expect.ts';
import type { CheckContext } from './check/context.ts';
import {
  aMinuteAgo,
  knownRecord,
  listIds,
  listRecords,
  readTotal,
  windowStart,
} from './records-in-window.ts';

/** A filter by time of which all pages can be read with a few requests. */
interface Window {
  readonly startTimestamp: number;
  readonly endTimestamp: number;
}

const pageSize = 10;
const mostPages = 12;

/** The longest window around a known call that holds a few pages only, however many calls the app has. */
export async function longWindow(context: CheckContext): Promise<Window> {
  const { startCallTs } = await knownRecord(context);
  const end = aMinuteAgo(context);
  for (let seconds = 4 * 86_400; seconds > 60; seconds = Math.floor(seconds / 4)) {
    const window = {
      startTimestamp: Math.max(windowStart(context), startCallTs - seconds),
      endTimestamp: Math.min(end, startCallTs + seconds),
    };
    const total = readTotal(await listRecords(context, { ...window, numberPerPage: 1 }));
    if (total <= pageSize * mostPages) return window;
  }
  return { startTimestamp: startCallTs, endTimestamp: Math.min(end, startCallTs + 1) };
}

/** The pages of a window, one after the other, hold as many records as its total says, each once. */
export async function expectAllPages(context: CheckContext, window: Window): Promise<void> {
  const first = await listRecords(context, { ...window, numberPerPage: pageSize });
  const total = readTotal(first);
  requireThat(first.records.length > 0, 'V1-FLT-008', 'the calls of a window', 'an empty list');
  const numbers = Array.from({ length: Math.ceil(total / pageSize) }, (_, at) => at + 1);
  const pages = await Promise.all(
    numbers.map((page) => listRecords(context, { ...window, numberPerPage: pageSize, page })),
  );
  const ids = pages.flatMap(listIds);
  expectThat(ids.length === total, `${total} records on all pages together`, `${ids.length}`);
  const repeated = ids.filter((id, at) => ids.indexOf(id) !== at);
  expectThat(repeated.length === 0, 'each record once', `${repeated.join(', ')} twice`);
}
