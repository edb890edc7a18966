import {
  type ErrorCode,
  errorCodes,
  limits,
  type Mistake,
  mistakes,
  type OperationId,
  operations,
  servers,
} from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { isObject } from './json-type.ts';
import { locate, type SpecLocation } from './pointer.ts';
import { escapeSegment, type SchemaNode, schemaNodeAt, valueAt } from './schema-node.ts';

/** What an operation takes and answers. */
export interface OperationContract {
  readonly operationId: OperationId;
  readonly path: string;
  /** Pointer into the bundled contract. */
  readonly pointer: string;
  readonly body: SchemaNode;
  readonly success: SchemaNode;
  readonly failure: SchemaNode;
  /** The codes that this operation is documented to refuse with. */
  readonly codes: ReadonlySet<number>;
  readonly mistakes: ReadonlyMap<string, Mistake>;
  /** Codes that conform whatever the request looks like: nobody sees from it whether a package was bought. */
  readonly unseenCodes: ReadonlySet<number> | 'any';
  /** Codes that find fault with the request, and with nothing that no request shows. */
  readonly requestCodes: ReadonlySet<number>;
  /** Codes that the contract gives to mistakes in the body only. */
  readonly bodyCodes: ReadonlySet<number>;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
}

/** Everything that exchanges are compared with. */
export interface Contract {
  readonly operations: ReadonlyMap<string, OperationContract>;
  readonly byId: ReadonlyMap<string, OperationContract>;
  /** Schemas that several operations answer with, by their pointers. */
  readonly sharedSchemas: ReadonlyMap<string, SharedSchema>;
  /** Hosts of the vendor, with ports where they have one. */
  readonly hosts: ReadonlySet<string>;
  /** How long the service works on an answer at most, in milliseconds. */
  readonly backendTimeoutMilliseconds: number;
  /** Where a statement stands in `spec/`, or the nearest one around it. */
  locate(pointer: string): SpecLocation | undefined;
}

/** The media type of every body. */
export const mediaType = 'application/json';
/** The status of every answer, whatever the outcome. */
export const answerStatus = 200;

/** Makes the contract ready for comparing. */
export function readContract(): Contract {
  const all = Object.values(operations).map(({ operationId }) => readOperation(operationId));
  return {
    operations: new Map(all.map((operation) => [operation.path, operation])),
    byId: new Map(all.map((operation) => [operation.operationId, operation])),
    sharedSchemas: findSharedSchemas(all),
    hosts: new Set(Object.values(servers).map((url) => new URL(url).host)),
    backendTimeoutMilliseconds: limits.backendTimeout.value * 1000,
    locate,
  };
}

function readOperation(operationId: OperationId): OperationContract {
  const { path, rateLimit } = operations[operationId];
  const pointer = `#/paths/${escapeSegment(path)}/post`;
  const rows: readonly Mistake[] = mistakes;
  const own = rows.filter((row) => row.operations.includes(operationId));
  const entries: readonly { code: ErrorCode; operations: readonly OperationId[] }[] = errorCodes;
  const codes = new Set(
    entries.flatMap(({ code, operations: ids }) => (code !== 0 && ids.includes(operationId) ? [code] : [])),
  );
  return {
    operationId,
    path,
    pointer,
    rateLimit,
    body: schemaNodeAt(`${pointer}/requestBody/content/${escapeSegment(mediaType)}/schema`, '/body'),
    ...readAnswers(`${pointer}/responses/${answerStatus}/content/${escapeSegment(mediaType)}/schema`),
    codes,
    mistakes: new Map(own.map((row) => [row.id, row])),
    unseenCodes: listUnseenCodes(own, codes),
    requestCodes: listRequestCodes(own),
    bodyCodes: listBodyCodes(operationId),
  };
}

/** Those of mistakes that nobody sees, and those of which nobody knows yet what provokes them. */
function listUnseenCodes(rows: readonly Mistake[], codes: ReadonlySet<number>): ReadonlySet<number> | 'any' {
  const unseen = allowedBy(rows.filter(({ hidden }) => hidden));
  const listed = allowedBy(rows.filter(({ allowed }) => allowed !== 'any'));
  if (unseen === 'any' || listed === 'any') return 'any';
  return new Set([...unseen, ...[...codes].filter((code) => !listed.has(code))]);
}

function listRequestCodes(rows: readonly Mistake[]): ReadonlySet<number> {
  const listed = rows.filter(({ allowed }) => allowed !== 'any');
  const ofRequests = allowedBy(listed.filter(({ hidden }) => !hidden));
  const ofOthers = allowedBy(listed.filter(({ hidden }) => hidden));
  if (ofRequests === 'any' || ofOthers === 'any') return new Set();
  return new Set([...ofRequests].filter((code) => !ofOthers.has(code)));
}

function listBodyCodes(operationId: OperationId): ReadonlySet<number> {
  const rows: readonly Mistake[] = mistakes;
  const entries: readonly {
    code: ErrorCode;
    operations: readonly OperationId[];
    mistakes: readonly string[];
  }[] = errorCodes;
  const isOfBody = (id: string) => {
    const place = rows.find((row) => row.id === id)?.place;
    return place === 'body' || place === 'header';
  };
  return new Set(
    entries.flatMap(({ code, operations: ids, mistakes: of }) =>
      ids.includes(operationId) && of.length > 0 && of.every(isOfBody) ? [code] : [],
    ),
  );
}

/** The codes by which any of these mistakes may be refused. */
export function allowedBy(rows: readonly Mistake[]): ReadonlySet<number> | 'any' {
  const codes = new Set<number>();
  for (const { allowed } of rows) {
    if (allowed === 'any') return 'any';
    for (const code of allowed) codes.add(code);
  }
  return codes;
}

/** An answer is a success or a failure; which of the two schemas is which stands in the codes that they take. */
function readAnswers(site: string): Pick<OperationContract, 'success' | 'failure'> {
  let answer = valueAt(site);
  while (typeof answer.$ref === 'string') answer = valueAt(answer.$ref);
  const nodes = (Array.isArray(answer.anyOf) ? answer.anyOf : []).flatMap((option: unknown) =>
    isObject(option) && typeof option.$ref === 'string' ? [schemaNodeAt(option.$ref)] : [],
  );
  const success = nodes.find((node) => node.members?.get('errorCode')?.words?.has(0));
  const failure = nodes.find((node) => node !== success);
  if (success && failure) return { success, failure };
  throw new TypeError(`${site} of ${openapi.info.title} is not a success or a failure.`);
}

/** Where a schema stands that several operations answer with. */
export interface SharedSchema {
  /** Its shortest place in an answer, as a JSON Pointer with `*` for every index. */
  readonly at: string;
  readonly operationIds: readonly string[];
}

/** The schemas that the answers of several operations have in common, by their pointers into the bundled contract. */
function findSharedSchemas(
  operations: readonly { readonly operationId: string; readonly success: SchemaNode }[],
): ReadonlyMap<string, SharedSchema> {
  const places = new Map<string, { at: string; users: Set<string> }>();
  for (const { operationId, success } of operations) {
    for (const { pointer, at } of nodesIn(success)) {
      const known = places.get(pointer) ?? { at, users: new Set() };
      places.set(pointer, known);
      known.users.add(operationId);
      if (at.length < known.at.length) known.at = at;
    }
  }
  const shared = [...places].filter(([, { users }]) => users.size > 1);
  return new Map(shared.map(([pointer, { at, users }]) => [pointer, { at, operationIds: [...users] }]));
}

function* nodesIn(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  const within = [
    ...(node.members?.values() ?? []),
    ...(node.options ?? []),
    ...(node.items ? [node.items] : []),
  ];
  for (const one of within) yield* nodesIn(one);
}
