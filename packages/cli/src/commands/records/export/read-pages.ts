import type { RecordListPage } from '@trtc-call/client';
import type { AnyRecord, Filter, Service } from '../../../service.ts';

export interface Rest {
  readonly service: Service;
  readonly filter: Filter;
}

/**
 * The pages of all generations, always of the one that has been read the least far: what leaves the service while the
 * records are read has been read before, in each of them.
 */
export async function* readPages<Each extends Rest>(
  rests: readonly Each[],
  signal: AbortSignal,
): AsyncGenerator<{ page: RecordListPage<AnyRecord>; rest: Each }, void, undefined> {
  const readings = rests.map((rest) => ({
    rest,
    pages: rest.service.listRecords(rest.filter, signal)[Symbol.asyncIterator](),
    reached: rest.filter.start,
  }));
  const open = new Set(readings);
  try {
    while (open.size > 0) {
      const reading = [...open].reduce((one, other) => (other.reached < one.reached ? other : one));
      const { done, value: page } = await reading.pages.next();
      if (done) {
        open.delete(reading);
        continue;
      }
      reading.reached = page.endTimestamp;
      yield { page, rest: reading.rest };
      // It ends with the error that says why, before any other reading goes on.
      if (!page.isComplete) await reading.pages.next();
    }
  } finally {
    for (const { pages } of readings) await pages.return?.();
  }
}
