import { openapi } from '@trtc-call/spec/v1/openapi';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { expectThat } from '../../expect.ts';

const document = 'contract';
const mostShown = 160;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(openapi, document);
const compiled = new Map<string, ValidateFunction>();

/** What keeps a value from being what a schema of the contract says, one line for each fault. */
export function findFaults(value: unknown, schemaName: string): string[] {
  const validate = getValidator(schemaName);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

/** The value is what the named schema of the contract says. */
export function expectSchema(value: unknown, schemaName: string): void {
  const faults = findFaults(value, schemaName);
  expectThat(faults.length === 0, `a ${schemaName} of the contract`, `${show(value)}: ${faults.join('; ')}`);
}

/**
 * Each documented member that is there is of its documented type, at every depth. That one is missing, or holds a word
 * or a number that is not listed, is not a matter of types.
 */
export function expectTypes(value: unknown, schemaName: string): void {
  expectThat(isObject(value), `a ${schemaName} of the contract`, `${show(value)}`);
  const faults = findErrors(value, schemaName).filter(({ keyword }) => keyword === 'type');
  const got = faults.map(({ instancePath, message }) => {
    return `${show(valueAt(value, instancePath))} at ${instancePath}, which ${message}`;
  });
  expectThat(faults.length === 0, `the documented types of a ${schemaName}`, got.join('; '));
}

/** Each member is there that the contract says is always there. */
export function expectMembers(value: unknown, schemaName: string): void {
  const missing = findErrors(value, schemaName).filter(
    ({ keyword, instancePath }) => keyword === 'required' && instancePath === '',
  );
  const names = missing.map(({ params }) => String(params.missingProperty));
  expectThat(isObject(value), `a ${schemaName} of the contract`, `${show(value)}`);
  expectThat(
    names.length === 0,
    `every member of a ${schemaName}`,
    `${show(value)}; missing: ${names.join(', ')}`,
  );
}

/** A value in a message: enough of it to see what is wrong. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

/** What a JSON pointer names. */
function valueAt(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>((inner, name) => Object(inner)[name.replaceAll('~1', '/')], value);
}

function findErrors(value: unknown, schemaName: string): readonly ErrorObject[] {
  const validate = getValidator(schemaName);
  return validate(value) ? [] : (validate.errors ?? []);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function getValidator(schemaName: string): ValidateFunction {
  const known = compiled.get(schemaName);
  if (known) return known;
  const validate = ajv.compile({ $ref: `${document}#/components/schemas/${schemaName}` });
  compiled.set(schemaName, validate);
  return validate;
}
