import { type DriftReport, driftReportSchemaId } from '../../drift-report.ts';
import { type Finding, makeFinding } from '../../findings/finding.ts';

/** For tests: a report of a check that was made, with these findings; its exit code is 1 when there are any. */
export function syntheticReport(overrides: Partial<DriftReport> = {}): DriftReport {
  return {
    schema: driftReportSchemaId,
    version: '0.1.0',
    generation: 'v1',
    contractVersion: '1.0.0',
    startedAt: '2026-01-31T12:00:00.000Z',
    durationMilliseconds: 2345,
    inputs: [
      {
        name: 'calls.har',
        read: 340,
        judged: 338,
        unjudged: [{ reason: 'another host', count: 2 }],
        sensors: ['production'],
        damage: undefined,
      },
      { name: 'live', read: 40, judged: 40, unjudged: [], sensors: ['probes'], damage: undefined },
    ],
    coverage: [
      { operationId: 'getRecord', exchanges: 300, successes: 280, refusals: 20 },
      { operationId: 'setCallback', exchanges: 0, successes: 0, refusals: 0 },
    ],
    findings: [],
    accepted: [],
    baseline: undefined,
    check: {
      outcome: 'checked',
      reasons: [],
      lastSuccess: '2026-01-31T12:00:00.000Z',
      failingSince: null,
    },
    failOn: 'additive',
    exitCode: overrides.findings && overrides.findings.length > 0 ? 1 : 0,
    ...overrides,
  };
}

export function syntheticFinding(overrides: Partial<Omit<Finding, 'id'>> = {}): Finding {
  return makeFinding({
    fingerprint: {
      rule: 'missing-field',
      subject: 'getRecord',
      pointer: '/data/roomId',
      before: 'string',
      after: '',
    },
    class: 'breaking',
    operationId: 'getRecord',
    location: { file: 'v1/components/schemas/CallRecord.yaml', line: 12 },
    title: 'getRecord answers without /data/roomId',
    meaning: 'Code that reads it fails.',
    proposal: {
      text: 'Make the field optional.',
      safe: true,
      change: { kind: 'make-optional', schema: '/components/schemas/CallRecord', name: 'roomId' },
    },
    sightings: [
      {
        sensor: 'probes',
        count: 3,
        of: 40,
        first: '2026-01-30T08:00:00.000Z',
        last: '2026-01-31T11:00:00.000Z',
      },
      { sensor: 'production', count: 1 },
    ],
    notSeenBy: ['documents'],
    ...overrides,
  });
}

/** For tests: one finding of each class, one that has no place and no proposal, worst first. */
export function syntheticFindings(): Finding[] {
  return [
    syntheticFinding(),
    syntheticFinding({
      fingerprint: { rule: 'check-stale', subject: 'documents', pointer: '', before: '', after: '' },
      operationId: undefined,
      location: undefined,
      title: 'The check of documents has failed since 2026-01-01T00:00:00.000Z',
      meaning: 'Whatever changed since then went unnoticed.',
      proposal: undefined,
      sightings: [],
      notSeenBy: [],
    }),
    syntheticFinding({
      fingerprint: {
        rule: 'undocumented-field',
        subject: 'getRecord',
        pointer: '/data/mood',
        before: '',
        after: 'string',
      },
      class: 'additive',
      title: 'getRecord returned an undocumented field: /data/mood (string)',
      meaning: 'Nothing breaks.',
      proposal: {
        text: 'Add it.',
        safe: true,
        change: {
          kind: 'add-field',
          schema: '/components/schemas/CallRecord',
          name: 'mood',
          seen: { type: ['object'], properties: { level: { type: ['array'], items: { type: ['string'] } } } },
        },
      },
      sightings: [{ sensor: 'production', count: 12 }],
      notSeenBy: ['probes'],
    }),
    syntheticFinding({
      fingerprint: {
        rule: 'document-identifier',
        subject: 'https://example.com/page',
        pointer: '',
        before: '2026-01-01',
        after: '2026-01-30',
      },
      class: 'informational',
      operationId: undefined,
      location: { file: 'v1/sources.yaml', line: 3 },
      title: 'The page says that it was updated',
      meaning: 'Its facts are the same.',
      proposal: { text: 'Read what is new.', safe: false },
      sightings: [{ sensor: 'documents', count: 1 }],
      notSeenBy: [],
    }),
  ];
}

/** For tests: a report that has everything that a report can have, of a check that was made. */
export function fullReport(overrides: Partial<DriftReport> = {}): DriftReport {
  const word = syntheticFinding({
    fingerprint: {
      rule: 'unlisted-word',
      subject: 'getRecord',
      pointer: '/data/callResult',
      before: '',
      after: 'gone',
    },
    class: 'additive',
    title: 'getRecord answers with the word "gone"',
    proposal: {
      text: 'Add the word.',
      safe: true,
      change: { kind: 'add-word', site: '/a', words: '/b', word: 'gone' },
    },
  });
  const code = syntheticFinding({
    fingerprint: { rule: 'new-error-code', subject: 'getRecord', pointer: '', before: '', after: '7' },
    class: 'additive',
    title: 'getRecord refuses with error code 7',
    proposal: {
      text: 'Add it.',
      safe: true,
      change: { kind: 'add-code', code: 7, operationId: 'getRecord' },
    },
  });
  return syntheticReport({
    findings: syntheticFindings(),
    accepted: [
      { finding: word, acceptance: { reason: 'The vendor said so', author: 'Ada', expires: '2026-03-01' } },
      { finding: code, acceptance: { reason: 'Asked', author: 'Bob', expires: '2026-02-01' } },
    ],
    baseline: {
      file: 'drift-baseline.yaml',
      expired: [{ id: syntheticFinding().id, reason: 'For January', author: 'Ada', expires: '2026-01-30' }],
      unseen: [
        {
          id: 'D-0123456789',
          reason: 'Gone',
          author: 'Bob',
          expires: '2026-12-31',
          fingerprint: { rule: 'slow-answer', subject: 'getRecord', pointer: '', before: '3 s', after: '' },
        },
      ],
    },
    ...overrides,
  });
}

/** For tests: everything, and a file that breaks off, so that the check could not be made. */
export function damagedReport(overrides: Partial<DriftReport> = {}): DriftReport {
  const report = fullReport();
  return {
    ...report,
    inputs: [
      ...report.inputs,
      {
        name: 'cut.har',
        read: 7,
        judged: 7,
        unjudged: [],
        sensors: ['production'],
        damage: { offset: 1234, reason: 'the file ends in the middle of an entry' },
        notes: ['v4 was not checked: the app has no package'],
      },
    ],
    check: {
      outcome: 'could-not-check',
      reasons: ['cut.har is damaged at byte 1234', 'live does not answer'],
      lastSuccess: '2026-01-29T12:00:00.000Z',
      failingSince: '2026-01-30T12:00:00.000Z',
    },
    exitCode: 2,
    ...overrides,
  };
}
