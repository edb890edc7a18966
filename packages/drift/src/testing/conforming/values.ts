import { isObject } from '@trtc-call/reporting/values';
import type { MistakeEntry } from '@trtc-call/spec';
import type { OpenApiSchema } from '@trtc-call/spec/v1/openapi';
import {
  type Located,
  listedWords,
  listForms,
  listRequired,
  listTypes,
  memberSites,
  type Operation,
  type Spec,
} from './document.ts';

/** What may stand beside the documented members of an object. */
type Extras = 'none' | 'sometimes';

/** A value that fits the schema at a pointer, with words from its list and nothing that no page describes. */
export function valueAt(spec: Spec, pointer: string, random: Random, extras: Extras = 'none'): unknown {
  const forms = listForms(spec.at(pointer));
  const words = listedWords(forms);
  const beside = forms.filter(({ schema }) => words && !listTypes(schema).includes('string'));
  if (words)
    return beside.length > 0 && random.chance(0.1)
      ? valueOfForm(random.pick(beside), random, extras)
      : random.pick(words);
  // The first form is the one that says something; the others are for when there is nothing to say.
  const [first, ...others] = forms;
  const form = first && (others.length === 0 || random.chance(0.6)) ? first : random.pick(forms);
  return valueOfForm(form, random, extras);
}

function valueOfForm(form: Located, random: Random, extras: Extras): unknown {
  const { schema } = form;
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
      return makeList(form, random);
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
    members.map(([name, site]) => [name, valueAt(form.spec, site, random, extras)] as const),
  );
  const isOpen = form.schema.additionalProperties === true || extras === 'sometimes';
  return isOpen && random.chance(0.2) ? { ...value, 'x-more': random.below(9) } : value;
}

function makeList({ spec, pointer, schema: { items, minItems } }: Located, random: Random): unknown[] {
  const least = typeof minItems === 'number' ? minItems : 0;
  return Array.from({ length: least + random.below(5 - least) }, () =>
    !isObject(items) || Object.keys(items).length === 0
      ? random.below(9)
      : valueAt(spec, `${pointer}/items`, random),
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

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const at = this.below(items.length);
    for (const item of items.slice(at, at + 1)) return item;
    throw new RangeError('There is nothing to pick from: give at least one item.');
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, key: this.fraction() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
}

export function successBody({ spec, success }: Operation, random: Random): Record<string, unknown> {
  return withOwnId(spec, valueAt(spec, success, random), random);
}

export function refusalBody(code: number, { spec, failure }: Operation, random: Random): unknown {
  const name = spec.statements.envelope.code;
  const isText = takesType(spec, 'ErrorCode', 'string') && !random.chance(0.8);
  const body = { ...Object(valueAt(spec, failure, random)), [name]: isText ? String(code) : code };
  return withOwnId(spec, body, random);
}

export function takesType(spec: Spec, schema: 'ErrorCode' | 'RequestId', type: string): boolean {
  const forms = listForms(spec.at(`#/components/schemas/${schema}`));
  return forms.some((form) => listTypes(form.schema).includes(type));
}

/** No two answers have the same id. */
function withOwnId(spec: Spec, body: unknown, random: Random): Record<string, unknown> {
  const part = () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const isText = random.chance(0.8) || !takesType(spec, 'RequestId', 'integer');
  const id = isText
    ? [part(), part(), part(), part()].join('')
    : random.below(2 ** 31) * 2 ** 21 + random.below(2 ** 21);
  return { ...Object(body), [spec.statements.envelope.requestId]: id };
}

export function documentedCodes({ operationId, spec }: Operation): number[] {
  return spec.statements.errorCodes.flatMap(({ code, operations }) =>
    code !== 0 && operations.includes(operationId) ? [code] : [],
  );
}

/** The codes of an operation that only mistakes in a body bring about. */
export function bodyCodes({ operationId, spec }: Operation): number[] {
  const { errorCodes, mistakes } = spec.statements;
  const isOfBody = (id: string) => {
    const place = mistakes.find((row) => row.id === id)?.place;
    return place === 'body' || place === 'header';
  };
  return errorCodes.flatMap(({ code, operations, mistakes: ids }) =>
    operations.includes(operationId) && ids.length > 0 && ids.every(isOfBody) ? [code] : [],
  );
}

export function listMistakes({ operationId, spec }: Operation): MistakeEntry[] {
  return spec.statements.mistakes.filter(({ operations }) => operations.includes(operationId));
}

/** The codes by which an operation may refuse a request with any of these mistakes. */
export function codesFor(ids: readonly string[], operation: Operation): number[] {
  const documented = documentedCodes(operation);
  const rows = listMistakes(operation).filter(({ id }) => ids.includes(id));
  const codes = rows.flatMap(({ allowed }) => (allowed === 'any' ? documented : allowed));
  // A row may be about several operations, and list codes of each.
  return [...new Set(codes)].filter((code) => documented.includes(code));
}
