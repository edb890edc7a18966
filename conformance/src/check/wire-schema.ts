import { openapi } from '@trtc-call/spec/v1/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expectThat } from './expect.ts';

const document = 'contract';
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(openapi, document);
const compiled = new Map<string, ValidateFunction>();

/** What keeps a value from being what a schema of the contract says, one line for each fault. */
export function faultsOf(value: unknown, schemaName: string): string[] {
  const validate = validatorOf(schemaName);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

/** The value is what the named schema of the contract says. */
export function expectSchema(value: unknown, schemaName: string): void {
  const faults = faultsOf(value, schemaName);
  expectThat(faults.length === 0, `expected a ${schemaName} of the contract: ${faults.join('; ')}`);
}

function validatorOf(schemaName: string): ValidateFunction {
  const known = compiled.get(schemaName);
  if (known) return known;
  const validate = ajv.compile({ $ref: `${document}#/components/schemas/${schemaName}` });
  compiled.set(schemaName, validate);
  return validate;
}
