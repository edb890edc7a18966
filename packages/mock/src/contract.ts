import type { Contract as SpecContract } from '@trtc-call/spec';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CallEngine } from './calls/call-engine.ts';
import type { CallPlanner } from './calls/plan-call.ts';
import {
  createQueryCheck,
  type FieldFault,
  type MistakeId,
  type QueryCheck,
  type Refusal,
} from './checks.ts';
import { type Examples, loadExamples } from './examples.ts';
import type { App, AppStore } from './state/app-store.ts';
import type { RecordForm, RecordRules } from './state/sample-records.ts';

/** A generation of the API: what its folder states, and the mock serves. */
export interface Generation {
  readonly contract: Pick<SpecContract, 'generation' | 'queryParameters' | 'envelope' | 'mistakes'>;
  /** What is served: its operations, their rate limits, schemas and examples. */
  readonly document: Pick<OpenApiDocument, 'paths' | 'components'>;
  /** Operations without a handler are answered with the example `success`, after the same checks. */
  readonly handlers: Readonly<Record<string, OperationHandler>>;
  /** The field of an operation whose value may choose the answer, as test card numbers do: `mock-error-70005`. */
  readonly magicFields: Readonly<Record<string, string>>;
  /** The mistake of a field that its schema refuses. */
  nameMistake(fault: FieldFault, operationId: string): MistakeId;
  /** Schemas of words of which a request may have any other. */
  readonly openWords?: readonly string[];
  readonly records: RecordForm & {
    /** Age at which records leave the window. */
    readonly windowSeconds: number;
    /** Whether a single record is found at any age. */
    readonly findsAnyAge?: boolean;
    /** Results that no sample record has. */
    readonly rareResults?: readonly string[];
  };
  readonly calls: CallPlanner;
}

/**
 * What an operation comes to: data for the success, as JSON text, or `undefined` for the bare envelope of the example;
 * or the mistake that it met.
 */
export type Outcome = { readonly data: string | undefined } | Refusal;

/** What an operation works on. The body has passed the operation's schema, with defaults filled in. */
export interface OperationCall {
  readonly body: object;
  readonly app: App;
  /** The calls that servers have placed. */
  readonly calls: CallEngine;
  /** Time of the request in milliseconds. */
  readonly at: number;
}

/** What an operation does to the state of an app. */
export type OperationHandler = (call: OperationCall) => Outcome;

/** An operation, as it is served. */
export interface OperationRule {
  readonly operationId: string;
  readonly path: string;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  readonly validateBody: ValidateFunction;
}

/** A generation, compiled. */
export interface Contract {
  readonly name: string;
  readonly generation: Generation;
  readonly operations: readonly OperationRule[];
  readonly examples: Examples;
  readonly records: RecordRules;
  checkQuery(query: string): QueryCheck;
  findCode(mistake: MistakeId): number;
}

/** A generation that is served, and the state of its apps. */
export interface Served {
  readonly contract: Contract;
  readonly apps: AppStore;
}

const loading = new WeakMap<Generation, Promise<Contract>>();

/**
 * Compiles a generation, once in a process, since it never changes.
 *
 * @throws Error when it lacks what the mock needs, which is to be corrected in `spec/`
 */
export function loadContractOnce(generation: Generation): Promise<Contract> {
  const known = loading.get(generation);
  if (known) return known;
  const contract = loadContract(generation);
  loading.set(generation, contract);
  return contract;
}

async function loadContract(generation: Generation): Promise<Contract> {
  const { document, records } = generation;
  const { generation: name, envelope, mistakes, queryParameters } = generation.contract;
  const examples = await loadExamples({ ...document }, envelope);
  const codes = new Map<string, number>(mistakes.map(({ id, answer }) => [id, answer]));
  for (const code of codes.values()) examples.refusal(undefined, code);
  const findCode = (mistake: MistakeId) => codes.get(mistake) ?? reportLack(`the mistake ${mistake}`);
  const ajv = new Ajv2020({
    strict: false,
    // JSON.parse reads 1e999 as Infinity, which is not a number of JSON.
    strictNumbers: true,
    validateSchema: false,
    useDefaults: true,
    verbose: true,
    logger: false,
  });
  const openWords = new Set((generation.openWords ?? []).map((schema) => `#/components/schemas/${schema}`));
  ajv.addSchema({ ...document }, 'whole');
  ajv.addSchema(Object(closeWords(document, openWords)), 'requests');
  const compile = (pointer: string) => ajv.compile({ $ref: pointer });
  const listWords = (schema: string): string[] => {
    const list = document.components.schemas[schema]?.enum;
    return Array.isArray(list) ? list.map(String) : reportLack(`the words of ${schema}`);
  };
  const results = listWords('CallResult').filter((word) => !records.rareResults?.includes(word));
  return {
    name,
    generation,
    operations: Object.entries(document.paths).map(([path, { post }]) => ({
      operationId: post.operationId,
      path,
      rateLimit: readRateLimit(post['x-rate-limit'], path),
      validateBody: compile(
        `requests#/paths/${path.replaceAll('/', '~1')}/post/requestBody/content/application~1json/schema`,
      ),
    })),
    examples,
    records: {
      ...records,
      validate: compile('whole#/components/schemas/CallRecord'),
      template: records.readExample(examples.success('getRecordByCallId').body[envelope.data]),
      words: { callResults: results, callTypes: listWords('CallType'), mediaTypes: listWords('MediaType') },
    },
    checkQuery: createQueryCheck(
      Object.values(queryParameters).map(({ name, type }) => ({
        name,
        isInteger: type === 'integer',
        accepts: compile(`whole#/components/parameters/${name}/schema`),
      })),
      (id): id is MistakeId => codes.has(id),
    ),
    findCode,
  };
}

function readRateLimit(stated: unknown, path: string): OperationRule['rateLimit'] {
  const { requests, perSeconds } = (stated ?? {}) as Partial<OperationRule['rateLimit']>;
  if (typeof requests !== 'number' || typeof perSeconds !== 'number') reportLack(`the rate limit of ${path}`);
  return { requests, perSeconds };
}

function reportLack(what: string): never {
  throw new Error(`the contract lacks ${what}; correct it in spec/`);
}

/**
 * A part of a document with its word lists closed. The contract lets a request have any word, for the vendor may take it;
 * a mock that did so too would hide a slip. `open` are references to the schemas whose lists stay open.
 */
function closeWords(part: unknown, open: ReadonlySet<unknown>): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item) => closeWords(item, open));
  const { anyOf, ...others }: { anyOf?: unknown } = part;
  if (Array.isArray(anyOf) && anyOf.some(isAnyString) && !anyOf.some(({ $ref }) => open.has($ref))) {
    const [first, ...rest] = anyOf.filter((option) => !isAnyString(option));
    // As it would stand there without the string, so that the mistake is the same.
    return closeWords({ ...others, ...(rest.length === 0 ? first : { anyOf: [first, ...rest] }) }, open);
  }
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closeWords(value, open)]));
}

function isAnyString(schema: { readonly type?: unknown; readonly enum?: unknown }): boolean {
  return schema.type === 'string' && !('enum' in schema);
}
