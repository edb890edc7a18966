import type { Notification } from 'sarif';
import type { DriftReport } from '../drift-report.ts';
import { lastSuccessOf } from './conclusion.ts';
import { entryText, inputText, unjudgedText } from './finding-text.ts';
import { sarifText } from './sarif-text.ts';

/** What kept the check from being made, and what it could not judge. */
export function executionNotifications(report: DriftReport): Notification[] {
  const { check, inputs } = report;
  return [
    ...check.reasons.map((reason) => notification('error', 'could-not-check', reason)),
    ...inputs.flatMap((input) => [
      ...(input.damage ? [notification('error', 'damaged-input', inputText(input))] : []),
      ...input.unjudged.map((reason) =>
        notification('warning', 'not-judged', `${input.name}: ${unjudgedText(reason)}`),
      ),
    ]),
    notification('note', 'last-success', lastSuccessOf(report)),
  ];
}

/** What the list of accepted findings needs. */
export function baselineNotifications({ baseline }: DriftReport): Notification[] {
  if (!baseline) return [];
  return [
    ...baseline.expired.map((entry) =>
      notification(
        'warning',
        'acceptance-expired',
        `${baseline.file}: the time is over: ${entryText(entry)}`,
      ),
    ),
    ...baseline.unseen.map((entry) =>
      notification('warning', 'acceptance-unseen', `${baseline.file}: no longer seen: ${entryText(entry)}`),
    ),
  ];
}

function notification(level: NonNullable<Notification['level']>, id: string, text: string): Notification {
  return { level, descriptor: { id }, message: { text: sarifText(text) } };
}
