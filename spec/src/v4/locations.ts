import places from '../generated/v4-locations.gen.json' with { type: 'json' };

/**
 * Where each statement of the contract stands in the repository: a JSON Pointer into the bundled document, such as
 * `#/components/schemas/CallRecord/properties/CallId`, to file and line, such as `v4/components/schemas/CallRecord.yaml:7`.
 * The codes of errors.yaml are `#/errors/<code>`.
 */
export const locations: Readonly<Record<string, string>> = places;
