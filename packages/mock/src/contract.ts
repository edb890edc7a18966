import type { Envelope } from '@trtc-call/spec';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CallEngine } from './calls/call-engine.ts';
import type { CallFacts } from './calls/plan-call.ts';
import {
  type BodyRule,
  createQueryCheck,
  type FieldFault,
  type ParameterRule,
  type QueryCheck,
  type Refusal,
} from './checks.ts';
import { type Examples, loadExamples } from './examples.ts';
import type { MistakeId, OperationId } from './ids.ts';
import type { App } from './state/app-store.ts';
import type { RecordRules, StoredRecord } from './state/sample-records.ts';

/** A generation of the API: what its folder states, and the mock serves. */
export interface Generation {
  /** The first part of its paths, such as `v1`. */
  readonly name: string;
  /** Its OpenAPI document. */
  readonly document: ApiDocument;
  readonly operations: readonly Pick<OperationRule, 'operationId' | 'path' | 'rateLimit'>[];
  readonly handlers: Readonly<Partial<Record<OperationId, OperationHandler>>>;
  readonly magicFields: Readonly<Partial<Record<OperationId, string>>>;
  readonly parameters: readonly (Omit<ParameterRule, 'isInteger' | 'accepts'> & { readonly type: string })[];
  /** The code that answers a mistake. */
  readonly codes: ReadonlyMap<MistakeId, number>;
  /** How the members of an answer are called. */
  readonly envelope: Envelope;
  /** The mistake of a field that its schema refuses. */
  nameMistake(fault: FieldFault, operationId: OperationId): MistakeId;
  /** Schemas of words of which a request may have any other. */
  readonly openWords?: readonly string[];
  /** The account that may call where none is named. */
  readonly administrator: string;
  readonly records: {
    /** Names of schemas: of a call record, and of the words in it. */
    readonly schema: string;
    readonly words: Readonly<Record<keyof RecordRules['words'], string>>;
    readonly windowSeconds: number;
    readonly findsAnyAge?: boolean;
    /** Results that no sample record has. */
    readonly rareResults?: readonly string[];
    /** The operation whose example `success` sample records are modelled on. */
    readonly exampleOf: OperationId;
    /** Reads the data of that example. */
    readExample(data: unknown): StoredRecord;
  };
  /** How calls are played with their webhooks; absent where the contract holds no webhooks. */
  readonly calls?: CallFacts;
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

/** An operation of a generation, as it is served. */
export interface OperationRule extends BodyRule {
  readonly operationId: OperationId;
  readonly path: string;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  /** Without a handler the operation is answered with the example `success` of its contract. */
  readonly handler?: OperationHandler | undefined;
  /** The field whose value may choose the answer, as test card numbers do: `mock-error-70005`, `mock-fault-drop`. */
  readonly magicField?: string | undefined;
}

/** The parts of an OpenAPI document that the mock changes; Prism reads the rest. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, { readonly post: { readonly requestBody: RequestBody } }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

interface RequestBody {
  readonly content: Readonly<Record<string, { readonly schema: unknown }>>;
}

/** A generation, compiled. */
export interface Contract {
  readonly name: string;
  readonly operations: readonly OperationRule[];
  readonly examples: Examples;
  readonly records: RecordRules;
  readonly calls: CallFacts | undefined;
  readonly envelope: Envelope;
  /** A request id in the form of the contract's, from 32 hexadecimal characters and the number of the request. */
  writeRequestId(hex: string, count: number): string;
  checkQuery(query: string): QueryCheck;
  findCode(mistake: MistakeId): number;
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
  const { name, document, envelope, codes, records, calls } = generation;
  const examples = await loadExamples({ ...document }, envelope);
  for (const code of codes.values()) examples.refusal(undefined, code);
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    useDefaults: true,
    verbose: true,
    logger: false,
  });
  ajv.addSchema(closeRequestWords(document, generation.openWords ?? []), name);
  const compile = (...pointer: string[]): ValidateFunction => {
    const parts = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    return ajv.compile({ $ref: `${name}#/${parts.join('/')}` });
  };
  const listWords = (schema: string): string[] => {
    const list = document.components.schemas[schema]?.enum;
    return Array.isArray(list) ? list.map(String) : reportLack(`the words of ${schema}`);
  };
  return {
    name,
    operations: generation.operations.map((operation) => ({
      ...operation,
      nameMistake: (fault) => generation.nameMistake(fault, operation.operationId),
      validateBody: compile(
        'paths',
        operation.path,
        'post',
        'requestBody',
        'content',
        'application/json',
        'schema',
      ),
      handler: generation.handlers[operation.operationId],
      magicField: generation.magicFields[operation.operationId],
    })),
    examples,
    records: {
      validate: compile('components', 'schemas', records.schema),
      template: records.readExample(JSON.parse(examples.success(records.exampleOf).fill(''))[envelope.data]),
      words: {
        callResults: listWords(records.words.callResults).filter(
          (word) => !records.rareResults?.includes(word),
        ),
        callTypes: listWords(records.words.callTypes),
        mediaTypes: listWords(records.words.mediaTypes),
      },
      windowSeconds: records.windowSeconds,
      findsAnyAge: records.findsAnyAge,
    },
    calls,
    envelope,
    writeRequestId: createRequestIdWriter(
      examples.refusal(undefined, codes.get('path-unknown') ?? reportLack('the mistake path-unknown'))
        .requestId,
    ),
    checkQuery: createQueryCheck(
      generation.parameters.map((parameter) => {
        const validate = compile('components', 'parameters', parameter.name, 'schema');
        return { ...parameter, isInteger: parameter.type === 'integer', accepts: (value) => validate(value) };
      }),
    ),
    findCode: (mistake) => codes.get(mistake) ?? reportLack(`the mistake ${mistake}`),
  };
}

/** Writes request ids like that of an example: 32 hexadecimal characters, and a number at its end where it has one. */
function createRequestIdWriter(example = ''): (hex: string, count: number) => string {
  const [, head = '', tail = ''] = /^(.*?)[0-9a-f]{32}(.*)$/.exec(example) ?? [];
  const numbered = /^(.*-)\d+$/.exec(tail)?.[1];
  return (hex, count) => `${head}${hex}${numbered === undefined ? tail : `${numbered}${count}`}`;
}

function reportLack(what: string): never {
  throw new Error(`the contract lacks ${what}; correct it in spec/`);
}

/**
 * The document with the word lists of its requests closed. The contract lets a request have any word, for the vendor may
 * take it; a mock that did so too would hide a slip. `open` are the schemas whose lists stay open.
 */
function closeRequestWords(document: ApiDocument, open: readonly string[]): ApiDocument {
  const copy = structuredClone(document);
  const seen = new Set<string>();
  const openRefs = new Set<unknown>(open.map((schema) => `#/components/schemas/${schema}`));

  function close(schema: unknown): void {
    if (typeof schema !== 'object' || schema === null) return;
    const { $ref, anyOf }: { $ref?: unknown; anyOf?: unknown } = schema;
    if (typeof $ref === 'string' && !seen.has($ref)) {
      seen.add($ref);
      close(copy.components.schemas[$ref.slice('#/components/schemas/'.length)]);
    }
    const isOpen = (option: { $ref?: unknown }) => openRefs.has(option.$ref);
    if (Array.isArray(anyOf) && anyOf.some(isAnyString) && !anyOf.some(isOpen)) {
      const [words, ...others]: unknown[] = anyOf.filter((option) => !isAnyString(option));
      if (others.length > 0) Reflect.set(schema, 'anyOf', [words, ...others]);
      else {
        // As it would stand there without the string, so that the mistake is the same.
        Reflect.deleteProperty(schema, 'anyOf');
        Object.assign(schema, words);
      }
      close(words);
    }
    for (const member of Object.values(schema)) close(member);
  }

  for (const { post } of Object.values(copy.paths))
    close(post.requestBody.content['application/json']?.schema);
  return copy;
}

function isAnyString(schema: unknown): boolean {
  return (
    typeof schema === 'object' &&
    schema !== null &&
    Reflect.get(schema, 'type') === 'string' &&
    !('enum' in schema)
  );
}
