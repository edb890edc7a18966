import type { RecordFilter } from '@trtc-call/client';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { knownWord } from './known-words.ts';

type CallResult = NonNullable<RecordFilter['callResult']>;
type CallType = NonNullable<RecordFilter['callType']>;

/** The words that the contract lists for how a call ended. */
export const callResults: readonly CallResult[] = wordsOf('CallResult').filter((word) =>
  isWord<CallResult>(word),
);

/** The words that the contract lists for who takes part in a call. */
export const callTypes: readonly CallType[] = wordsOf('CallType').filter((word) => isWord<CallType>(word));

/** @throws CommandError when it is not a word of the contract */
export function readCallResult(text: string | undefined): CallResult | undefined {
  return text === undefined ? undefined : knownWord('--result', text, callResults);
}

/** @throws CommandError when it is not a word of the contract */
export function readCallType(text: string | undefined): CallType | undefined {
  return text === undefined ? undefined : knownWord('--type', text, callTypes);
}

// The types of the client are made from these very lists.
function isWord<Word extends string>(word: unknown): word is Word {
  return typeof word === 'string';
}

function wordsOf(schema: string): readonly unknown[] {
  const words = openapi.components.schemas[schema]?.enum;
  return Array.isArray(words) ? words : [];
}
