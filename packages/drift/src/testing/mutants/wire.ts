import type { OperationId } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isRecord } from '../conforming/document.ts';

/** Whether a body is an answer that the contract allows, by a validator that this package does not use otherwise. */
export function fitsContract(operationId: OperationId, body: unknown): boolean {
  return validatorOf(asWritten, operationId)(body);
}

/** Whether it holds, besides, nothing that no page names: no further field, and no word that no list has. */
export function isAllDocumented(operationId: OperationId, body: unknown): boolean {
  return validatorOf(closed, operationId)(body);
}

/** Whether a value fits the schema at a pointer into the contract. */
export function fitsSchema(pointer: string, value: unknown): boolean {
  const known = bySchema.get(pointer) ?? asWritten.compile({ $ref: `contract${pointer}` });
  bySchema.set(pointer, known);
  return known(value);
}

const bySchema = new Map<string, ValidateFunction>();
const validators = new Map<Ajv2020, Map<OperationId, ValidateFunction>>();
const asWritten = ajvOf(openapi);
const closed = ajvOf(closedDocument(openapi));

function ajvOf(document: object): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document }, 'contract');
  return ajv;
}

function validatorOf(ajv: Ajv2020, operationId: OperationId): ValidateFunction {
  const known = validators.get(ajv) ?? new Map<OperationId, ValidateFunction>();
  validators.set(ajv, known);
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Answer`;
  const validator = known.get(operationId) ?? ajv.compile({ $ref: `contract#/components/schemas/${name}` });
  known.set(operationId, validator);
  return validator;
}

/** The contract without its leniency: objects hold what is described, and words are those of the lists. */
function closedDocument(document: object): object {
  const text = JSON.stringify(document, (_, value: unknown) => {
    if (!isRecord(value)) return value;
    const { properties, additionalProperties, anyOf } = value;
    if (isRecord(properties) && value.type === 'object' && additionalProperties === undefined) {
      return { ...value, additionalProperties: false };
    }
    if (!Array.isArray(anyOf)) return value;
    // A list and "any string" beside it: only the list is left.
    const narrow = anyOf.filter((form) => !isAnyString(form));
    const isList = narrow.length < anyOf.length && narrow.length > 0 && narrow.every(isWordList);
    return isList ? { ...value, anyOf: narrow } : value;
  });
  return JSON.parse(text);
}

function isAnyString(form: unknown): boolean {
  return isRecord(form) && form.type === 'string' && !form.enum && !form.pattern;
}

function isWordList(form: unknown): boolean {
  if (!isRecord(form) || typeof form.$ref !== 'string') return false;
  const schema = openapi.components.schemas[form.$ref.slice(form.$ref.lastIndexOf('/') + 1)];
  const { anyOf } = schema ?? {};
  return schema?.enum !== undefined || (Array.isArray(anyOf) && anyOf.every(isWordList));
}
