import type { Report, Row } from '../report.ts';

/** A row that failed, unless overridden. */
export function sampleRow(overrides: Partial<Row> = {}): Row {
  const area = overrides.id?.split('-')[1] ?? 'REC';
  return {
    id: 'V1-REC-003',
    title: 'a filter by callType returns no other callType',
    status: 'fail',
    level: 'MUST',
    rule: 'wrong-filter',
    suite: `v1 ${area}`,
    tags: { generation: ['v1'], level: ['MUST'], area: [area] },
    change: { before: 'every callType to be "single"', after: '"group"' },
    text: 'A list has foreign records.',
    advice: 'Filter them.',
    cause: 'filter',
    operations: ['getRecord'],
    at: 'getRecords /data/callType',
    notes: [
      { name: 'stated by', text: 'https://trtc.io/document/60136', href: 'https://trtc.io/document/60136' },
    ],
    place: {
      file: 'spec/v1/paths/list.yaml',
      line: 12,
      href: 'https://unpkg.com/@trtc-call/spec@1.0.0/v1/paths/list.yaml',
    },
    sightings: [
      {
        text: 'probes: 3 of 40',
        count: 3,
        first: '2026-01-30T08:00:00.000Z',
        last: '2026-01-31T11:00:00.000Z',
      },
    ],
    exchanges: [
      {
        method: 'POST',
        url: 'http://127.0.0.1:4010/v1/records/get_records_by_filter?sdkappid=1400000000&usersig=[redacted]',
        requestHeaders: { 'content-type': 'application/json' },
        requestBody: '{"callType":"single"}',
        status: 200,
        responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
        responseBody: '{"errorCode":0,"data":{"callRecordList":[{"callType":"group"}]}}',
        durationMilliseconds: 4,
      },
      {
        method: 'POST',
        url: 'http://127.0.0.1:4010/',
        requestHeaders: {},
        requestBody: null,
        status: null,
        responseHeaders: {},
        responseBody: null,
        durationMilliseconds: 9,
        error: 'connection reset',
      },
    ],
    severity: 'error',
    durationMilliseconds: 12,
    properties: { why: 'a filter' },
    ...overrides,
  };
}

/** For tests: a report that has everything that a report can have. */
export function sampleReport(overrides: Partial<Report> = {}): Report {
  const bare = { change: undefined, exchanges: [], sightings: [], severity: undefined, cause: undefined };
  const passed = sampleRow({
    ...bare,
    id: 'V1-SIG-001',
    status: 'pass',
    text: undefined,
    title: 'a UserSig is read',
  });
  const rows = {
    failed: [
      sampleRow(),
      sampleRow({ id: 'V1-FLT-007', title: 'a filter holds on each page', operations: ['listRecords'] }),
      sampleRow({
        ...bare,
        id: 'V1-URL-002',
        status: 'error',
        level: 'SHOULD',
        message: 'x is undefined',
        severity: 'warning',
      }),
    ],
    accepted: [
      sampleRow({
        id: 'V1-REC-005',
        status: 'known',
        accepted: { reason: 'the old gateway', author: 'alice', expires: '2026-12-31' },
      }),
    ],
    blocked: [
      sampleRow({ ...bare, id: 'V1-REC-006', status: 'blocked', blockedBy: 'V1-REC-003', text: 'blocked' }),
    ],
    skipped: [sampleRow({ ...bare, id: 'V1-SIG-002', status: 'skipped', text: 'the key is not known' })],
    observed: [
      sampleRow({
        ...bare,
        id: 'V1-OBS-001',
        status: 'observed',
        text: undefined,
        message: '70001',
        tags: { generation: ['v4'], level: ['OBSERVE'], area: ['OBS'] },
      }),
    ],
  };
  return {
    name: 'TRTC Call v1 conformance of mock',
    tool: { name: 'trtc-call conformance', version: '0.1.0' },
    noun: 'results',
    verdicts: [
      {
        headline: 'The mock does not conform',
        conclusion: 'Does not conform: 2 MUST failed',
        detail: '2 MUST failed',
        passed: false,
      },
    ],
    exitCode: 1,
    startedAt: '2026-01-31T12:00:00.000Z',
    durationMilliseconds: 2345,
    facts: [{ name: 'target', text: 'http://127.0.0.1:4010', href: 'https://unpkg.com/' }],
    standing: 'Never verified live',
    alerts: [
      { id: 'not-restored', title: 'Not put back', severity: 'error', texts: ['set the callback again'] },
      {
        id: 'expired',
        title: 'Accepted, but expired',
        severity: 'warning',
        isConfiguration: true,
        texts: ['D-1'],
      },
    ],
    statuses: {
      fail: { label: 'failed', mark: '✗', tone: 'bad', outcome: 'failed', isOpen: true },
      error: { label: 'error', mark: '!', tone: 'odd', outcome: 'broken' },
      blocked: { label: 'blocked', mark: '⊘', tone: 'odd', outcome: 'skipped' },
      known: { label: 'known', mark: '≈', tone: 'warn', outcome: 'skipped' },
      skipped: { label: 'skipped', mark: '–', tone: 'dull', outcome: 'skipped' },
      observed: { label: 'observed', mark: '?', tone: 'note', outcome: 'passed' },
      pass: { label: 'passed', mark: '✓', tone: 'good', outcome: 'passed' },
    },
    listTitle: 'What failed',
    halves: ['expected', 'got'],
    filters: [
      { tag: 'generation', label: 'Generation' },
      { tag: 'level', label: 'Level' },
      { tag: 'area', label: 'Area', menu: 'All operations', names: { REC: 'One record' } },
    ],
    groups: [
      { title: 'Failed', show: 'full', rows: rows.failed },
      { title: 'Known divergences', show: 'brief', rows: rows.accepted },
      { title: 'Blocked by what failed', show: 'reasons', rows: rows.blocked },
      { title: 'Skipped', show: 'reasons', rows: rows.skipped },
      { title: 'Observed', show: 'brief', rows: rows.observed },
      { title: 'Passed', show: 'folded', rows: [passed] },
    ],
    matrices: [
      {
        title: 'Areas',
        rows: [...Object.values(rows).flat(), passed],
        lines: {
          tag: 'area',
          names: { REC: 'One record', FLT: 'Filters', SIG: 'UserSig', URL: 'URL', OBS: 'Open' },
        },
        columns: { tag: 'level', values: ['MUST', 'SHOULD'] },
      },
    ],
    tables: [
      { title: 'Compared', columns: ['input', 'sensors', 'read'], rows: [['calls.har', 'probes', 340]] },
    ],
    remedy: 'To accept it, add this:\n  - id: V1-REC-003',
    ...overrides,
  };
}

/** What in a report is chosen by this project, never by a target or a user. */
const own = [
  'id',
  'status',
  'tone',
  'outcome',
  'show',
  'severity',
  'tag',
  'mark',
  'startedAt',
  'blockedBy',
  'cause',
  'first',
  'last',
];

/** For tests: a copy of a report in which every text that a target or a user can choose is `text`. */
export function withTexts<Kind>(report: Kind, text: string, kept: readonly string[] = own): Kind {
  return JSON.parse(
    JSON.stringify(report, (key, value: unknown) =>
      typeof value === 'string' && !kept.includes(key) ? text : value,
    ),
  );
}
