import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenApiDocument } from '../v1/open-api-document.ts';
import { exampleSites } from './example-sites.ts';

/** What is wrong with examples that do not fit the schema of their place. */
export function examplesFit(document: OpenApiDocument): string[] {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, formats: { int64: true } });
  // ajv looks at the whole document too, and would call the keys of OpenAPI unknown keywords.
  ajv.addVocabulary(['x-source', 'x-decision', 'x-documented-form', ...Object.keys(document)]);
  ajv.addSchema(document, 'contract');
  return exampleSites(document).flatMap(({ operationId, kind, name, value, schema }) => {
    const validate = ajv.compile({ $ref: `contract#${schema}` });
    if (validate(value)) return [];
    return [`${operationId}, ${kind} ${name}: ${ajv.errorsText(validate.errors, { dataVar: 'it' })}`];
  });
}
