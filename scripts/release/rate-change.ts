import type { Bump } from './bump.ts';
import type { ConsumerChange, Level } from './consumer-change.ts';
import { corrections } from './corrections.ts';
import { recordOf } from './is-record.ts';
import { rateWords } from './rate-words.ts';
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
