import type { DriftReport } from '../../drift-report.ts';
import { type Finding, makeFinding } from '../../findings/finding.ts';
import { damagedReport } from './synthetic-report.ts';

/** For tests: a report in which every text that the vendor, a file or a user can choose holds `text`. */
export function hostileReport(text: string): DriftReport {
  const report = damagedReport();
  const entry = { reason: text, author: text, expires: '2026-12-31' };
  return {
    ...report,
    version: text,
    contractVersion: text,
    inputs: report.inputs.map((input) => ({
      ...input,
      name: text,
      unjudged: [{ reason: text, count: 1 }],
      damage: { offset: 1, reason: text },
    })),
    coverage: report.coverage.map((operation) => ({ ...operation, operationId: text })),
    findings: report.findings.map((finding) => hostileFinding(finding, text)),
    accepted: report.accepted.map(({ finding }) => ({
      finding: hostileFinding(finding, text),
      acceptance: entry,
    })),
    baseline: {
      file: text,
      expired: [{ id: 'D-0123456789', ...entry }],
      unseen: [{ id: 'D-0123456780', ...entry }],
    },
    check: { ...report.check, reasons: [text, text] },
  };
}

function hostileFinding({ id: _id, ...finding }: Finding, text: string): Finding {
  return makeFinding({
    ...finding,
    fingerprint: {
      rule: finding.fingerprint.rule,
      subject: text,
      pointer: `${finding.fingerprint.pointer}${text}`,
      before: text,
      after: text,
    },
    operationId: finding.operationId && text,
    location: finding.location && { ...finding.location, file: text },
    title: text,
    meaning: text,
    proposal: finding.proposal && { ...finding.proposal, text },
  });
}
