import type { OpenApiSchema } from '@trtc-call/spec/v1/openapi';
import {
  formsOf,
  isRecord,
  type Located,
  listedWords,
  located,
  memberSites,
  requiredOf,
  typesOf,
} from './document.ts';
import type { Random } from './random.ts';

/** What may stand beside the documented members of an object. */
export type Extras = 'none' | 'sometimes';

/** A value that fits the schema at a pointer, with words from its list and nothing that no page describes. */
export function valueAt(pointer: string, random: Random, extras: Extras = 'none'): unknown {
  const forms = formsOf(located(pointer));
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
  switch (random.pick(typesOf(schema))) {
    case 'string':
      return textOf(schema, random);
    case 'integer':
      return wholeNumber(schema, random);
    case 'number':
      return random.below(1000) + 0.5;
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return listOf(schema, pointer, random);
    case 'object':
      return objectOf(form, random, extras);
    default:
      return null;
  }
}

function objectOf(form: Located, random: Random, extras: Extras): Record<string, unknown> {
  const required = requiredOf(form.schema);
  const members = [...memberSites(form)].filter(([name]) => required.includes(name) || random.chance(0.5));
  const value = Object.fromEntries(
    members.map(([name, site]) => [name, valueAt(site, random, extras)] as const),
  );
  const isOpen = form.schema.additionalProperties === true || extras === 'sometimes';
  return isOpen && random.chance(0.2) ? { ...value, 'x-more': random.below(9) } : value;
}

function listOf({ items }: OpenApiSchema, pointer: string, random: Random): unknown[] {
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

function textOf({ pattern, minLength }: OpenApiSchema, random: Random): string {
  const fits = typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined;
  const least = typeof minLength === 'number' ? minLength : 0;
  const own = `id-${random.below(2 ** 31)}`;
  const candidates = [own, ...texts, ...addresses].filter((text) => text.length >= least);
  return random.pick(fits ? candidates.filter((text) => fits.test(text)) : candidates);
}
