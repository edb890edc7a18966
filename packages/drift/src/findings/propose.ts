import { isInherited, plainWord } from '../judge/deviation.ts';
import type { Collected } from './collector.ts';
import type { Description } from './describe.ts';
import type { Proposal, SeenSchema, SpecChange } from './finding.ts';

/**
 * The change of the contract that would make it agree. One that may be applied without asking only adds, or takes back
 * a promise; what a type or an outcome shall become is decided by people.
 */
export function proposalOf(
  { evidence }: Collected,
  { advice }: Description,
  seen: SeenSchema | undefined,
): Proposal {
  const change = changeOf(evidence, seen);
  return change ? { text: advice, safe: true, change } : { text: advice, safe: false };
}

function changeOf(
  { fingerprint, operationId, node }: Collected['evidence'],
  seen: SeenSchema | undefined,
): SpecChange | undefined {
  const { rule, pointer, after } = fingerprint;
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  if (rule === 'undocumented-field' && node && seen && plainWord.test(name) && !isInherited(name)) {
    return { kind: 'add-field', schema: node.pointer, name, seen };
  }
  // What stands around the data is the same for every answer, and the client relies on it.
  if (rule === 'missing-field' && node && pointer.startsWith('/data/')) {
    return { kind: 'make-optional', schema: node.pointer, name };
  }
  if (rule === 'unlisted-word' && node && plainWord.test(after)) {
    const [list] = node.wordsAt;
    return list === undefined ? undefined : { kind: 'add-word', site: node.site, words: list, word: after };
  }
  const code = Number(after);
  if (rule === 'new-error-code' && operationId !== undefined && Number.isSafeInteger(code)) {
    return { kind: 'add-code', code, operationId };
  }
  return undefined;
}
