import type { MistakeId } from '@trtc-call/spec/v1';
import { formsOf, located, memberSites, requiredOf, typesOf } from './document.ts';
import type { Random } from './random.ts';
import { type RequestDraft, requestSchemaOf } from './request-draft.ts';
import type { MadeMistake } from './request-mistakes.ts';

/** A member of a request, the value that makes it wrong, and what is wrong about it then. */
interface WrongField {
  readonly name: string;
  readonly value: unknown;
  readonly made: readonly MadeMistake[];
}

/** Makes a mistake in one member of the body. */
export function makeFieldMistake(id: MistakeId, draft: RequestDraft, random: Random): readonly MadeMistake[] {
  const { name, value, made } = random.pick(wrongFields(id, draft));
  if (value === undefined) delete draft.fields[name];
  else draft.fields[name] = value;
  return made;
}

function wrongFields(id: MistakeId, { operationId }: RequestDraft): WrongField[] {
  const whole = requestSchemaOf(operationId);
  const required = requiredOf(whole.schema);
  return [...memberSites(whole)].flatMap(([name, site]) => {
    const pointer = `/body/${name}`;
    const wrong = (value: unknown, at = pointer, ids: readonly MistakeId[] = [id]): WrongField => ({
      name,
      value,
      made: ids.map((one) => ({ id: one, pointer: at })),
    });
    switch (id) {
      case 'field-missing':
        return required.includes(name) ? [wrong(undefined)] : [];
      case 'field-null':
        return [wrong(null)];
      case 'field-type':
        return ofOtherTypes(site).map((value) => wrong(value));
      case 'address-scheme':
        return hasPattern(site)
          ? [wrong('ftp://example.com/', pointer, ['address-scheme', 'field-range'])]
          : [];
      default:
        return outside(site, pointer).map(({ value, at }) => wrong(value, at));
    }
  });
}

function ofOtherTypes(site: string): unknown[] {
  const types = formsOf(located(site)).flatMap(({ schema }) => typesOf(schema));
  const samples: Readonly<Record<string, unknown>> = {
    string: 'text',
    integer: 5,
    boolean: true,
    object: { a: 1 },
    array: [],
  };
  return Object.entries(samples).flatMap(([type, value]) => (types.includes(type) ? [] : [value]));
}

function hasPattern(site: string): boolean {
  return formsOf(located(site)).some(({ schema }) => schema.pattern !== undefined);
}

function outside(site: string, at: string): { value: unknown; at: string }[] {
  const [form, ...others] = formsOf(located(site));
  if (!form) return [];
  const { minimum, minLength, items, enum: words } = form.schema;
  if (words !== undefined) return [{ value: 'no_such_word', at }];
  if (others.length > 0) return [];
  if (typeof minimum === 'number') return [{ value: minimum - 1, at }];
  if (minLength !== undefined) return [{ value: '', at }];
  const inItems = items === undefined ? [] : outside(`${form.pointer}/items`, `${at}/*`);
  return inItems.map((one) => ({ value: [one.value], at: one.at }));
}
