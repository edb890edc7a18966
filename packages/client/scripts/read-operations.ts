import type { OpenApiDocument, OpenApiMediaType } from '@trtc-call/spec/v1/openapi';
import { resolveSchema } from '../src/schema/read-schema.ts';
import type { Generation } from './generation.ts';

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
    return codes.every((each) => Number(Reflect.get(Object(each), 'const')) === 0);
  };
  const success = answers.find(isSuccess);
  const failure = answers.find((answer) => !isSuccess(answer));
  if (!success || !failure) throw new TypeError('an answer is not anyOf a success and a failure');
  return { success, failure };
}
