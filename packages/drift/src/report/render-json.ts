import type { DriftReport } from '../drift-report.ts';
import { inertJson } from './inert.ts';

/** The whole report as JSON, as `driftReportSchema` describes it. */
export function renderJson(report: DriftReport): string {
  return `${inertJson(report, 2)}\n`;
}
