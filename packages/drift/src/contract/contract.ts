import { compile, type Validator } from '@trtc-call/client/schema';
import { isObject } from '@trtc-call/reporting/values';
import {
  type Envelope,
  type ErrorEntry,
  generations,
  type MistakeEntry,
  type OperationEntry,
} from '@trtc-call/spec';
import type { Location, Locations } from '@trtc-call/spec/v1/locations';
import {
  type Generation,
  type GenerationSource,
  generationSources,
  type MemberNames,
} from './generations.ts';
import {
  createSchemaReader,
  escapeSegment,
  findMember,
  lastName,
  parentPointer,
  type SchemaNode,
  type SchemaReader,
} from './schema-node.ts';

export type Mistake = MistakeEntry;

interface CheckedSchema {
  readonly node: SchemaNode;
  readonly validator: Validator<SchemaNode>;
}

export interface OperationContract {
  readonly generation: Generation;
  readonly operationId: string;
  /** The operation in fingerprints: the operationId, behind its generation where that is not the first one. */
  readonly subject: string;
  readonly path: string;
  readonly pointer: string;
  readonly envelope: Envelope;
  readonly names: MemberNames;
  readonly body: CheckedSchema;
  readonly success: CheckedSchema;
  readonly failure: CheckedSchema;
  /** The outcome, in any answer. */
  readonly code: CheckedSchema;
  readonly data: SchemaNode | undefined;
  /** The codes that this operation is documented to refuse with. */
  readonly codes: ReadonlySet<number>;
  /** Codes of other operations, of which a gap in the pages leaves open whether this one refuses with them (V4-U-21). */
  readonly openCodes: ReadonlySet<number>;
  readonly mistakes: ReadonlyMap<string, Mistake>;
  /** Codes that conform whatever the request looks like, such as the one for a package that was not bought. */
  readonly unseenCodes: ReadonlySet<number> | 'any';
  readonly requestCodes: ReadonlySet<number>;
  /** Codes that the contract gives to mistakes in the body only. */
  readonly bodyCodes: ReadonlySet<number>;
  readonly rateLimit: OperationEntry['rateLimit'];
}

export interface Contract extends GenerationSource {
  readonly operations: ReadonlyMap<string, OperationContract>;
  readonly byId: ReadonlyMap<string, OperationContract>;
  readonly sharedSchemas: ReadonlyMap<string, SharedSchema>;
  readonly schemas: SchemaReader;
  readonly pathStart: string;
  readonly hosts: ReadonlySet<string>;
  /** How long the service works on an answer at most, in milliseconds. */
  readonly backendTimeoutMilliseconds: number;
  /** Where a statement stands in `spec/`, or the nearest one around it. */
  locate(pointer: string): SpecLocation | undefined;
}

export const mediaType = 'application/json';
/** The status of every answer, whatever the outcome. */
export const answerStatus = 200;

/** Makes the contracts of generations ready for comparing; all by default. */
export function readContracts(wanted: readonly Generation[] = generations): Contract[] {
  return wanted.map(readContract);
}

export function readContract(name: Generation): Contract {
  const source = generationSources[name];
  const { statements, openapi, readLocations, citations } = source;
  const schemas = createSchemaReader(openapi, citations);
  const all = Object.values(statements.operations).map((entry) => readOperation(entry, source, schemas));
  return {
    ...source,
    schemas,
    operations: new Map(all.map((operation) => [operation.path, operation])),
    byId: new Map(all.map((operation) => [operation.operationId, operation])),
    sharedSchemas: findSharedSchemas(all),
    pathStart: findCommonStart(all.map(({ path }) => path)),
    hosts: new Set(Object.values(statements.servers).map((url) => new URL(url).host)),
    backendTimeoutMilliseconds: statements.limits.backendTimeout.value * 1000,
    locate: createLocate(readLocations),
  };
}

function findCommonStart(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let length = first.length;
  while (!others.every((path) => path.startsWith(first.slice(0, length)))) length -= 1;
  return first.slice(0, length);
}

function readOperation(
  { operationId, path, rateLimit }: OperationEntry,
  { generation, prefix, statements, citations, names }: GenerationSource,
  schemas: SchemaReader,
): OperationContract {
  const { envelope } = statements;
  const pointer = `#/paths/${escapeSegment(path)}/post`;
  const content = `content/${escapeSegment(mediaType)}/schema`;
  const mistakes = statements.mistakes.filter((row) => row.operations.includes(operationId));
  const errors = statements.errorCodes.filter(
    ({ code, operations }) => code !== 0 && operations.includes(operationId),
  );
  const codes = new Set(errors.map(({ code }) => code));
  const gaps = citations[pointer]?.decision.filter((id) => id.includes('-U-')) ?? [];
  const open = statements.errorCodes.filter(({ decision }) => decision.some((id) => gaps.includes(id)));
  const answers = readAnswers(`${pointer}/responses/${answerStatus}/${content}`, envelope, schemas);
  const code = findMember(answers.failure, envelope.code);
  if (!code) throw new TypeError(`The contract states no ${envelope.code} of ${operationId}.`);
  return {
    generation,
    operationId,
    subject: `${prefix}${operationId}`,
    path,
    pointer,
    envelope,
    names,
    rateLimit,
    body: withValidator(schemas.nodeAt(`${pointer}/requestBody/${content}`, '/body')),
    success: withValidator(answers.success),
    failure: withValidator(answers.failure),
    code: withValidator(code),
    data: findMember(answers.success, envelope.data),
    codes,
    openCodes: new Set(open.map(({ code }) => code)),
    mistakes: new Map(mistakes.map((row) => [row.id, row])),
    unseenCodes: listUnseenCodes(mistakes, codes),
    requestCodes: listRequestCodes(mistakes),
    bodyCodes: listBodyCodes(errors, statements.mistakes),
  };
}

function withValidator(node: SchemaNode): CheckedSchema {
  return { node, validator: compile(node) };
}

/** Those of mistakes that no request shows, and those whose mistake is not documented. */
function listUnseenCodes(rows: readonly Mistake[], codes: ReadonlySet<number>): ReadonlySet<number> | 'any' {
  const unseen = allowedBy(rows.filter(({ hidden }) => hidden));
  if (unseen === 'any') return 'any';
  const listed = listCodes(rows);
  return new Set([...unseen, ...[...codes].filter((code) => !listed.has(code))]);
}

function listRequestCodes(rows: readonly Mistake[]): ReadonlySet<number> {
  const ofOthers = listCodes(rows.filter(({ hidden }) => hidden));
  const ofRequests = listCodes(rows.filter(({ hidden }) => !hidden));
  return new Set([...ofRequests].filter((code) => !ofOthers.has(code)));
}

/** The codes that mistakes name; where any code will do, none is named. */
function listCodes(rows: readonly Mistake[]): ReadonlySet<number> {
  return new Set(rows.flatMap(({ allowed }) => (allowed === 'any' ? [] : allowed)));
}

function listBodyCodes(errors: readonly ErrorEntry[], rows: readonly Mistake[]): ReadonlySet<number> {
  const isOfBody = (id: string) => {
    const place = rows.find((row) => row.id === id)?.place;
    return place === 'body' || place === 'header';
  };
  return new Set(
    errors.flatMap(({ code, mistakes: of }) => (of.length > 0 && of.every(isOfBody) ? [code] : [])),
  );
}

export function allowedBy(rows: readonly Mistake[]): ReadonlySet<number> | 'any' {
  const codes = new Set<number>();
  for (const { allowed } of rows) {
    if (allowed === 'any') return 'any';
    for (const code of allowed) codes.add(code);
  }
  return codes;
}

/** An answer is a success or a failure; which of the two schemas is which stands in the codes that they take. */
function readAnswers(
  site: string,
  { code }: Envelope,
  { nodeAt, valueAt }: SchemaReader,
): { readonly success: SchemaNode; readonly failure: SchemaNode } {
  let answer = valueAt(site);
  while (typeof answer.$ref === 'string') answer = valueAt(answer.$ref);
  const nodes = (Array.isArray(answer.anyOf) ? answer.anyOf : []).flatMap((option: unknown) =>
    isObject(option) && typeof option.$ref === 'string' ? [nodeAt(option.$ref)] : [],
  );
  const success = nodes.find((node) => findMember(node, code)?.enum?.includes(0));
  const failure = nodes.find((node) => node !== success);
  if (success && failure) return { success, failure };
  throw new TypeError(`${site} is not a success or a failure.`);
}

interface SharedSchema {
  /** Its shortest place in an answer, as a JSON Pointer with `*` for every index. */
  readonly at: string;
  readonly operationIds: readonly string[];
}

function findSharedSchemas(operations: readonly OperationContract[]): ReadonlyMap<string, SharedSchema> {
  const places = new Map<string, { at: string; users: Set<string> }>();
  for (const { subject, success } of operations) {
    for (const { pointer, at } of nodesIn(success.node)) {
      const known = places.get(pointer) ?? { at, users: new Set() };
      places.set(pointer, known);
      known.users.add(subject);
      if (at.length < known.at.length) known.at = at;
    }
  }
  const shared = [...places].filter(([, { users }]) => users.size > 1);
  return new Map(shared.map(([pointer, { at, users }]) => [pointer, { at, operationIds: [...users] }]));
}

function* nodesIn(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  const within = [
    ...Object.values(node.properties ?? {}),
    ...(node.anyOf ?? []),
    ...(node.items ? [node.items] : []),
  ];
  for (const part of within) yield* nodesIn(part);
}

/** A place in the contract; its file is named from the folder `spec`. */
export type SpecLocation = Location;

/**
 * Finds where a statement of the bundled contract stands in `spec/`, or the nearest one around it. `…/required/name` is
 * the promise of one member, `#/errors/70001` a row of the table of codes, or the one that it would stand behind.
 */
function createLocate(readLocations: () => Locations) {
  let known: Locations | undefined;
  const find = (pointer: string): SpecLocation | undefined => {
    known ??= readLocations();
    for (let at = pointer; at.length > 1; at = parentPointer(at)) {
      if (Object.hasOwn(known, at)) return known[at];
    }
    return undefined;
  };
  const findCode = (wanted: number): SpecLocation | undefined => {
    known ??= readLocations();
    const codes = Object.keys(known)
      .filter((pointer) => parentPointer(pointer) === '#/errors')
      .map((pointer) => Number(lastName(pointer)))
      .toSorted((a, b) => a - b);
    return find(`#/errors/${codes.findLast((code) => code <= wanted) ?? codes[0]}`);
  };
  return (pointer: string): SpecLocation | undefined => {
    const [around, name] = [parentPointer(pointer), lastName(pointer)];
    if (around === '#/errors') return findCode(Number(name));
    if (!around.endsWith('/required')) return find(pointer);
    const [own, member] = [find(around), find(`${parentPointer(around)}/properties/${name}`)];
    // A schema may take a member over from another one, which promises it.
    return member && member.file !== own?.file ? find(`${componentIn(member.file)}/required`) : own;
  };
}

/** `#/components/schemas/Envelope` for `v4/components/schemas/Envelope.yaml`. */
function componentIn(file: string): string {
  return `#${file.slice(file.indexOf('/')).replace(/\.yaml$/, '')}`;
}
