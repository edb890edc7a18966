import type { Bump } from './bump.ts';
import type { ConsumerChange, Level } from './consumer-change.ts';
import { corrections } from './corrections.ts';
import { recordOf } from './is-record.ts';
import type { SpecChange } from './redocly-diff.ts';
import type { Use, UsesOf } from './uses.ts';

const levelByImpact = {
  major: 'breaking',
  minor: 'addition',
  patch: 'documentation',
  none: 'documentation',
} as const satisfies Record<Bump, Level>;

/** Says what a difference that redocly found means for users; see `corrections` for where that is not what it says. */
export function rateChange(change: SpecChange, usesOf: UsesOf): ConsumerChange[] {
  const uses = new Set([...usesOf(change.pointer), ...usesOf(change.path)]);
  const { pointer } = change;
  if (change.property === 'enum') return rateWords(change, uses).map((rated) => ({ ...rated, pointer }));
  const correction = corrections.find(({ applies }) => applies(change, uses));
  const level = correction?.level ?? levelByImpact[change.impact];
  return [
    { level, pointer, what: whatOf(change), meaning: correction?.meaning ?? meaningOf(level, change, uses) },
  ];
}

function whatOf({ message, kind, property, path, pointer, before, after }: SpecChange): string {
  if (message !== undefined) return message.replace(/\.$/, '');
  if (property === 'key') return `\`${readable(path)}\` was renamed`;
  if (property !== undefined) {
    const owner = pointer.endsWith(`/${property}`) ? pointer.slice(0, -property.length - 1) : pointer;
    return `\`${property}\` of \`${readable(owner)}\` was ${kind}`;
  }
  const { name } = recordOf(after ?? before);
  return typeof name === 'string'
    ? `\`${name}\` of \`${readable(path)}\` was ${kind}`
    : `\`${readable(pointer)}\` was ${kind}`;
}

/** What a reader knows of a pointer: `CallRecord.endTs`. */
function readable(pointer: string): string {
  const parts = pointer.split('/').slice(1).map(decode);
  const from = parts[0] === 'components' ? 2 : parts[0] === 'paths' || parts[0] === 'webhooks' ? 1 : 0;
  const shown = parts.slice(from).filter((part) => part !== 'properties' && part !== '$ref');
  return shown.join('.') || 'the contract';
}

function decode(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function meaningOf(level: Level, { path }: SpecChange, uses: ReadonlySet<Use>): string {
  if (level === 'documentation') return 'Nothing changes for code.';
  if (level !== 'breaking') return 'It may be used; nothing has to change.';
  if (/^#\/servers\//.test(path)) return 'Calls to the former host fail.';
  if (/^#\/paths\/[^/]+(?:\/[^/]+)?$/.test(path))
    return 'Calls of it fail, and its method is gone or renamed.';
  return meaningByUse.find(([use]) => uses.has(use))?.[1] ?? 'Code that relies on it stops working.';
}

const meaningByUse: readonly (readonly [Use, string])[] = [
  ['request', 'Calls that were right until now may be refused, or do not compile.'],
  ['answer', 'Code that reads the answer meets what it does not expect.'],
  ['webhook', 'Receivers meet what they do not expect.'],
  ['webhook-parameter', 'Receivers meet what they do not expect.'],
  ['webhook-answer', 'What receivers answer may no longer be taken as an answer.'],
];

/** What is said of one change of a list of words. */
interface RatedWords {
  level: Level;
  what: string;
  meaning: string;
}

/**
 * Rates a change of an `enum`. Redocly calls every word that may newly arrive a break, and none that no longer does.
 * Types of this contract let other words through, so a new one breaks no parser, but a `switch` may fall through it.
 */
function rateWords({ before, after, pointer }: SpecChange, uses: ReadonlySet<Use>): RatedWords[] {
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
