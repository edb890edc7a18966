import type { OperationContract } from '../contract/contract.ts';
import { isObject, jsonTypeOf } from '../contract/json-type.ts';
import { parseBody } from '../contract/parse-body.ts';
import type { SchemaNode } from '../contract/schema-node.ts';
import { compare, expectedTypes } from './compare.ts';
import { Deviations } from './deviation.ts';

/** What is wrong with what stands around the data: nothing can be said of the rest then. */
export interface BrokenEnvelope {
  readonly pointer: string;
  readonly node: SchemaNode;
  readonly before: string;
  readonly after: string;
  /** Where it is an object, its other members can be looked at. */
  readonly body?: Record<string, unknown>;
}

/** An answer's body, read as far as it can be. */
export type ReadAnswer =
  | 'too large'
  | { readonly broken: BrokenEnvelope }
  | { readonly broken: undefined; readonly code: number; readonly body: Record<string, unknown> };

/** Reads the envelope; only what makes the outcome unreadable breaks it. */
export function readAnswer(text: string, operation: OperationContract): ReadAnswer {
  const whole = operation.failure;
  if (text.trim() === '') return broken('', whole, 'object', 'empty');
  const parsed = parseBody(text);
  if (parsed.problem === 'too large') return parsed.problem;
  if (parsed.problem !== undefined) return broken('', whole, 'object', parsed.problem);
  const body = parsed.value;
  if (!isObject(body)) return broken('', whole, 'object', jsonTypeOf(body));
  const node = whole.members?.get('errorCode');
  if (!node) throw new TypeError('The contract states no errorCode.');
  const { errorCode } = body;
  if (errorCode === undefined) return broken(node.at, node, expectedTypes(node), '', body);
  const found = new Deviations();
  compare(errorCode, node, found);
  // Text that is no number has a type that is right and says nothing.
  if (found.list.length > 0) return broken(node.at, node, expectedTypes(node), afterOf(errorCode), body);
  return { broken: undefined, code: Number(errorCode), body };
}

function broken(
  pointer: string,
  node: SchemaNode,
  before: string,
  after: string,
  body?: Record<string, unknown>,
): ReadAnswer {
  return { broken: { pointer, node, before, after, ...(body && { body }) } };
}

function afterOf(errorCode: unknown): string {
  return typeof errorCode === 'string' ? 'no number' : jsonTypeOf(errorCode);
}
