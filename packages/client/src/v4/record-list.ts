import { type ErrorName, limits } from '@trtc-call/spec/v4';
import { isTrtcCallError, type TrtcCallError } from '../errors.ts';
import type { ListedPage, ListSource } from '../list/read-span.ts';
import {
  createList,
  type FilterFacts,
  findLatest,
  identify,
  type ListClocks,
  type ListQuery,
  type RecordList,
  type RecordListOptions,
  type TimeInput,
} from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import { requestSchemas } from './generated/v4-schemas.gen.ts';
import { backendTimeoutMilliseconds } from './generated/v4-tables.gen.ts';
import type { CallRecordV4, RecordFilterV4, RecordPageV4 } from './types.ts';

/** Which records are wanted. Without a time: all that the service still has. */
export interface RecordListFilterV4 {
  /**
   * The earliest start of a call: a `Date`, Unix seconds, or ISO 8601 text. Default: the service's data window before now, by the service's clock where that of the
   * machine is wrong. A fraction of a second is cut.
   */
  StartTime?: TimeInput | undefined;
  /** The latest time of a call: a `Date`, Unix seconds, or ISO 8601 text. Default: the moment at which a reading begins, by the same clock. */
  EndTime?: TimeInput | undefined;
  /** Only calls with this result. Default: calls with any. */
  CallResult?: RecordFilterV4['CallResult'] | undefined;
  /** Only calls of this type. Default: calls of any. */
  CallType?: RecordFilterV4['CallType'] | undefined;
  /**
   * How many records one request asks for, from 1 to 100. Default: 100. The service's maximum is not documented; where it
   * refuses, 10 are asked for at once, its own default.
   */
  NumberPerPage?: number | undefined;
}

const defaultPerPage = limits.defaultPageSize.value;
const { properties } = requestSchemas.getRecordsByFilter;
const facts: FilterFacts = {
  backendTimeoutMilliseconds,
  names: { start: 'StartTime', end: 'EndTime', pageSize: 'NumberPerPage' },
  words: { CallResult: properties?.CallResult?.enum, CallType: properties?.CallType?.enum },
  dataWindow: limits.dataWindow,
  mostPerPage: 100,
};
const nothingMatches: ErrorName = 'RecordNotFound';
const tooLarge: ErrorName = 'ParameterInvalid';

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  query: AskService,
  clocks: ListClocks,
  filter: RecordListFilterV4 = {},
  options: RecordListOptions = {},
): RecordList<CallRecordV4> {
  const { CallResult, CallType } = filter;
  const wanted = { ...(CallResult && { CallResult }), ...(CallType && { CallType }) };
  return createList(facts, filter, options, clocks, (asked) => createSource(query, wanted, asked));
}

type AskService = (asked: RecordFilterV4, options: CallOptions) => Promise<RecordPageV4>;
type Page = ListedPage<CallRecordV4>;

const moments: ListSource<CallRecordV4>['moments'] = {
  id: (record) => identify(record.CallId, record),
  start: ({ StartTime }) => StartTime,
  last: ({ StartTime, AcceptTime, EndTime }) => findLatest(StartTime, AcceptTime, EndTime),
};

/** One reading: it remembers what page size the service gives. */
function createSource(
  ask: AskService,
  wanted: RecordFilterV4,
  { pageSize: wantedSize, isWanted }: ListQuery,
): ListSource<CallRecordV4> {
  let size = wantedSize;
  let isSizeKnown = false;
  const read = async (asked: RecordFilterV4, options: CallOptions): Promise<Page> => {
    const page = await ask({ ...wanted, ...asked, NumberPerPage: size }, options);
    if (page.totalNum > 0) isSizeKnown = true;
    return page;
  };
  return {
    moments,
    places: { records: '/Response/CallRecordList', total: '/Response/TotalNum' },
    pageSize: wantedSize,
    // The maximum is unknown, and TotalNum may be read as that of the page (V4-U-06, V4-U-07).
    maySayLess: true,
    isWanted,
    isPastTheEnd: isEmptyOrTooLarge,
    async query({ start: StartTime, end: EndTime, page: Page }, options) {
      const asked = { StartTime, EndTime, Page };
      try {
        return await read(asked, options);
      } catch (error) {
        if (Page > 1 || !isEmptyOrTooLarge(error)) throw error;
        if (isSizeKnown || size <= defaultPerPage) return giveNothing(error);
        // One code may say that nothing matches and that the page is too large (V4-U-06, V4-U-08).
        size = defaultPerPage;
        const page = await read(asked, options).catch(giveNothing);
        if (!isSizeKnown) size = wantedSize;
        return page;
      }
    },
    confirmNothing: ({ start: StartTime, end: EndTime }, refusal, options) =>
      confirmNothing(
        ask,
        { ...wanted, StartTime, EndTime, Page: 1, NumberPerPage: defaultPerPage },
        refusal,
        options,
      ),
  };
}

/**
 * Holds a refusal that says "nothing matches" against what the service has: any bad parameter may be refused by the same
 * code (V4-U-20), and an empty list would then hide records.
 *
 * @throws the refusal, unless the service has no record, or accepts the same conditions about one that it has.
 */
async function confirmNothing(
  ask: AskService,
  asked: RecordFilterV4,
  refusal: TrtcCallError,
  options: CallOptions,
): Promise<Page> {
  const all: Page = await ask({}, options).catch(giveNothing);
  if (all.refusal) return nothing;
  const { StartTime = 0, EndTime = 0, CallResult, CallType } = asked;
  const isWanted = (record: CallRecordV4) =>
    record.StartTime >= StartTime &&
    record.StartTime <= EndTime &&
    (!CallResult || record.CallResult === CallResult) &&
    (!CallType || record.CallType === CallType);
  // A service that answers "no record" by an empty page means something else by the refusal.
  const known = all.records.find(isWanted) ?? all.records[0];
  if (!known) throw refusal;
  if (isWanted(known)) return ask(asked, options);
  // It begins no later and is no shorter than what was refused, so neither can be the reason.
  await ask(
    {
      ...asked,
      ...(CallResult && typeof known.CallResult === 'string' && { CallResult: known.CallResult }),
      ...(CallType && { CallType: known.CallType }),
      StartTime: Math.min(StartTime, moments.start(known) - 1),
      EndTime: Math.max(EndTime, moments.last(known) + 1),
    },
    options,
  );
  return nothing;
}

const nothing: Page = { records: [], totalNum: 0 };

/** An empty page where the refusal says that nothing matches. @throws the others */
function giveNothing(refusal: unknown): Page {
  if (isRefusedAs(refusal, [nothingMatches])) return { ...nothing, refusal };
  throw refusal;
}

function isEmptyOrTooLarge(error: unknown): error is TrtcCallError {
  return isRefusedAs(error, [nothingMatches, tooLarge]);
}

function isRefusedAs(error: unknown, reasons: readonly ErrorName[]): error is TrtcCallError {
  return isTrtcCallError(error) && error.kind === 'refused' && reasons.some((each) => each === error.reason);
}
