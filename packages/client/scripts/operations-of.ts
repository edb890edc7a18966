import type { OpenApiDocument, OpenApiMediaType, OpenApiSchema } from '@trtc-call/spec/v1/openapi';
import { resolve } from './resolve.ts';

/** The schemas of one operation's bodies. */
export interface OperationSchemas {
  readonly operationId: string;
  readonly request: unknown;
  /** The `data` of its success. */
  readonly data: unknown;
  /** The envelope of a failure, without `data`: what every answer has. */
  readonly envelope: OpenApiSchema;
}

/** @throws TypeError when an answer is not either a success or a failure. */
export function operationsOf(document: OpenApiDocument): OperationSchemas[] {
  return Object.values(document.paths).map(({ post }) => {
    const { success, failure } = answersOf(post.responses[200]?.content['application/json'], document);
    const { data: _, ...members } = propertiesOf(failure);
    return {
      operationId: post.operationId,
      request: post.requestBody.content['application/json']?.schema,
      data: propertiesOf(success).data,
      envelope: { ...failure, properties: members },
    };
  });
}

export function propertiesOf(schema: OpenApiSchema): Record<string, unknown> {
  return typeof schema.properties === 'object' ? { ...schema.properties } : {};
}

/** Tells the success from the failure: only the success allows nothing but the code 0. */
function answersOf(media: OpenApiMediaType | undefined, document: OpenApiDocument) {
  const { anyOf } = resolve(media?.schema, document);
  const answers = Array.isArray(anyOf) ? anyOf.map((answer: unknown) => resolve(answer, document)) : [];
  const isSuccess = (answer: OpenApiSchema) => {
    const { anyOf: codes } = resolve(propertiesOf(answer).errorCode, document);
    return Array.isArray(codes) && codes.every((code: OpenApiSchema) => Number(code.const) === 0);
  };
  const success = answers.find(isSuccess);
  const failure = answers.find((answer) => !isSuccess(answer));
  if (!success || !failure) throw new TypeError('an answer is not anyOf a success and a failure');
  return { success, failure };
}
