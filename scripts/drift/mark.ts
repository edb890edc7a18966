import { createHash } from 'node:crypto';
import { recordOf } from '../release/is-record.ts';
import type { CheckResult } from './check-result.ts';

/** What an issue or a pull request of ours remembers of what it says, where no reader sees it. */
export interface Mark {
  /** The same as long as nothing is to be done. */
  readonly hash: string;
  /** Ids of the findings that are open. */
  readonly open: readonly string[];
}

const before = '<!-- trtc-call-drift:';
const after = ' -->';
const mostIds = 150;

/** What is left when the drift is gone. */
export const goneMark: Mark = markOf('checked', []);

/** The mark of a check: a part that could not be looked at this time is still as it was. */
export function nextMark({ outcome, ids }: CheckResult, earlier: Mark | undefined): Mark {
  return markOf(outcome, outcome === 'checked' ? ids : [...ids, ...(earlier?.open ?? [])]);
}

function markOf(outcome: CheckResult['outcome'], ids: readonly string[]): Mark {
  const open = [...new Set(ids)].toSorted();
  return { hash: hashOf([outcome, ...open]), open: open.slice(0, mostIds) };
}

/** A short name of some words. */
export function hashOf(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16);
}

/** A text with the mark before it. */
export function marked(mark: Mark, text: string): string {
  return `${before}${JSON.stringify({ hash: mark.hash, open: mark.open })}${after}\n${text}`;
}

/** The mark of a text; nothing when it has none or when somebody damaged it. */
export function markIn(text: string | null | undefined): Mark | undefined {
  const [first = ''] = (text ?? '').split(/\r?\n/);
  if (!first.startsWith(before) || !first.endsWith(after)) return undefined;
  try {
    const { hash, open } = recordOf(JSON.parse(first.slice(before.length, -after.length)));
    if (typeof hash !== 'string' || !Array.isArray(open)) return undefined;
    return { hash, open: open.filter((id) => typeof id === 'string') };
  } catch {
    return undefined;
  }
}
