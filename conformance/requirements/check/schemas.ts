import { isObject } from '@trtc-call/reporting/values';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { expectThat } from '../expect.ts';

/** What a value of an answer has to be, by the named schemas of a contract. */
export type SchemaChecks = ReturnType<typeof createSchemaChecks>;

export function listWords({ components }: OpenApiDocument, schemaName: string): string[] {
  const words = components.schemas[schemaName]?.enum;
  return Array.isArray(words) ? words.map(String) : [];
}

const document = 'contract';
const mostShown = 160;

/**
 * Checks by the schemas of a contract. Ajv, and not the evaluator of the client: what an answer is must not be judged
 * by the code whose reading of answers the same suite checks.
 */
export function createSchemaChecks(openapi: OpenApiDocument) {
  let ajv: Ajv2020 | undefined;
  const findErrors = (value: unknown, schemaName: string): readonly ErrorObject[] => {
    ajv ??= new Ajv2020({
      strict: false,
      allErrors: true,
      validateFormats: false,
      validateSchema: false,
    }).addSchema(openapi, document);
    const reference = `${document}#/components/schemas/${schemaName}`;
    const validate = ajv.getSchema(reference);
    if (!validate) throw new TypeError(`the contract has no schema ${schemaName}`);
    return validate(value) ? [] : (validate.errors ?? []);
  };
  /** What keeps a value from being what a schema says, one line for each fault. */
  const findFaults = (value: unknown, schemaName: string) =>
    findErrors(value, schemaName).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  return {
    findFaults,
    expectSchema(value: unknown, schemaName: string): void {
      const faults = findFaults(value, schemaName);
      const got = `${show(value)}: ${faults.join('; ')}`;
      expectThat(faults.length === 0, `a ${schemaName} of the contract`, got);
    },
    /**
     * Each documented member that is there is of its documented type, at every depth. That one is missing, or holds a
     * word or a number that is not listed, is not a matter of types.
     */
    expectTypes(value: unknown, schemaName: string): void {
      expectThat(isObject(value), `a ${schemaName} of the contract`, `${show(value)}`);
      const faults = findErrors(value, schemaName).filter(({ keyword }) => keyword === 'type');
      const got = faults.map(({ instancePath, message }) => {
        return `${show(findValue(value, instancePath))} at ${instancePath}, which ${message}`;
      });
      expectThat(faults.length === 0, `the documented types of a ${schemaName}`, got.join('; '));
    },
    /** Each member is there that the contract says is always there. */
    expectMembers(value: unknown, schemaName: string): void {
      const missing = findErrors(value, schemaName).filter(
        ({ keyword, instancePath }) => keyword === 'required' && instancePath === '',
      );
      const names = missing.map(({ params }) => String(params.missingProperty));
      expectThat(isObject(value), `a ${schemaName} of the contract`, `${show(value)}`);
      const got = `${show(value)}; missing: ${names.join(', ')}`;
      expectThat(names.length === 0, `every member of a ${schemaName}`, got);
    },
  };
}

/** A value in a message: enough of it to see what is wrong. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

function findValue(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>((inner, name) => Object(inner)[name.replaceAll('~1', '/')], value);
}
