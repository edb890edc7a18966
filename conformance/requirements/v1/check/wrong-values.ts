import { type OperationId, operations, queryParameters } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { readMembers } from './answer.ts';
import type { QueryChange } from './context.ts';

/** One way in which a value can be wrong. */
export type Fault = 'missing' | 'null' | 'type' | 'range' | 'case' | 'repeated';

/** A body that differs from a right one in one field. */
export interface WrongBody {
  readonly operation: OperationId;
  readonly field: string;
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A query that differs from a right one in one parameter. */
export interface WrongQuery {
  readonly parameter: string;
  readonly title: string;
  readonly query: QueryChange;
}

type Schema = Readonly<Record<string, unknown>>;

/** The operations whose body has fields. */
export const operationsWithFields: readonly OperationId[] = Object.values(operations)
  .map(({ operationId }) => operationId)
  .filter((operation) => Object.keys(readFields(operation)).length > 0);

/** Members of right bodies by operation, where the contract's example is not right for the account that asks. */
export type RightBodies = Readonly<Partial<Record<OperationId, Readonly<Record<string, unknown>>>>>;

/** Every field of the contract, each wrong in the given way; generated from the contract's schemas. */
export function wrongBodies(fault: Fault, bodies: RightBodies = {}): WrongBody[] {
  return operationsWithFields.flatMap((operation) => {
    const right = { ...rightBody(operation), ...bodies[operation] };
    return Object.entries(readFields(operation)).flatMap(([field, schema]) => {
      const isRequired = listRequired(operation).includes(field);
      return variants({ field, schema, isRequired, right: right[field] }, fault).map(([label, change]) => {
        const body: Record<string, unknown> = { ...right, ...change };
        // A field that the change sets to undefined is left out when the body is written.
        return { operation, field, title: `${operation}: ${label}`, body };
      });
    });
  });
}

/** Every URL parameter of the contract, each wrong in the given way. */
export function wrongQueries(fault: Fault, correct: Readonly<Record<string, string>>): WrongQuery[] {
  return Object.values(queryParameters).flatMap((parameter) => {
    const { name } = parameter;
    const value = correct[name] ?? '';
    const make = (label: string, query: QueryChange) => ({
      parameter: name,
      title: `${name} ${label}`,
      query,
    });
    if (fault === 'missing') return [make('missing', { [name]: null })];
    if (fault === 'case') return [make('in capitals', { [name]: null, [name.toUpperCase()]: value })];
    if (fault === 'repeated') return [make('twice', { [name]: [value, `${value}0`] })];
    if (fault === 'range' && 'maximum' in parameter) {
      return [make('above its maximum', { [name]: String(parameter.maximum + 1) })];
    }
    if (fault === 'type' && parameter.type === 'integer') return [make('in words', { [name]: 'word' })];
    return [];
  });
}

interface Field {
  readonly field: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly right: unknown;
}

function variants(
  { field, schema, isRequired, right }: Field,
  fault: Fault,
): [string, Record<string, unknown>][] {
  if (fault === 'missing') return isRequired ? [[`${field} missing`, { [field]: undefined }]] : [];
  if (fault === 'null') return isRequired ? [[`${field} null`, { [field]: null }]] : [];
  if (fault === 'case') {
    const wrong = field.toUpperCase();
    return isRequired ? [[`${field} written ${wrong}`, { [field]: undefined, [wrong]: right }]] : [];
  }
  if (fault === 'type') {
    return wrongTypes(schema, right).map((value) => [`${field} of the wrong type`, { [field]: value }]);
  }
  if (fault === 'range') return outOfRange(field, schema);
  return [];
}

/** A right value in a wrong type tells a service that converts it from one that finds no such value. */
function wrongTypes({ type }: Schema, right: unknown): unknown[] {
  if (type === 'integer') return ['word'];
  if (type === 'array') return Array.isArray(right) ? ['word', right[0]] : ['word'];
  return typeof right === 'string' ? [17, [right]] : [17];
}

function outOfRange(field: string, schema: Schema): [string, Record<string, unknown>][] {
  const { minimum, minLength, pattern } = schema;
  if (typeof minimum === 'number') return [[`${field} below its minimum`, { [field]: minimum - 1 }]];
  if (hasWords(schema)) return [[`${field} no word of its list`, { [field]: 'no-such-word' }]];
  if (typeof pattern === 'string') return [[`${field} not in its form`, { [field]: 'no such form' }]];
  return typeof minLength === 'number' && minLength > 0 ? [[`${field} empty`, { [field]: '' }]] : [];
}

/** Whether the contract lists words. It accepts any other too: what is refused here is no more than a SHOULD. */
function hasWords({ enum: words, anyOf }: Schema): boolean {
  if (Array.isArray(words)) return true;
  return Array.isArray(anyOf) && anyOf.some((option: unknown) => hasWords(resolve(readMembers(option))));
}

/** The body that the contract gives as an example of a right one. */
export function rightBody(operation: OperationId): Record<string, unknown> {
  const { path } = operations[operation];
  const examples = openapi.paths[path]?.post.requestBody.content['application/json']?.examples ?? {};
  return readMembers(examples.default?.value);
}

function findRequestSchema(operation: OperationId): Schema {
  const { path } = operations[operation];
  return resolve(openapi.paths[path]?.post.requestBody.content['application/json']?.schema ?? {});
}

function listRequired(operation: OperationId): readonly unknown[] {
  const { required } = findRequestSchema(operation);
  return Array.isArray(required) ? required : [];
}

function readFields(operation: OperationId): Record<string, Schema> {
  const { properties } = findRequestSchema(operation);
  return Object.fromEntries(
    Object.entries(readMembers(properties)).map(([name, schema]) => [name, resolve(readMembers(schema))]),
  );
}

/** A schema with its reference followed; what stands beside the reference wins. */
function resolve(schema: Schema): Schema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const name = $ref.replace('#/components/schemas/', '');
  return { ...resolve(openapi.components.schemas[name] ?? {}), ...schema, $ref: undefined };
}
