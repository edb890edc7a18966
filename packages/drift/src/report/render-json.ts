import { sanitizeJson } from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import schema from './drift-report.schema.json' with { type: 'json' };

/** The whole report as JSON, as `driftReportSchema` describes it. */
export function renderJson(report: DriftReport): string {
  return `${sanitizeJson(report, 2)}\n`;
}

/**
 * JSON Schema (draft 2020-12) of `report.json`. Its `$id` is the `schema` member of every report; a change that
 * would refuse a report of before gets a new one.
 */
export const driftReportSchema: Readonly<Record<string, unknown>> = schema;
