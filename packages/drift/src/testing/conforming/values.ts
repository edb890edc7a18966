import { errorCodes, type Mistake, type MistakeId, mistakes, type OperationId } from '@trtc-call/spec/v1';
import { type OpenApiSchema, openapi } from '@trtc-call/spec/v1/openapi';
import {
  isRecord,
  type Located,
  listedWords,
  listForms,
  listRequired,
  listTypes,
  located,
  memberSites,
} from './document.ts';

/** What may stand beside the documented members of an object. */
export type Extras = 'none' | 'sometimes';

/** A value that fits the schema at a pointer, with words from its list and nothing that no page describes. */
export function valueAt(pointer: string, random: Random, extras: Extras = 'none'): unknown {
  const forms = listForms(located(pointer));
  const words = listedWords(forms);
  if (words) return random.pick(words);
  // The first form is the one that says something; the others are for when there is nothing to say.
  const [first, ...others] = forms;
  const form = first && (others.length === 0 || random.chance(0.6)) ? first : random.pick(forms);
  return valueOfForm(form, random, extras);
}

function valueOfForm(form: Located, random: Random, extras: Extras): unknown {
  const { schema, pointer } = form;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return random.pick(schema.enum);
  switch (random.pick(listTypes(schema))) {
    case 'string':
      return makeText(schema, random);
    case 'integer':
      return wholeNumber(schema, random);
    case 'number':
      return random.below(1000) + 0.5;
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return makeList(schema, pointer, random);
    case 'object':
      return makeObject(form, random, extras);
    default:
      return null;
  }
}

function makeObject(form: Located, random: Random, extras: Extras): Record<string, unknown> {
  const required = listRequired(form.schema);
  const members = [...memberSites(form)].filter(([name]) => required.includes(name) || random.chance(0.5));
  const value = Object.fromEntries(
    members.map(([name, site]) => [name, valueAt(site, random, extras)] as const),
  );
  const isOpen = form.schema.additionalProperties === true || extras === 'sometimes';
  return isOpen && random.chance(0.2) ? { ...value, 'x-more': random.below(9) } : value;
}

function makeList({ items }: OpenApiSchema, pointer: string, random: Random): unknown[] {
  return Array.from({ length: random.below(5) }, () =>
    !isRecord(items) || Object.keys(items).length === 0
      ? random.below(9)
      : valueAt(`${pointer}/items`, random),
  );
}

function wholeNumber({ minimum, maximum }: OpenApiSchema, random: Random): number {
  const least = typeof minimum === 'number' ? minimum : -5;
  const most = typeof maximum === 'number' ? maximum : 2 ** 40;
  return random.pick([least, most, least + random.below(Math.min(most - least, 2 ** 31))]);
}

const texts = [
  '',
  'alice',
  '2ae7d549-c441-4a9b-87c0-61810fe19582',
  'two words',
  'naïve 日本語 🙂',
  '"quoted" \\ and\nbroken/~1',
  '{"errorCode":5}',
  '0',
  '__proto__',
  'x'.repeat(200),
];
const addresses = ['http://www.example.com/callback', 'https://example.org/h?a=1', 'https://[::1]:8443/'];

function makeText({ pattern, minLength }: OpenApiSchema, random: Random): string {
  const fits = typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined;
  const least = typeof minLength === 'number' ? minLength : 0;
  const own = `id-${random.below(2 ** 31)}`;
  const candidates = [own, ...texts, ...addresses].filter((text) => text.length >= least);
  return random.pick(fits ? candidates.filter((text) => fits.test(text)) : candidates);
}

/** Numbers that follow from a seed (mulberry32), so that whatever fails can be repeated. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, and without, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<Item>(items: readonly Item[]): Item {
    const at = this.below(items.length);
    for (const item of items.slice(at, at + 1)) return item;
    throw new RangeError('There is nothing to pick from: give at least one item.');
  }

  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, key: this.fraction() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
}

/** The body of a success. */
export function successBody(operationId: OperationId, random: Random): unknown {
  return withOwnId(valueAt(successPointer(operationId), random), random);
}

/** The body of a refusal. */
export function refusalBody(code: number, random: Random): unknown {
  const body = valueAt('#/components/schemas/Failure', random);
  return withOwnId({ ...Object(body), errorCode: random.chance(0.8) ? code : String(code) }, random);
}

/** No two answers have the same id. */
function withOwnId(body: unknown, random: Random): unknown {
  const part = () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const requestId = random.chance(0.8)
    ? [part(), part(), part(), part()].join('')
    : random.below(2 ** 31) * 2 ** 21 + random.below(2 ** 21);
  return { ...Object(body), requestId };
}

/** Where the contract describes what an operation answers when it was carried out. */
export function successPointer(operationId: OperationId): string {
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Success`;
  const pointer = `#/components/schemas/${name}`;
  if (!Object.hasOwn(openapi.components.schemas, name))
    throw new TypeError(`The contract has no ${pointer}.`);
  return pointer;
}

/** The codes, other than 0, that an operation is documented to refuse with. */
export function documentedCodes(operationId: OperationId): number[] {
  const rows: readonly { code: number; operations: readonly OperationId[] }[] = errorCodes;
  return rows.flatMap(({ code, operations }) =>
    code !== 0 && operations.includes(operationId) ? [code] : [],
  );
}

/** The mistakes that an operation is documented to refuse. */
export function listMistakes(operationId: OperationId): Mistake[] {
  const rows: readonly Mistake[] = mistakes;
  return rows.filter(({ operations }) => operations.includes(operationId));
}

/** The codes by which an operation may refuse a request with any of these mistakes. */
export function codesFor(ids: readonly MistakeId[], operationId: OperationId): number[] {
  const rows = listMistakes(operationId).filter(({ id }) => ids.includes(id));
  const codes = new Set<number>();
  for (const { allowed } of rows) {
    for (const code of allowed === 'any' ? documentedCodes(operationId) : allowed) codes.add(code);
  }
  return [...codes];
}
