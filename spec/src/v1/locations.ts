import places from '../generated/v1-locations.gen.json' with { type: 'json' };

/**
 * Where each statement of the contract stands in the repository: a JSON Pointer into the bundled document, such as
 * `#/components/schemas/CallRecord/properties/caller`, to file and line, such as `v1/components/schemas/CallRecord.yaml:48`.
 * The codes of errors.yaml are `#/errors/<code>`.
 */
export const locations: Readonly<Record<string, string>> = places;
