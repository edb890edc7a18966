import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Refusal } from './refusal.ts';

/** Says which mistake a body makes against the schema of its operation; `undefined` when it conforms. */
export function checkBody(validate: ValidateFunction, body: object): Refusal | undefined {
  if (validate(body)) return undefined;
  const [error] = validate.errors ?? [];
  return error ? refusalOf(error) : { mistake: 'field-range' };
}

function refusalOf({ keyword, data, instancePath, params }: ErrorObject): Refusal {
  const field = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return { mistake: 'field-missing', field: String(params.missingProperty) };
  if (keyword === 'type') return { mistake: data === null ? 'field-null' : 'field-type', field };
  if (keyword === 'pattern' && field === 'address') return { mistake: 'address-scheme', field };
  return { mistake: 'field-range', field };
}
