import type { Bump } from './bump.ts';
import type { SpecChange } from './redocly-diff.ts';

/**
 * What a change of the contract asks of its users, worst first: something stops working; nothing stops, but code that
 * relies on it wants a look; something is new; only words changed.
 */
export const levels = ['breaking', 'warning', 'addition', 'documentation'] as const;

/** One of {@link levels}. */
export type Level = (typeof levels)[number];

/** One change of the contract, as its users see it. */
export interface ConsumerChange {
  readonly level: Level;
  /** Where, as a JSON pointer into the later contract, or into the earlier one for what is gone. */
  readonly pointer: string;
  /** What changed, a sentence without its period. */
  readonly what: string;
}

/** In what a part of the contract crosses the wire. */
type Use = 'request' | 'answer' | 'webhook' | 'webhook-parameter' | 'webhook-answer';

const levelByImpact: Readonly<Record<Bump, Level>> = {
  major: 'breaking',
  minor: 'addition',
  patch: 'documentation',
  none: 'documentation',
};

type Applies = (change: SpecChange, is: (...uses: Use[]) => boolean) => boolean;

const isGone = ({ kind, property }: SpecChange) => kind === 'removed' || property === 'key';
const at =
  (pattern: RegExp, which: (change: SpecChange) => boolean = () => true): Applies =>
  (change) =>
    pattern.test(change.path) && which(change);
const keyword =
  (pattern: RegExp): Applies =>
  ({ path, property }) =>
    pattern.test(property ?? path.slice(path.lastIndexOf('/') + 1));
const bounds = /^(?:required|type|format|pattern|additionalProperties|(?:min|max)\w+|multipleOf)$/;

/** Where redocly is wrong for users of this contract, or says too little. The first that applies decides. */
const corrections: readonly (readonly [Level, Applies])[] = [
  ['documentation', keyword(/^(?:x-)?(?:source|decision|envelope)$/)],
  // Receivers are not sent it any more.
  ['breaking', at(/^#\/webhooks\/[^/]+$/, isGone)],
  // It may stay away: readers that rely on it find nothing there.
  [
    'breaking',
    ({ property, before, after }, is) =>
      property === 'required' &&
      before === true &&
      after !== true &&
      is('answer', 'webhook', 'webhook-parameter'),
  ],
  // Calls of it have to go to another host.
  ['breaking', at(/^#\/paths\/[^/]+(?:\/[^/]+)?\/servers$/)],
  // The client takes another status than 200 for a failed connection, and does not read the outcome.
  ['breaking', at(/^#\/paths\/[^/]+\/[^/]+\/responses\/[^/]+$/, ({ kind }) => kind === 'added')],
  // Examples are chosen by name at the mock, types are imported by name, hosts chosen by region.
  ['breaking', at(/\/examples\/[^/]+$/, isGone)],
  ['breaking', at(/^#\/components\/schemas\/[^/]+$/, isGone)],
  ['breaking', at(/^#\/servers\//, ({ property }) => property === 'x-region')],
  // Receivers that read it find nothing there.
  [
    'breaking',
    (change, is) =>
      is('webhook-parameter') &&
      /\/parameters\/[^/]+$/.test(change.path) &&
      (isGone(change) || (change.property === 'required' && change.after !== true)),
  ],
  // It has no effect any more, and callers that give it do not compile.
  [
    'breaking',
    ({ kind, path }, is) => is('request') && kind === 'removed' && /\/properties\/[^/]+$/.test(path),
  ],
  // The client spaces and repeats its calls by these, receivers get repetitions by the last.
  ['warning', at(/\/x-rate-limit$/)],
  ['warning', keyword(/^x-idempotent$/)],
  ['warning', at(/\/x-webhook-retry(?:\/|$)/)],
  ['warning', ({ property, after }) => property === 'deprecated' && after === true],
  ['warning', ({ property }, is) => property === 'default' && is('request')],
  ['warning', ({ path, impact }) => impact !== 'major' && /\/security(?:\/|$)/.test(path)],
  ['warning', ({ property, after }, is) => property === 'format' && after !== undefined && is('request')],
  // Callers may send what was refused until now; more is promised than before.
  [
    'addition',
    ({ impact, property = '' }, is) => impact === 'patch' && bounds.test(property) && is('request'),
  ],
  [
    'addition',
    ({ impact, property }, is) =>
      impact === 'patch' &&
      property === 'required' &&
      is('answer', 'webhook', 'webhook-parameter', 'webhook-answer'),
  ],
];

/** Rates a difference that redocly found. @param findUsesAt - of the contract before and after, see {@link findUses} */
export function classifyChange(
  change: SpecChange,
  findUsesAt: (pointer: string) => ReadonlySet<Use>,
): ConsumerChange[] {
  const uses = new Set([...findUsesAt(change.pointer), ...findUsesAt(change.path)]);
  const is = (...some: Use[]) => some.some((use) => uses.has(use));
  const { pointer } = change;
  if (change.property === 'enum')
    return rateWords(change, is).map(([level, what]) => ({ level, pointer, what }));
  const [level] = corrections.find(([, applies]) => applies(change, is)) ?? [levelByImpact[change.impact]];
  return [{ level, pointer, what: describe(change) }];
}

/**
 * Rates a change of an `enum`. Redocly calls every word that may newly arrive a break, and none that no longer does.
 * Types of this contract let other words through, so a new one breaks no parser, but a `switch` may fall through it.
 */
function rateWords(
  { before, after, pointer }: SpecChange,
  is: (...uses: Use[]) => boolean,
): (readonly [Level, string])[] {
  const list = /([^/]+)\/enum$/.exec(pointer)?.[1] ?? pointer;
  const isSent = is('request', 'webhook-answer');
  const isReceived = is('answer', 'webhook', 'webhook-parameter');
  if (!Array.isArray(before))
    return [[isSent ? 'breaking' : 'documentation', `${list} has a list of words now`]];
  if (!Array.isArray(after))
    return [[isReceived ? 'warning' : 'addition', `${list} has no list of words any more`]];
  const named = (words: readonly unknown[]) => words.map((word) => `\`${word}\``).join(', ');
  const lost = before.filter((word) => !after.includes(word));
  const gained = after.filter((word) => !before.includes(word));
  const found: (readonly [Level, string])[] = [];
  if (lost.length > 0) {
    found.push([isSent || is('webhook-parameter') ? 'breaking' : 'warning', `${list} lost ${named(lost)}`]);
  }
  if (gained.length > 0) found.push([isReceived ? 'warning' : 'addition', `${list} gained ${named(gained)}`]);
  return found;
}

/** Redocly's own words, or the place as a reader knows it: `CallRecord.endTs`. */
function describe({ message, kind, property, pointer, before, after }: SpecChange): string {
  if (message !== '') return message.replace(/\.$/, '');
  const place = pointer
    .replace(/^#\/(?:components\/\w+\/|paths\/|webhooks\/)?/, '')
    .replaceAll(/\/(?:properties|\$ref)(?=\/|$)/g, '')
    .replaceAll('/', '.')
    .replaceAll('~1', '/');
  const { name = property === 'key' ? undefined : property } = Object(after ?? before);
  const part =
    typeof name === 'string' && !place.endsWith(name) ? `\`${name}\` of \`${place}\`` : `\`${place}\``;
  return `${part} was ${property === 'key' ? 'renamed' : kind}`;
}

/**
 * Says in what the thing at a pointer is used, by following references, since a schema that stands in `components` may be
 * sent, received, or both.
 *
 * @param documents - the earlier and the later one; what either uses counts
 */
export function findUses(...documents: readonly unknown[]): (pointer: string) => ReadonlySet<Use> {
  const byComponent = new Map<string, Set<Use>>();
  const note = (document: unknown, value: unknown, use: Use): void => {
    for (const [, part = '', name = ''] of JSON.stringify(value ?? {}).matchAll(
      /"\$ref":"#\/components\/(\w+)\/([^"]+)"/g,
    )) {
      const uses = byComponent.get(`${part}/${name}`) ?? new Set();
      if (uses.has(use)) continue;
      byComponent.set(`${part}/${name}`, uses.add(use));
      note(document, Object(Object(Object(document).components)[part])[name], use);
    }
  };
  for (const document of documents) {
    for (const part of ['paths', 'webhooks'] as const) {
      for (const item of Object.values<object>(Object(Object(document)[part]))) {
        for (const operation of Object.values(item)) {
          for (const member of ['parameters', 'requestBody', 'responses'] as const) {
            note(document, Object(operation)[member], toUse(part, member));
          }
        }
      }
    }
  }
  return (pointer) => {
    const [, component] = /^#\/components\/(\w+\/[^/]+)/.exec(pointer) ?? [];
    if (component !== undefined) return byComponent.get(component) ?? new Set();
    const [, part, member] =
      /^#\/(paths|webhooks)\/[^/]+\/[^/]+\/(parameters|requestBody|responses)/.exec(pointer) ?? [];
    return new Set(part === undefined ? [] : [toUse(part, member)]);
  };
}

function toUse(part: string, member: string | undefined): Use {
  if (part === 'paths') return member === 'responses' ? 'answer' : 'request';
  if (member === 'responses') return 'webhook-answer';
  return member === 'parameters' ? 'webhook-parameter' : 'webhook';
}
