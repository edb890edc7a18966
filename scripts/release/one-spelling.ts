import { isRecord } from './is-record.ts';

/** What a schema or an operation says besides what it demands. */
const words = /^(?:description|summary|title|examples?|\$comment|x-source|x-decision)$/;

/**
 * The later description, with what it says as the earlier one does but in another spelling spelt as there: the order of
 * `required`, a lone `$ref` in `allOf`, an `enum` of one as `const`, an `anyOf` of types as a list of them. Redocly takes
 * each of these for a change.
 */
export function spellAlike(before: unknown, after: unknown): unknown {
  if (JSON.stringify(plain(before)) === JSON.stringify(plain(after))) return before;
  if (Array.isArray(before) && Array.isArray(after)) {
    if (after.every(isText)) return inOrderOf(before, after);
    return after.map((item, at) => (at in before ? spellAlike(before[at], item) : item));
  }
  if (!isRecord(before) || !isRecord(after)) return after;
  if (saysTheSame(before, after) && spelling(before) !== spelling(after)) {
    return { ...withoutWords(before), ...onlyWords(plainRecord(after)) };
  }
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => [
      key,
      Object.hasOwn(before, key) ? spellAlike(before[key], value) : value,
    ]),
  );
}

/** Both say the same of values, whatever they say of it to people. */
function saysTheSame(before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  return JSON.stringify(demands(plain(before))) === JSON.stringify(demands(plain(after)));
}

function spelling(schema: Record<string, unknown>): string {
  return Object.keys(withoutWords(schema)).sort().join();
}

/** One spelling for all that say the same, with the keys in order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return isRecord(value) ? plainRecord(value) : value;
}

function plainRecord(record: Record<string, unknown>): Record<string, unknown> {
  const { allOf, anyOf, const: only, required, type, ...rest } = record;
  const made: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, plain(value)]),
  );
  if (isSchemaText(required)) made.required = [...new Set(required)].sort();
  else if (required !== undefined) made.required = plain(required);
  if (isSchemaText(type)) made.type = listOfTypes(type);
  else if (type !== undefined) made.type = plain(type);
  if (only !== undefined) {
    if (isRecord(only) || Array.isArray(only) || made.enum !== undefined) made.const = plain(only);
    else made.enum = [only];
  }
  if (anyOf !== undefined) putAnyOf(made, plain(anyOf));
  if (allOf !== undefined) putAllOf(made, plain(allOf));
  return Object.fromEntries(Object.entries(made).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function putAnyOf(made: Record<string, unknown>, anyOf: unknown): void {
  const forms = Array.isArray(anyOf) ? anyOf.filter(isRecord) : [];
  const types = forms.map((form) => (Object.keys(form).join() === 'type' ? form.type : undefined));
  const isOfTypes = forms.length > 0 && Array.isArray(anyOf) && forms.length === anyOf.length;
  if (isOfTypes && made.type === undefined && types.every((type) => type !== undefined)) {
    made.type = listOfTypes(types.flat().map(String));
  } else {
    made.anyOf = Array.isArray(anyOf) ? anyOf.toSorted(byText) : anyOf;
  }
}

/** What stands alone in `allOf` may as well stand beside it, unless a keyword is there twice. */
function putAllOf(made: Record<string, unknown>, allOf: unknown): void {
  const [lone, ...others] = Array.isArray(allOf) ? allOf : [];
  const isFree =
    isRecord(lone) &&
    others.length === 0 &&
    Object.keys(lone).every((key) => words.test(key) || made[key] === undefined);
  if (isFree) Object.assign(made, { ...lone, ...onlyWords(made) });
  else made.allOf = Array.isArray(allOf) ? allOf.toSorted(byText) : allOf;
}

function demands(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => demands(item));
  if (!isRecord(value)) return value;
  // A field may be called `description`.
  const kept = isNames ? value : withoutWords(value);
  return Object.fromEntries(
    Object.entries(kept).map(([key, part]) => [key, demands(part, !isNames && key === 'properties')]),
  );
}

function withoutWords(schema: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !words.test(key)));
}

function onlyWords(schema: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => words.test(key)));
}

function listOfTypes(type: string | readonly string[]): string | string[] {
  const types = [...new Set([type].flat())].sort();
  const [first] = types;
  return types.length === 1 && first !== undefined ? first : types;
}

/** A list that lost or gained words keeps those that stayed in their former order. */
function inOrderOf(before: readonly unknown[], after: readonly string[]): unknown[] {
  const stayed = before.filter((item) => isText(item) && after.includes(item));
  return [...stayed, ...after.filter((item) => !stayed.includes(item))];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isSchemaText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function byText(a: unknown, b: unknown): number {
  const [textA, textB] = [JSON.stringify(a), JSON.stringify(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}
