import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWorld, makeRecord, matcher, plainReading, type Reading } from '../testing/record-world.ts';
import type { QueryRecords } from './record-list.ts';
import { createRecordList } from './records.ts';
import type { CallRecord, RecordFilter } from './types.ts';

/** What must not be done, to show that the tests of `records.list` notice: turns pages until a short one comes. */
async function* naivePages(query: QueryRecords, filter: RecordFilter): AsyncGenerator<CallRecord> {
  const size = filter.numberPerPage ?? 100;
  for (let page = 1; ; page += 1) {
    const { records } = await query({ ...filter, page }, {});
    yield* records;
    if (records.length < size) return;
  }
}

// So far apart that never more than a few calls begin within the seconds that cannot be cut.
const secondsApart = 6;
const slots = 330;
const start = 10_000;
const end = start + slots * secondsApart;

/** What happens to the records before each request: some come, some that came go. */
type Change = { readonly come: readonly string[]; readonly go: readonly number[] };

interface Plan {
  readonly staying: readonly { readonly id: string; readonly slot: number; readonly seconds: number }[];
  readonly changes: readonly Change[];
  readonly reading: Partial<Reading>;
  readonly numberPerPage: number;
  readonly prefetch: number;
}

const ids = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom(...'abyz0') });
const readings = fc
  .record({
    bounds: fc.constantFrom<Reading['bounds']>('both', 'neither', 'start', 'end'),
    order: fc.constantFrom<Reading['order']>('oldest', 'newest', 'by-id', 'by-id-down', 'shuffled'),
    pastTheEnd: fc.constantFrom<Reading['pastTheEnd']>(
      'empty',
      'refused',
      'last-page-again',
      'first-page-again',
    ),
    totalNum: fc.constantFrom<Reading['totalNum']>('all-matches', 'this-page', 'of-empty-page-0'),
    by: fc.constantFrom<Reading['by']>('startCallTs', 'endTs'),
    mostAtOnce: fc.constantFrom(Number.POSITIVE_INFINITY, 4, 7),
  })
  // A service that cuts pages below its own default and counts nothing but the page cannot be told from one at its end.
  .filter(({ mostAtOnce, totalNum }) => mostAtOnce > 20 || totalNum !== 'this-page');

const plans: fc.Arbitrary<Plan> = fc.record({
  staying: fc.uniqueArray(
    fc.record({ id: ids, slot: fc.integer({ min: 0, max: slots }), seconds: fc.constantFrom(0, 3, 700) }),
    { selector: ({ id }) => id, maxLength: 60, size: 'max' },
  ),
  changes: fc.array(
    fc.record({ come: fc.array(ids, { maxLength: 8 }), go: fc.array(fc.nat({ max: 30 }), { maxLength: 8 }) }),
    { maxLength: 60, size: 'max' },
  ),
  reading: readings,
  numberPerPage: fc.constantFrom(5, 8, 20),
  prefetch: fc.integer({ min: 0, max: 8 }),
});

/** Records that stay, and a script of others that come and go around them, each at a slot of its own. */
function makeWorld({ staying, changes, reading }: Plan) {
  const taken = new Set<number>();
  const free = (slot: number) => {
    for (let at = slot; ; at = (at + 1) % (slots + 1)) if (!taken.has(at)) return at;
  };
  const placed = staying.map(({ id, slot, seconds }) => {
    const at = free(slot);
    taken.add(at);
    return makeRecord(`${id}-stays`, start + at * secondsApart, seconds);
  });
  let made = 0;
  const passing: CallRecord[] = [];
  const world = createWorld(placed, reading, (kept, requests) => {
    const change = changes[requests];
    if (!change) return;
    for (const index of change.go) {
      const [gone] = passing.splice(index % Math.max(1, passing.length), 1);
      if (gone) kept.delete(gone.callId);
    }
    for (const id of change.come) {
      made += 1;
      const record = makeRecord(`${id}-${made}`, start + ((made * 7919) % (slots + 1)) * secondsApart);
      passing.push(record);
      kept.set(record.callId, record);
    }
  });
  const isAsked = matcher({ startTimestamp: start, endTimestamp: end }, { ...plainReading, ...reading });
  return { ...world, expected: placed.filter(isAsked).map(({ callId }) => callId) };
}

type ReadAll = (query: QueryRecords, filter: RecordFilter, prefetch: number) => AsyncIterable<CallRecord>;

const readList: ReadAll = (query, filter, prefetch) =>
  createRecordList({ query, now: () => end * 1000 }, filter, { prefetch });

function property(readAll: ReadAll) {
  return fc.asyncProperty(plans, async (plan) => {
    const { query, asked, expected } = makeWorld(plan);
    const { numberPerPage, prefetch } = plan;
    const filter = { startTimestamp: start, endTimestamp: end, numberPerPage };
    const given: string[] = [];
    for await (const { callId } of readAll(query, filter, prefetch)) {
      given.push(callId);
      if (given.length > 10_000) throw new Error('it goes on for ever');
    }
    expect(new Set(given).size, 'a record was given twice').toBe(given.length);
    expect(
      expected.filter((id) => !given.includes(id)),
      'records were lost',
    ).toEqual([]);
    expect(asked.length, 'it takes too many requests').toBeLessThan(300);
  });
}

describe('records that are there during the whole reading', () => {
  test('come exactly once, whatever comes and goes between two requests', { timeout: 60_000 }, async () => {
    await fc.assert(property(readList), { numRuns: isFullProof ? 1500 : 300 });
  });

  test('get lost or come twice when pages are turned, and the property notices', {
    timeout: 60_000,
  }, async () => {
    const { failed } = await fc.check(property(naivePages), { numRuns: 400 });
    expect(failed, 'the property is blind: turning pages passed it').toBe(true);
  });
});
