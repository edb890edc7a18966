import type { Level } from './consumer-change.ts';
import type { SpecChange } from './redocly-diff.ts';
import type { Use } from './uses.ts';

/** What is said of one change of a list of words. */
export interface RatedWords {
  level: Level;
  what: string;
  meaning: string;
}

/**
 * Rates a change of an `enum`. Redocly calls every word that may newly arrive a break, and none that no longer does.
 * Types of this contract let other words through, so a new one breaks no parser, but a `switch` may fall through it.
 */
export function rateWords({ before, after, pointer }: SpecChange, uses: ReadonlySet<Use>): RatedWords[] {
  const list = /([^/]+)\/enum$/.exec(pointer)?.[1] ?? pointer;
  const isSent = uses.has('request') || uses.has('webhook-answer');
  const isReceived = uses.has('answer') || uses.has('webhook') || uses.has('webhook-parameter');
  if (!Array.isArray(before)) return [rateNewList(list, isSent)];
  if (!Array.isArray(after)) return [rateLostList(list, isReceived)];
  const lost = before.filter((word) => !after.includes(word));
  const gained = after.filter((word) => !before.includes(word));
  return [
    ...(lost.length > 0 ? [rateLost(`${list} lost ${named(lost)}`, isSent, uses)] : []),
    ...(gained.length > 0 ? [rateGained(`${list} gained ${named(gained)}`, isReceived)] : []),
  ];
}

function rateLost(what: string, isSent: boolean, uses: ReadonlySet<Use>): RatedWords {
  if (uses.has('webhook-parameter')) {
    const meaning = 'Receivers are not called with it any more: what they do on it stops happening.';
    return { level: 'breaking', what, meaning };
  }
  if (isSent) return { level: 'breaking', what, meaning: 'Who sends it is refused, or no longer compiles.' };
  return { level: 'warning', what, meaning: 'Code that waits for it waits in vain.' };
}

function rateGained(what: string, isReceived: boolean): RatedWords {
  return isReceived
    ? { level: 'warning', what, meaning: 'It may arrive: a switch over the words wants a case for it.' }
    : { level: 'addition', what, meaning: 'It may be sent; nothing has to change.' };
}

function rateNewList(list: string, isSent: boolean): RatedWords {
  const what = `${list} has a list of words now`;
  return isSent
    ? { level: 'breaking', what, meaning: 'Who sends another word is refused, or no longer compiles.' }
    : { level: 'documentation', what, meaning: 'No other word arrives; nothing has to change.' };
}

function rateLostList(list: string, isReceived: boolean): RatedWords {
  const what = `${list} has no list of words any more`;
  return isReceived
    ? { level: 'warning', what, meaning: 'Any word may arrive: a switch over the words wants a default.' }
    : { level: 'addition', what, meaning: 'Any word may be sent; nothing has to change.' };
}

function named(words: readonly unknown[]): string {
  return words.map((word) => `\`${String(word)}\``).join(', ');
}
