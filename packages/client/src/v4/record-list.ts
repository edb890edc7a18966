import { type ErrorName, limits } from '@trtc-call/spec/v4';
import type { TrtcCallError } from '../errors.ts';
import { type GenerationSource, readList } from '../list/read-list.ts';
import { findLatest, identify, type ListedPage } from '../list/read-span.ts';
import type { ListRequest, RecordListPage } from '../list/record-list.ts';
import type { CallOptions } from '../options.ts';
import type { CallRecordV4, RecordFilterV4, RecordPageV4 } from './types.ts';

const defaultPerPage = limits.defaultPageSize.value;
const nothingMatches: ErrorName = 'RecordNotFound';
const tooLarge: ErrorName = 'ParameterInvalid';

export type AskService = (
  asked: RecordFilterV4,
  options: CallOptions,
) => Promise<RecordPageV4 & { readonly requestId?: string | undefined }>;
type Page = ListedPage<CallRecordV4>;

const moments: GenerationSource<CallRecordV4>['moments'] = {
  id: (record) => identify(record.CallId, record),
  start: ({ StartTime }) => StartTime,
  last: ({ StartTime, AcceptTime, EndTime }) => findLatest(StartTime, AcceptTime, EndTime),
};

/** Reads a list once: loaded with the first one, since most programs never read any. It learns what page size there is. */
export function readPages(
  ask: AskService,
  request: ListRequest,
): AsyncIterable<RecordListPage<CallRecordV4>> {
  const { words: wanted, pageSize: wantedSize, errors } = request;
  const isEmptyOrTooLarge = (error: unknown) => errors.isRefusal(error, [nothingMatches, tooLarge]);
  /** An empty page where the refusal says that nothing matches. @throws the others */
  const giveNothing = (refusal: unknown): Page => {
    if (errors.isRefusal(refusal, [nothingMatches])) return { ...nothing, refusal };
    throw refusal;
  };
  let size = wantedSize;
  let isSizeKnown = false;
  const read = async (asked: RecordFilterV4, options: CallOptions): Promise<Page> => {
    const page = await ask({ ...wanted, ...asked, NumberPerPage: size }, options);
    if (page.totalNum > 0) isSizeKnown = true;
    return page;
  };
  return readList<CallRecordV4>(request, {
    moments,
    places: { records: '/Response/CallRecordList', total: '/Response/TotalNum' },
    // The maximum is unknown, and TotalNum may be read as that of the page (V4-U-06, V4-U-07).
    maySayLess: true,
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
        giveNothing,
      ),
  });
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
  giveNothing: (refusal: unknown) => Page,
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
