import { sanitizeJson } from '@trtc-call/rendering';
import type { DriftReport } from '../drift-report.ts';

/** The whole report as JSON, as `driftReportSchema` describes it. */
export function renderJson(report: DriftReport): string {
  return `${sanitizeJson(report, 2)}\n`;
}
