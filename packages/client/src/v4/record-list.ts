import { type ErrorName, limits } from '@trtc-call/spec/v4';
import { isTrtcCallError, type TrtcCallError } from '../errors.ts';
import {
  checkOptions,
  type FilterFacts,
  type RecordListOptions,
  readFilter,
  type TimeInput,
} from '../list/filter.ts';
import type { ListSource } from '../list/iterate-spans.ts';
import { createList, type ListClocks, type RecordList } from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import { requestSchemas } from './generated/v4-schemas.gen.ts';
import { backendTimeoutMilliseconds } from './generated/v4-tables.gen.ts';
import type { CallRecordV4, RecordFilterV4, RecordPageV4 } from './types.ts';

/** Which records are wanted. Without a time: all that the service still has. */
export interface RecordListFilterV4 {
  /**
   * The earliest start of a call. Default: the service's data window before now, by the service's clock where that of the
   * machine is wrong. A fraction of a second is cut.
   */
  StartTime?: TimeInput | undefined;
  /** The latest time of a call. Default: the moment at which a reading begins, by the same clock. */
  EndTime?: TimeInput | undefined;
  /** Only calls with this result. */
  CallResult?: RecordFilterV4['CallResult'] | undefined;
  /** Only calls of this type. */
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
  names: { start: 'StartTime', end: 'EndTime', pageSize: 'NumberPerPage' },
  words: { CallResult: properties?.CallResult?.enum, CallType: properties?.CallType?.enum },
  dataWindow: limits.dataWindow,
  mostPerPage: 100,
};
const nothingMatches: ErrorName = 'RecordNotFound';
const refusals: readonly string[] = [nothingMatches, 'ParameterInvalid'] satisfies ErrorName[];

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  query: (filter: RecordFilterV4, options: CallOptions) => Promise<RecordPageV4>,
  clocks: ListClocks,
  filter: RecordListFilterV4 = {},
  options: RecordListOptions = {},
): RecordList<CallRecordV4> {
  const { bounds, pageSize } = readFilter(filter, facts);
  const { CallResult, CallType } = filter;
  checkOptions({ backendTimeoutMilliseconds }, options);
  const wanted = { ...(CallResult && { CallResult }), ...(CallType && { CallType }) };

  return createList(
    () => createSource((asked, each) => query({ ...wanted, ...asked }, each), pageSize),
    clocks,
    bounds,
    options,
  );
}

type AskService = (asked: RecordFilterV4, options: CallOptions) => Promise<RecordPageV4>;

/** One reading: it remembers what page size the service gives. */
function createSource(ask: AskService, wantedSize: number): ListSource<CallRecordV4> {
  let size = wantedSize;
  return {
    moments: {
      id: ({ CallId }) => CallId,
      start: ({ StartTime }) => StartTime,
      last: ({ StartTime, AcceptTime = 0, EndTime }) => Math.max(StartTime, AcceptTime, EndTime),
    },
    places: { records: '/Response/CallRecordList', total: '/Response/TotalNum' },
    pageSize: wantedSize,
    isPastTheEnd: isEmptyOrTooLarge,
    async query({ start: StartTime, end: EndTime, page: Page }, options) {
      const read = (NumberPerPage: number) => ask({ StartTime, EndTime, NumberPerPage, Page }, options);
      const asked = size;
      try {
        return await read(asked);
      } catch (error) {
        if (Page > 1 || !isEmptyOrTooLarge(error)) throw error;
        // One code may say that nothing matches and that the page is too large (V4-U-06, V4-U-08).
        if (asked > defaultPerPage) {
          const answer = await read(defaultPerPage).catch(giveNothing);
          if (answer.records.length > 0 || answer.totalNum > 0) size = defaultPerPage;
          return answer;
        }
        return giveNothing(error);
      }
    },
  };
}

/** An empty page where the refusal says that nothing matches. @throws the others */
function giveNothing(error: unknown): RecordPageV4 {
  if (isRefusedAs(error, [nothingMatches])) return { records: [], page: 0, totalNum: 0 };
  throw error;
}

function isEmptyOrTooLarge(error: unknown): boolean {
  return isRefusedAs(error, refusals);
}

function isRefusedAs(error: unknown, reasons: readonly string[]): error is TrtcCallError {
  return isTrtcCallError(error) && error.kind === 'refused' && reasons.includes(error.reason);
}
