import * as v1 from '@trtc-call/spec/v1';
import { openapi as openapiV1 } from '@trtc-call/spec/v1/openapi';
import * as v4 from '@trtc-call/spec/v4';
import {
  type OpenApiDocument,
  type OpenApiMediaType,
  openapi as openapiV4,
} from '@trtc-call/spec/v4/openapi';
import { resolveSchema } from '../src/schema/read-schema.ts';

/** What the modules of a generation are made of. */
export interface Generation {
  readonly name: 'v1' | 'v4';
  readonly document: OpenApiDocument;
  readonly operations: Readonly<Record<string, OperationRow>>;
  readonly servers: Readonly<Record<string, string>>;
  /** Names of data centres that another generation has; an app names one for all of them. */
  readonly otherRegions: readonly string[];
  readonly envelope: EnvelopeNames;
  readonly errorCodes: readonly CodeRow[];
  readonly otherErrorCode: Omit<CodeRow, 'code'>;
  readonly absences: readonly { readonly operations: readonly string[]; readonly answer: number }[];
  readonly queryParameters: (typeof v1 | typeof v4)['queryParameters'];
  readonly userSig: (typeof v1 | typeof v4)['userSig'];
  readonly backendTimeout: { readonly value: number; readonly unit: string };
}

interface OperationRow {
  readonly operationId: string;
  readonly path: string;
  readonly idempotent: boolean;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  readonly errors: readonly number[];
}

interface CodeRow {
  readonly code: number;
  readonly name: string;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly possiblyApplied?: boolean;
}

/** What the members around the data are called, and the word beside the code where there is one. */
interface EnvelopeNames {
  readonly code: string;
  readonly data: string;
  readonly outcome?: { readonly name: string; readonly success: string; readonly failure: string };
}

// The mistakes by which what is asked for is not there.
const absent = ['record-not-found', 'callback-absent', 'callback-not-configured', 'call-not-found'];

export const generationV1: Generation = {
  ...v1,
  name: 'v1',
  document: openapiV1,
  otherRegions: Object.keys(v4.servers).filter((region) => !Object.hasOwn(v1.servers, region)),
  absences: v1.mistakes.filter(({ id }) => absent.includes(id)),
  backendTimeout: v1.limits.backendTimeout,
};

export const generationV4: Generation = {
  ...v4,
  name: 'v4',
  document: openapiV4,
  // Where no data centre is the default, that of a host of v1 is not known.
  otherRegions: [],
  absences: v4.mistakes.filter(({ id }) => absent.includes(id)),
  backendTimeout: v4.limits.backendTimeout,
};

/** The schemas of one operation's bodies. */
export interface OperationSchemas {
  readonly operationId: string;
  readonly request: unknown;
  /** The data of its success. */
  readonly data: unknown;
  /** Whether a success may come without them. */
  readonly isDataOptional: boolean;
  /** The envelope of a failure, without data: what every answer has. */
  readonly envelope: Record<string, unknown>;
}

/** @throws TypeError when an answer is not either a success or a failure. */
export function readOperations({ document, envelope: names }: Generation): OperationSchemas[] {
  return Object.values(document.paths).map(({ post }) => {
    const media = post.responses[200]?.content['application/json'];
    const { success, failure } = readAnswers(media, names.code, document);
    const { [names.data]: _, ...members } = readProperties(failure);
    const { required } = success;
    return {
      operationId: post.operationId,
      request: post.requestBody.content['application/json']?.schema,
      data: readProperties(success)[names.data],
      isDataOptional: !(Array.isArray(required) && required.includes(names.data)),
      envelope: { ...failure, properties: members },
    };
  });
}

function readProperties(schema: Record<string, unknown>): Record<string, unknown> {
  return typeof schema.properties === 'object' ? { ...schema.properties } : {};
}

/** Tells the success from the failure: only the success allows nothing but the code 0. */
function readAnswers(media: OpenApiMediaType | undefined, codeName: string, document: OpenApiDocument) {
  const { anyOf } = resolveSchema(media?.schema, document);
  const answers = Array.isArray(anyOf) ? anyOf.map((answer: unknown) => resolveSchema(answer, document)) : [];
  const isSuccess = (answer: Record<string, unknown>) => {
    const code = resolveSchema(readProperties(answer)[codeName], document);
    const codes: unknown[] = Array.isArray(code.anyOf) ? code.anyOf : [code];
    return codes.every((option) => Number(Reflect.get(Object(option), 'const')) === 0);
  };
  const success = answers.find(isSuccess);
  const failure = answers.find((answer) => !isSuccess(answer));
  if (!success || !failure) throw new TypeError('an answer is not anyOf a success and a failure');
  return { success, failure };
}
