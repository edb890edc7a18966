import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTrtcCallError, RefusedError } from '../errors.ts';
import {
  answerFilter,
  makeRecordV4,
  ordersV4,
  plainReadingV4,
  type ReadingV4,
} from '../testing/service-v4.ts';
import { createRecordList } from '../v4/records.ts';
import type { RecordFilterV4, RecordPageV4 } from '../v4/types.ts';

const start = 1_700_000_000;
const end = start + 3000;

interface Asked {
  readonly from: number;
  readonly to: number;
  /** How many requests came before. */
  readonly before: number;
}

/** Spans that the service treats in its own way, by seconds since the start. */
interface Fault {
  readonly spans: 'within' | 'across' | 'shorter' | 'from' | 'until' | 'each-nth';
  readonly from: number;
  readonly seconds: number;
}

interface Service extends ReadingV4 {
  readonly records: readonly (readonly [second: number, length: number])[];
  /** Before each request some records arrive, and the oldest ones age out. */
  readonly arrivals: readonly (readonly number[])[];
  readonly ageing: readonly number[];
  /** Refused by 101050. */
  readonly refused: Fault | undefined;
  /** Answered as if nothing matched. */
  readonly hidden: Fault | undefined;
  readonly pageSize: number;
  readonly prefetch: number;
}

function hits(fault: Fault | undefined, { from, to, before }: Asked): boolean {
  // All that a service has must be seen without a filter: one that hides that too has no records for a client.
  if (!fault || from < 0) return false;
  const last = fault.from + fault.seconds;
  if (fault.spans === 'within') return from >= fault.from && to <= last;
  if (fault.spans === 'across') return from <= last && to >= fault.from;
  if (fault.spans === 'shorter') return to - from < fault.seconds;
  if (fault.spans === 'from') return from >= fault.from;
  if (fault.spans === 'until') return to <= fault.from;
  return before % (2 + (fault.from % 7)) === 1;
}

const makeRecord = (id: number, second: number, length: number) =>
  makeRecordV4(id, start + second, Math.min(start + second + length, end));

function refuse(code: number): RefusedError {
  const reason = code === 101050 ? 'RecordNotFound' : 'ParameterInvalid';
  return new RefusedError({
    code,
    reason,
    requestId: 'Id-1',
    operationId: 'getRecordsByFilter',
    remedy: '',
    retryable: false,
    vendorMessage: '',
  });
}

function serve(service: Service) {
  let kept = service.records.map(([second, length], at) => makeRecord(at, second, length));
  let made = kept.length;
  const aged = new Set<string>();
  const staying = kept.map(({ CallId }) => CallId);
  let before = -1;

  function move() {
    for (const second of service.arrivals[before] ?? []) kept.push(makeRecord(made++, second, 0));
    // Not the last ones: no app loses all of its records within a few requests.
    const most = Math.min(service.ageing[before] ?? 0, Math.max(0, kept.length - 20));
    const oldest = kept.toSorted(ordersV4.oldest).slice(0, most);
    for (const { CallId } of oldest) aged.add(CallId);
    kept = kept.filter(({ CallId }) => !aged.has(CallId));
  }
  const query = async (asked: RecordFilterV4): Promise<RecordPageV4> => {
    before += 1;
    move();
    const { StartTime = 0, EndTime = Number.POSITIVE_INFINITY } = asked;
    const span = { from: StartTime - start, to: EndTime - start, before };
    if (hits(service.refused, span)) throw refuse(101050);
    // What is hidden from the list as a whole does not exist for a client.
    const isHidden = hits(service.hidden, span) && EndTime - StartTime < end - start;
    const page = answerFilter(asked, service, isHidden ? [] : kept);
    if (typeof page === 'number') throw refuse(page);
    return page;
  };
  return { query, findExpected: () => staying.filter((id) => !aged.has(id)) };
}

async function readAll(service: Service) {
  const { query, findExpected } = serve(service);
  const clocks = { now: () => end * 1000 };
  const filter = { StartTime: start, EndTime: end, NumberPerPage: service.pageSize };
  const given: string[] = [];
  let incompleteFrom: number | undefined;
  let error: unknown;
  try {
    const { prefetch } = service;
    for await (const page of createRecordList(query, clocks, filter, { prefetch }).pages()) {
      given.push(...page.records.map(({ CallId }) => CallId));
      incompleteFrom = page.incompleteFrom;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { given, error, incompleteFrom, lost: findExpected().filter((id) => !given.includes(id)) };
}

const seconds = fc.integer({ min: 2, max: 2998 });
const fault = fc.record<Fault>({
  spans: fc.constantFrom('within', 'across', 'shorter', 'from', 'until', 'each-nth'),
  from: fc.integer({ min: 0, max: 3000 }),
  seconds: fc.constantFrom(0, 3, 40, 300, 1500),
});
const start2 = fc.integer({ min: 0, max: 2900 });
const crowded = start2.chain((at) => fc.integer({ min: at, max: at + 60 }));
const soundParts = {
  records: fc.array(fc.tuple(fc.oneof(seconds, crowded), fc.constantFrom(0, 3, 400)), {
    maxLength: 70,
    size: 'max' as const,
  }),
  arrivals: fc.array(fc.array(seconds, { maxLength: 3 }), { maxLength: 30, size: 'max' as const }),
  ageing: fc.array(fc.nat({ max: 2 }), { maxLength: 12 }),
  most: fc.constantFrom(1000, 10, 13),
  beyond: fc.constantFrom<Service['beyond']>('cut', 101050, 101002),
  pastTheEnd: fc.constantFrom<Service['pastTheEnd']>('page-number', 'last-page-again', 101050),
  nothing: fc.constantFrom<Service['nothing']>('empty', 101050),
  order: fc.constantFrom<Service['order']>('oldest', 'newest', 'by-id'),
  by: fc.constantFrom<Service['by']>('StartTime', 'EndTime'),
  bounds: fc.constant('both' as const),
  total: fc.constantFrom<Service['total']>('right', 'page'),
  repeatsAtBorders: fc.boolean(),
  refused: fc.constant<Fault | undefined>(undefined),
  hidden: fc.constant<Fault | undefined>(undefined),
  pageSize: fc.constantFrom(5, 20, 100),
  prefetch: fc.integer({ min: 0, max: 4 }),
};
// One full page over and over may hide what comes after it.
const soundServices = fc
  .record<Service>(soundParts)
  .filter(({ pastTheEnd }) => pastTheEnd !== 'last-page-again');
const lossyServices = fc
  .record<Service>({
    ...soundParts,
    total: fc.constantFrom<Service['total']>('right', 'right', 'absent', 'page', 'zero', 'too-high'),
    refused: fc.option(fault, { nil: undefined, freq: 3 }),
  })
  // One that cuts pages and counts nothing but the page announces nothing that its parts could be held against.
  .filter(
    ({ total, most, pageSize, pastTheEnd, refused }) =>
      total !== 'page' || most >= pageSize || (pastTheEnd !== 'last-page-again' && !refused),
  )
  // With a right count alone can be seen what differs from one request to the next.
  .filter(({ refused, total }) => total === 'right' || refused?.spans !== 'each-nth');

describe('records.list gives every record once, or fails', () => {
  const numRuns = isFullProof ? 20_000 : 500;

  test('where the service refuses some spans, or miscounts', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(lossyServices, async (service) => {
      const { given, error, lost } = await readAll(service);
      expect(new Set(given).size, 'a record was given twice').toBe(given.length);
      if (error) expect(isTrtcCallError(error), String(error)).toBe(true);
      else expect(lost, 'records were lost in silence').toEqual([]);
    });
    await fc.assert(property, { numRuns });
  });

  test('never fails where the service is sound, though records come and age', {
    timeout: 120_000,
  }, async () => {
    const property = fc.asyncProperty(soundServices, async (service) => {
      const { error, lost } = await readAll(service);
      expect(error).toBeUndefined();
      expect(lost).toEqual([]);
    });
    await fc.assert(property, { numRuns });
  });

  test.each(['within', 'shorter'] as const)(
    'and names the time of which parts lack records: %s',
    async (spans) => {
      const service: Service = {
        records: Array.from({ length: 60 }, (_, at) => [at * 50, 0] as const),
        ...plainReadingV4,
        arrivals: [],
        ageing: [],
        refused: undefined,
        hidden: { spans, from: 700, seconds: 900 },
        pageSize: 20,
        prefetch: 1,
      };
      const { error, incompleteFrom } = await readAll(service);
      expect(incompleteFrom, 'earlier pages lack some too').toBe(start);
      expect(error).toMatchObject({
        kind: 'contract',
        message: expect.stringMatching(
          /TotalNum is 60, not at most \d+, as many as the parts of the time from 2023-11-14T22:13:20/,
        ),
      });
    },
  );
});
