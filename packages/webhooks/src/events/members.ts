import { breaks, compile, describeSchema, type Schema, type Validator } from '@trtc-call/client/schema';
import { isObject } from '@trtc-call/reporting/values';
import type { Misfit, Written, WrittenObject } from '../contract.ts';
import { readDigits } from './read-json.ts';

/** A row of the contract's table about a text or a whole number. */
interface ScalarRow {
  readonly type: 'string' | 'integer';
  /** A page has it in this type too. */
  readonly or?: 'string' | 'integer' | undefined;
  readonly words?: readonly string[] | undefined;
  /** Other spellings of the words. */
  readonly spellings?: Readonly<Record<string, string>> | undefined;
}

/** A row of the contract's table about an object. */
interface ObjectRow {
  readonly type: 'object';
  readonly members: Readonly<Record<string, Row>>;
}

type Row = ScalarRow | ObjectRow | { readonly type: 'array'; readonly items: Row };

/** A documented text or whole number. */
interface Scalar {
  readonly schema: Schema;
  readonly validator: Validator;
  /** The listed spelling by each other one, and by the word in lower case. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly or: ScalarRow['or'];
}

/** A documented object, its members in the order of their names. */
export interface ObjectShape {
  readonly members: readonly (readonly [name: string, shape: Shape])[];
}

type Shape = Scalar | ObjectShape | { readonly items: Shape };

/** Prepares an object as the contract has it. Words beside the listed ones are let through. */
export function compileObject(members: ObjectRow['members']): ObjectShape {
  const sorted = Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1));
  return { members: sorted.map(([name, row]) => [name, compileShape(row)]) };
}

function compileShape(row: Row): Shape {
  if (row.type === 'object') return compileObject(row.members);
  if (row.type === 'array') return { items: compileShape(row.items) };
  const { type, or, words = [], spellings = {} } = row;
  const schema: Schema = words.length > 0 ? { type, enum: words, open: true } : { type };
  const all = [...words.map((word) => [word, word] as const), ...Object.entries(spellings)];
  const meanings = new Map(
    all.flatMap(
      ([spelling, word]) =>
        [
          [spelling, word],
          [spelling.toLowerCase(), word],
        ] as const,
    ),
  );
  return { schema, validator: compile(schema), spellings: meanings, or };
}

/** A body may have a great many faults: these are enough to see what is wrong. */
const mostMisfits = 100;

const anObject = compile({ type: 'object' });
const anArray = compile({ type: 'array' });

/** The object or list that is read, and what did not fit so far. */
interface Place {
  /** JSON Pointer. */
  readonly at: string;
  readonly misfits: Misfit[];
}

/**
 * Reads the documented members of an object, and of what is in it, in one spelling. `null` is the same as absent. Digits in
 * place of a number, and a whole number in place of a text, are read all the same up to 2^53 - 1 and reported as misfits;
 * nothing else that is of another type is read (V1-U-52), an item of a list neither.
 */
export function readObject(
  { members }: ObjectShape,
  sent: Readonly<Record<string, unknown>>,
  written: WrittenObject,
  misfits: Misfit[],
  at = '',
): Record<string, unknown> {
  const place: Place = { at, misfits };
  const read: Record<string, unknown> = {};
  for (const [name, shape] of members) {
    const value = sent[name];
    if (value === undefined || value === null) continue;
    if (written.repeated.has(name)) {
      const expected = 'schema' in shape ? describeSchema(shape.schema) : 'one value';
      misfits.push({ pointer: `${at}/${name}`, expected, got: 'more than one value' });
      continue;
    }
    const result = readValue(shape, value, written.members.get(name), place, name);
    if (result !== undefined) read[name] = result;
  }
  return read;
}

function readValue(
  shape: Shape,
  sent: unknown,
  written: Written | undefined,
  place: Place,
  name: string | number,
): unknown {
  if ('schema' in shape) return readScalar(shape, sent, written, place, name);
  const { at, misfits } = place;
  if ('items' in shape) {
    if (!Array.isArray(sent) || !isList(written)) return noteMisfit(anArray, sent, place, name);
    const list: Place = { at: `${at}/${name}`, misfits };
    const read: unknown[] = [];
    for (const [index, item] of sent.entries()) {
      if (misfits.length >= mostMisfits) break;
      const result = readValue(shape.items, item, written[index], list, index);
      if (result !== undefined) read.push(result);
    }
    return read;
  }
  if (!isObject(sent) || typeof written !== 'object' || isList(written)) {
    return noteMisfit(anObject, sent, place, name);
  }
  return readObject(shape, sent, written, misfits, `${at}/${name}`);
}

const isList = (written: Written | undefined): written is readonly Written[] => Array.isArray(written);

function noteMisfit(
  validator: Validator,
  sent: unknown,
  { at, misfits }: Place,
  name: string | number,
  got?: string,
): undefined {
  const pointer = `${at}/${name}`;
  const issue = validator.check(sent, pointer).find(breaks);
  if (issue) misfits.push({ pointer, expected: issue.expected, got: got ?? issue.got });
}

/** Reads one value in the spelling of the contract; undefined where it cannot be read. */
function readScalar(
  { schema, validator, spellings, or }: Scalar,
  sent: unknown,
  written: Written | undefined,
  place: Place,
  name: string | number,
): string | number | undefined {
  if (or !== undefined) {
    const other = readOther(sent, written, or);
    if (other !== undefined) return other;
  }
  const isText = schema.type === 'string';
  if (isText && typeof sent === 'string') return readWord(sent, spellings);
  // A number that `JSON.parse` has rounded is not the number that was sent.
  const value = typeof sent === 'number' && !isExact(sent, written) ? Number.NaN : sent;
  if (!isText && typeof value === 'number' && Number.isInteger(value)) return value + 0;
  const read = readOtherType(value, isText);
  const isDigits = typeof read === 'number';
  noteMisfit(validator, value, place, name, isDigits ? 'a string of digits' : undefined);
  return typeof read === 'string' ? readWord(read, spellings) : read;
}

function readWord(text: string, spellings: ReadonlyMap<string, string>): string {
  if (spellings.size === 0) return text;
  return spellings.get(text) ?? spellings.get(text.toLowerCase()) ?? text;
}

/** A whole number where a text is usual, with all its digits, and a text where a number is usual: digits are the number. */
function readOther(
  sent: unknown,
  written: Written | undefined,
  or: 'string' | 'integer',
): string | number | undefined {
  if (or === 'integer') {
    return typeof sent === 'number' && typeof written === 'string' ? readDigits(written) : undefined;
  }
  if (typeof sent !== 'string') return undefined;
  return /^(?:0|[1-9]\d{0,14})$/.test(sent) ? Number(sent) : sent;
}

/** 1.0000000000000000001 is not 1, though it is parsed as that. */
function isExact(value: number, written: Written | undefined): boolean {
  return !Number.isInteger(value) || (Number.isSafeInteger(value) && written === String(value));
}

function readOtherType(value: unknown, asText: boolean): string | number | undefined {
  if (asText) return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,16}$/.test(value)) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) + 0 : undefined;
}
