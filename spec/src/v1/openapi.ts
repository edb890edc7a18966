import document from '../generated/v1-openapi.gen.json' with { type: 'json' };
import type { OpenApiDocument } from '../open-api-document.ts';

/** The contract of generation v1 as one OpenAPI 3.1 document without references to other files. */
export const openapi: OpenApiDocument = document;

export type * from '../open-api-document.ts';
