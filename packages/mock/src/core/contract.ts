import {
  limits,
  type MistakeId,
  mistakes,
  type OperationId,
  operations,
  queryParameters,
} from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ParameterRule } from './check-query.ts';
import { closeRequestWords } from './close-request-words.ts';

/** An operation as the mock needs it. */
export interface OperationRule {
  readonly operationId: OperationId;
  readonly path: string;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  readonly validateBody: ValidateFunction;
}

/** What the mock reads from the contract, compiled. */
export interface Contract {
  readonly operations: readonly OperationRule[];
  readonly parameters: readonly ParameterRule[];
  readonly validateRecord: ValidateFunction;
  readonly words: {
    readonly callResults: readonly string[];
    readonly callTypes: readonly string[];
    readonly mediaTypes: readonly string[];
  };
  /** Age at which records leave the window. */
  readonly windowSeconds: number;
  /** The code that answers a mistake. */
  codeOf(mistake: MistakeId): number;
}

const secondsPer = { days: 86_400 } as const;

/** Reads the contract. Fails when it lacks what the mock needs, which is a mistake in `spec/`. */
export function readContract(): Contract {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    useDefaults: true,
    verbose: true,
    logger: false,
  });
  ajv.addSchema(closeRequestWords(openapi), 'contract');
  const compile = (...pointer: string[]): ValidateFunction => ajv.compile({ $ref: reference(pointer) });
  const codes = new Map<MistakeId, number>(mistakes.map(({ id, answer }) => [id, answer]));
  return {
    operations: Object.values(operations).map(({ operationId, path, rateLimit }) => ({
      operationId,
      path,
      rateLimit,
      validateBody: compile('paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema'),
    })),
    parameters: Object.values(queryParameters).map(({ name, type }) => {
      const validate = compile('components', 'parameters', name, 'schema');
      const missing = mistakeId(`${name}-missing`) ?? lacking(`the mistake ${name}-missing`);
      return {
        name,
        integer: type === 'integer',
        accepts: (value) => validate(value),
        missing,
        // The contract has no mistake of its own for an identifier of the wrong form.
        invalid: mistakeId(`${name}-invalid`) ?? missing,
      };
    }),
    validateRecord: compile('components', 'schemas', 'CallRecord'),
    words: { callResults: words('CallResult'), callTypes: words('CallType'), mediaTypes: words('MediaType') },
    windowSeconds: limits.dataWindow.value * secondsPer[limits.dataWindow.unit],
    codeOf: (mistake) => codes.get(mistake) ?? lacking(`the mistake ${mistake}`),
  };
}

function mistakeId(id: string): MistakeId | undefined {
  return mistakes.find((mistake) => mistake.id === id)?.id;
}

function words(schema: string): string[] {
  const list = openapi.components.schemas[schema]?.enum;
  return Array.isArray(list) ? list.map(String) : lacking(`the words of ${schema}`);
}

function reference(pointer: readonly string[]): string {
  const names = pointer.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')));
  return `contract#/${names.join('/')}`;
}

function lacking(what: string): never {
  throw new Error(`the contract lacks ${what}; correct it in spec/`);
}
