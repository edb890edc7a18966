import { ExpectationError, type Mismatch } from '../expect.ts';
import type { Generation } from '../generation.ts';
import { readMembers } from './answer.ts';
import type { CheckContext, QueryChange } from './context.ts';
import { findMistake, findRefusalMismatch } from './expect.ts';

export type Fault = 'missing' | 'null' | 'type' | 'range' | 'case' | 'repeated';

export interface WrongBody {
  readonly operation: string;
  readonly field: string;
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface WrongQuery {
  readonly parameter: string;
  readonly title: string;
  readonly query: QueryChange;
}

type Members = Readonly<Record<string, unknown>>;

/** Members of right bodies by operation, where the contract's example is not right for the account that asks. */
export type RightBodies = Readonly<Record<string, Members>>;

/** Every field of the operations, each wrong in the given way; generated from the contract's schemas. */
export function wrongBodies(
  generation: Generation,
  operations: readonly string[],
  fault: Fault,
  bodies: RightBodies = {},
): WrongBody[] {
  return operations.flatMap((operation) => {
    const right = { ...rightBody(generation, operation), ...bodies[operation] };
    const schema = findRequestSchema(generation, operation);
    const required = Array.isArray(schema.required) ? schema.required : [];
    return Object.entries(readMembers(schema.properties)).flatMap(([field, reference]) => {
      const fieldSchema = resolve(generation, readMembers(reference));
      const isRequired = required.includes(field);
      const about = { generation, field, schema: fieldSchema, isRequired, right: right[field] };
      return variants(about, fault).map(([label, change]) => {
        const body: Record<string, unknown> = { ...right, ...change };
        // A field that the change sets to undefined is left out when the body is written.
        return { operation, field, title: `${operation}: ${label}`, body };
      });
    });
  });
}

/** Every URL parameter of the contract, each wrong in the given way. */
export function wrongQueries(
  { contract }: Generation,
  fault: Fault,
  correct: Readonly<Record<string, string>>,
): WrongQuery[] {
  return Object.values(contract.queryParameters).flatMap(({ name, type, maximum }) => {
    const value = correct[name] ?? '';
    const make = (label: string, query: QueryChange) => ({
      parameter: name,
      title: `${name} ${label}`,
      query,
    });
    if (fault === 'missing') return [make('missing', { [name]: null })];
    if (fault === 'case') return [make('in capitals', { [name]: null, [name.toUpperCase()]: value })];
    if (fault === 'repeated') return [make('twice', { [name]: [value, `${value}0`] })];
    if (fault === 'range' && maximum !== undefined) {
      return [make('above its maximum', { [name]: String(maximum + 1) })];
    }
    if (fault === 'type' && type === 'integer') return [make('in words', { [name]: 'word' })];
    return [];
  });
}

interface Field {
  readonly generation: Generation;
  readonly field: string;
  readonly schema: Members;
  readonly isRequired: boolean;
  readonly right: unknown;
}

function variants(
  { generation, field, schema, isRequired, right }: Field,
  fault: Fault,
): [string, Members][] {
  if (fault === 'missing') return isRequired ? [[`${field} missing`, { [field]: undefined }]] : [];
  if (fault === 'null') return isRequired ? [[`${field} null`, { [field]: null }]] : [];
  if (fault === 'case') {
    const wrong = field.toUpperCase();
    return isRequired ? [[`${field} written ${wrong}`, { [field]: undefined, [wrong]: right }]] : [];
  }
  if (fault === 'type') {
    return wrongTypes(schema, right).map((value) => [`${field} of the wrong type`, { [field]: value }]);
  }
  return fault === 'range' ? outOfRange(generation, field, schema) : [];
}

/** A right value in a wrong type tells a service that converts it from one that finds no such value. */
function wrongTypes({ type }: Members, right: unknown): unknown[] {
  if (type === 'integer') return ['word'];
  if (type === 'array') return Array.isArray(right) ? ['word', right[0]] : ['word'];
  return typeof right === 'string' ? [17, [right]] : [17];
}

function outOfRange(generation: Generation, field: string, schema: Members): [string, Members][] {
  const { minimum, maximum, minItems, minLength, pattern } = schema;
  const bounds: [string, Members][] = [];
  if (typeof minimum === 'number') bounds.push([`${field} below its minimum`, { [field]: minimum - 1 }]);
  if (typeof maximum === 'number') bounds.push([`${field} above its maximum`, { [field]: maximum + 1 }]);
  if (bounds.length > 0) return bounds;
  if (typeof minItems === 'number' && minItems > 0) return [[`${field} empty`, { [field]: [] }]];
  if (hasWords(generation, schema)) return [[`${field} no word of its list`, { [field]: 'no-such-word' }]];
  if (typeof pattern === 'string') return [[`${field} not in its form`, { [field]: 'no such form' }]];
  return typeof minLength === 'number' && minLength > 0 ? [[`${field} empty`, { [field]: '' }]] : [];
}

/** Whether the contract lists words. It accepts any other too: what is refused here is no more than a SHOULD. */
function hasWords(generation: Generation, { enum: words, anyOf }: Members): boolean {
  if (Array.isArray(words)) return true;
  return (
    Array.isArray(anyOf) &&
    anyOf.some((option: unknown) => hasWords(generation, resolve(generation, readMembers(option))))
  );
}

/** The body that the contract gives as an example of a right one. */
export function rightBody(generation: Generation, operation: string): Record<string, unknown> {
  return readMembers(readContent(generation, operation)?.examples?.default?.value);
}

/** What the contract's example of a success says to it. */
export function readSuccessMessage(generation: Generation): unknown {
  const { contract, openapi } = generation;
  const path = contract.operations.getRecordsByFilter?.path ?? '';
  const response = openapi.paths[path]?.post.responses['200'];
  const example = response?.content['application/json']?.examples?.success?.value;
  return readMembers(example)[contract.envelope.message];
}

function findRequestSchema(generation: Generation, operation: string): Members {
  return resolve(generation, readContent(generation, operation)?.schema ?? {});
}

function readContent({ contract, openapi }: Generation, operation: string) {
  const path = contract.operations[operation]?.path ?? '';
  return openapi.paths[path]?.post.requestBody.content['application/json'];
}

/** A schema with its reference followed; what stands beside the reference wins. */
function resolve(generation: Generation, schema: Members): Members {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const name = $ref.replace('#/components/schemas/', '');
  const target = generation.openapi.components.schemas[name] ?? {};
  return { ...resolve(generation, target), ...schema, $ref: undefined };
}

export const credentials: readonly string[] = ['sdkappid', 'identifier', 'usersig'];

/** Whether a mistake that is refused elsewhere only MAY be refused in this field. */
export function isLeftOpen(
  { contract }: Generation,
  mistake: string,
  { operation, field }: Pick<WrongBody, 'operation' | 'field'>,
): boolean {
  const { level, levels } = findMistake(contract, mistake, operation);
  return level !== 'MAY' && levels?.[field] === 'MAY';
}

/**
 * Every field of the operations is refused when it is wrong in the given way, asked side by side, but for those that MAY be
 * refused only. The failure names each that is not.
 */
export async function expectBodiesRefused(
  context: CheckContext,
  operations: readonly string[],
  fault: Fault,
  mistake: string,
  bodies: RightBodies,
): Promise<void> {
  await expectEachRefused(
    wrongBodies(context.generation, operations, fault, bodies)
      .filter((wrong) => !isLeftOpen(context.generation, mistake, wrong))
      .map(async ({ operation, title, body }) => {
        const mismatch = findRefusalMismatch(await context.send(operation, body), mistake);
        return mismatch && { title, ...mismatch };
      }),
  );
}

/** Every URL parameter that is meant is refused when it is wrong in the given way; all else is right. */
export async function expectQueriesRefused(
  context: CheckContext,
  operations: readonly string[],
  fault: Fault,
  only: readonly string[],
  bodies: RightBodies,
): Promise<void> {
  const { generation } = context;
  const wrong = wrongQueries(generation, fault, context.rightQuery()).filter(({ parameter }) =>
    only.includes(parameter),
  );
  await expectEachRefused(
    operations.flatMap((operation) =>
      wrong.map(async ({ parameter, title, query }) => {
        const body = { ...rightBody(generation, operation), ...bodies[operation] };
        const answer = await context.send(operation, body, { query });
        const mismatch = findRefusalMismatch(answer, nameParameterMistake(parameter, fault));
        return mismatch && { title: `${operation}, ${title}`, ...mismatch };
      }),
    ),
  );
}

/** None of these has a mismatch. The failure names each that has. */
export async function expectEachRefused(
  asked: readonly Promise<(Mismatch & { readonly title: string }) | undefined>[],
): Promise<void> {
  const accepted = (await Promise.all(asked)).filter((mismatch) => mismatch !== undefined);
  const [first, ...others] = accepted;
  if (first === undefined) return;
  // In other operations, or of another number of values, it is still the same that is not refused.
  const cause = [...new Set(accepted.map(describe))].toSorted().join('\n');
  if (others.length === 0) throw new ExpectationError(`${first.title}: ${first.expected}`, first.got, cause);
  throw new ExpectationError(
    `each of ${asked.length} to be refused`,
    `${accepted.length} that are not:\n${accepted.map((mismatch) => `${mismatch.title}: ${describe(mismatch)}`).join('\n')}`,
    cause,
  );
}

function describe({ expected, got }: Mismatch): string {
  return `expected ${expected}, got ${got}`;
}

/** The mistake that it is to have this parameter wrong in this way. */
export function nameParameterMistake(parameter: string, fault: Fault): string {
  if (fault === 'case') return 'parameter-wrong-case';
  if (fault === 'repeated') return 'parameter-repeated';
  return `${parameter}-${fault === 'missing' ? 'missing' : 'invalid'}`;
}
