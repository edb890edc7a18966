import { membersOf } from '../../requirements/v1/check/answer.ts';
import { changingData } from './change-answers.ts';
import type { MutantRequest, MutantTools, Mutate } from './mutant.ts';

/** What a list of records answers. */
export interface Listing {
  readonly totalNum: number;
  readonly page: number;
  readonly callRecordList: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the data of the list operation. */
export function listingOf(data: unknown): Listing {
  const { totalNum, page, callRecordList } = membersOf(data);
  const records = Array.isArray(callRecordList) ? callRecordList.map(membersOf) : [];
  return { totalNum: Number(totalNum), page: Number(page), callRecordList: records };
}

/** Changes the data of the list operation. */
export function changingListing(
  change: (listing: Listing, request: MutantRequest, tools: MutantTools) => unknown,
): Mutate {
  return changingData('getRecordsByFilter', (data, request, tools) =>
    change(listingOf(data), request, tools),
  );
}
