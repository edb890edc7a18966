import schema from './run-report.schema.json' with { type: 'json' };

/**
 * JSON Schema (draft 2020-12) of `report.json`. Its `$id` is the `schema` member of every report; a change that
 * would refuse a report of before gets a new one.
 */
export const runReportSchema: Readonly<Record<string, unknown>> = schema;
