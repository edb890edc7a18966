import { openapi } from '@trtc-call/spec/v1/openapi';
import { anyWord } from './known-words.ts';

/** The words that the contract lists for how a call ended. */
export const callResults: readonly string[] = wordsOf('CallResult');

/** The words that the contract lists for who takes part in a call. */
export const callTypes: readonly string[] = wordsOf('CallType');

/** Any result may be asked for; one that is not listed is warned of. */
export function readCallResult(text: string | undefined): string | undefined {
  return text === undefined ? undefined : anyWord('--result', text, callResults);
}

/** Any type may be asked for; one that is not listed is warned of. */
export function readCallType(text: string | undefined): string | undefined {
  return text === undefined ? undefined : anyWord('--type', text, callTypes);
}

function wordsOf(schema: string): readonly string[] {
  const words = openapi.components.schemas[schema]?.enum;
  return Array.isArray(words) ? words.map(String) : [];
}
