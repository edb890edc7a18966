import { readMembers } from '../../requirements/v1/check/answer.ts';
import { changeData } from './change-answers.ts';
import type { MutantRequest, MutantTools, Mutate } from './mutant.ts';

/** What a list of records answers. */
export interface Listing {
  readonly totalNum: number;
  readonly page: number;
  readonly callRecordList: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the data of the list operation. */
export function readListing(data: unknown): Listing {
  const { totalNum, page, callRecordList } = readMembers(data);
  const records = Array.isArray(callRecordList) ? callRecordList.map(readMembers) : [];
  return { totalNum: Number(totalNum), page: Number(page), callRecordList: records };
}

/** Changes the data of the list operation. */
export function changeListing(
  change: (listing: Listing, request: MutantRequest, tools: MutantTools) => unknown,
): Mutate {
  return changeData('getRecordsByFilter', (data, request, tools) =>
    change(readListing(data), request, tools),
  );
}
