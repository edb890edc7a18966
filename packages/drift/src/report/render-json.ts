import { visible } from '@trtc-call/rendering';
import type { DriftReport } from '../drift-report.ts';

/** The whole report as JSON, as `driftReportSchema` describes it. */
export function renderJson(report: DriftReport): string {
  return inertJson(report);
}

/**
 * JSON that is safe to print: what a terminal or a CI log would obey is written as the escape of JSON that means the
 * same, so that nothing of the value is lost.
 */
export function inertJson(value: object): string {
  return `${visible(JSON.stringify(value, null, 2)).replaceAll('##[', '#\\u0023[')}\n`;
}
