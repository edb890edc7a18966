import { breaks, compile, type Validator } from '@trtc-call/client/schema';
import { isObject } from '@trtc-call/reporting/values';
import type { Misfit, Written, WrittenObject } from '../contract.ts';
import { compileScalar, readScalar, type Scalar, type ScalarRow } from './members.ts';

/** A row of the contract's table about an object. */
export interface ObjectRow {
  readonly type: 'object';
  readonly members: Readonly<Record<string, Row>>;
}

/** A row of the contract's table about a value of any type. */
export type Row = ScalarRow | ObjectRow | { readonly type: 'array'; readonly items: Row };

/** A documented object, its members in the order of their names. */
export interface ObjectShape {
  readonly members: readonly (readonly [name: string, shape: Shape])[];
}

type Shape = Scalar | ObjectShape | { readonly items: Shape };

/** A body may have a great many faults: these are enough to see what is wrong. */
const mostMisfits = 100;

const anObject = compile({ type: 'object' });
const anArray = compile({ type: 'array' });

/** Prepares an object as the contract has it. */
export function compileObject({ members }: Pick<ObjectRow, 'members'>): ObjectShape {
  const sorted = Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1));
  return { members: sorted.map(([name, row]) => [name, compileShape(row)]) };
}

function compileShape(row: Row): Shape {
  if (row.type === 'object') return compileObject(row);
  return row.type === 'array' ? { items: compileShape(row.items) } : compileScalar(row);
}

/**
 * Reads the documented members of an object, and of what is in it, as `readMembers` does. What cannot be read is left
 * out, an item of a list too, and reported as a misfit.
 */
export function readObject(
  { members }: ObjectShape,
  sent: Readonly<Record<string, unknown>>,
  written: WrittenObject,
  misfits: Misfit[],
  at = '',
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, shape] of members) {
    const value = sent[name];
    if (value === undefined || value === null) continue;
    const pointer = `${at}/${name}`;
    if (written.repeated.has(name)) {
      misfits.push({ pointer, expected: 'one value', got: 'more than one value' });
      continue;
    }
    const result = readValue(shape, value, written.members.get(name), misfits, pointer);
    if (result !== undefined) read[name] = result;
  }
  return read;
}

function readValue(
  shape: Shape,
  sent: unknown,
  written: Written | undefined,
  misfits: Misfit[],
  pointer: string,
): unknown {
  if ('items' in shape) {
    if (!Array.isArray(sent) || !isList(written)) return noteMisfit(anArray, sent, misfits, pointer);
    return sent.flatMap((item: unknown, index) => {
      if (misfits.length >= mostMisfits) return [];
      return readValue(shape.items, item, written[index], misfits, `${pointer}/${index}`) ?? [];
    });
  }
  if (!('members' in shape)) return readScalar(shape, sent, written, pointer, misfits);
  if (!isObject(sent) || typeof written !== 'object' || isList(written)) {
    return noteMisfit(anObject, sent, misfits, pointer);
  }
  return readObject(shape, sent, written, misfits, pointer);
}

const isList = (written: Written | undefined): written is readonly Written[] => Array.isArray(written);

function noteMisfit(validator: Validator, sent: unknown, misfits: Misfit[], pointer: string): undefined {
  const issue = validator.check(sent, pointer).find(breaks);
  if (issue) misfits.push({ pointer, expected: issue.expected, got: issue.got });
}
