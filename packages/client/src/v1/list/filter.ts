import { limits } from '@trtc-call/spec/v1';
import { checkInteger, checkNames } from '../../check-options.ts';
import { checkWord, type ListBounds, readBounds, type TimeInput } from '../../list/filter.ts';
import { requestSchemas } from '../generated/v1-schemas.gen.ts';
import type { RecordFilter } from '../types.ts';

/** Which records are wanted. Without a time: all that the service still has. */
export interface RecordListFilter {
  /**
   * The earliest start of a call. Default: the service's data window before now, by the service's clock where that of the
   * machine is wrong. A fraction of a second is cut.
   */
  startTimestamp?: TimeInput | undefined;
  /**
   * The latest start of a call. Default: the moment at which a reading begins, by the same clock. A fraction counts as a
   * second.
   */
  endTimestamp?: TimeInput | undefined;
  /** Only calls with this result. */
  callResult?: RecordFilter['callResult'] | undefined;
  /** Only calls of this type. */
  callType?: RecordFilter['callType'] | undefined;
  /**
   * How many records one request asks for, from 1 to 100. Default: 100, the service's own default. Whether it gives
   * more at once is not documented, so more is refused: a page that was cut would look like the last one.
   */
  numberPerPage?: number | undefined;
}

/** A filter that can be asked for. */
export interface CheckedFilter {
  readonly bounds: ListBounds;
  readonly numberPerPage: number;
  /** As they are sent. */
  readonly words: Pick<RecordFilter, 'callResult' | 'callType'>;
}

const caller = 'records.list';
const { properties } = requestSchemas.getRecordsByFilter;
const pageSize = limits.defaultPageSize.value;
const secondsPer: Record<typeof limits.dataWindow.unit, number> = { days: 86_400 };
const windowSeconds = limits.dataWindow.value * secondsPer[limits.dataWindow.unit];
const words = ['callResult', 'callType'] as const;

/** @throws ArgumentError naming what is wrong and what to pass instead. */
export function checkFilter(filter: RecordListFilter): CheckedFilter {
  checkNames(caller, 'filter', filter, [...words, 'startTimestamp', 'endTimestamp', 'numberPerPage']);
  const { callResult, callType, numberPerPage = pageSize } = filter;
  for (const word of words) checkWord(word, filter[word], properties?.[word]?.enum ?? []);
  checkInteger(caller, 'filter.numberPerPage', numberPerPage, 1, pageSize);
  return {
    bounds: readBounds({ ...filter }, { start: 'startTimestamp', end: 'endTimestamp' }, windowSeconds),
    numberPerPage,
    words: { ...(callResult && { callResult }), ...(callType && { callType }) },
  };
}
