import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AcceptedEntry, AcceptedListError } from '@trtc-call/reporting/accepted';
import { expect, test } from 'vitest';
import { readContracts } from '../contract/contract.ts';
import { syntheticFinding, syntheticFindings } from '../report/testing/synthetic-report.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createCoverageCheck, readBaseline } from './kept-files.ts';

const contracts = readContracts();
const [first, stale] = syntheticFindings();
const createEntry = (overrides: Partial<AcceptedEntry> = {}): AcceptedEntry => ({
  id: first?.id ?? '',
  reason: 'known',
  author: 'Ada',
  expires: '2026-01-31',
  ...overrides,
});
const coverage = [
  { operationId: 'getRecord', exchanges: 3, successes: 3, refusals: 0 },
  { operationId: 'setCallback', exchanges: 0, successes: 0, refusals: 0 },
];
const ofOther = syntheticFinding({
  fingerprint: { rule: 'missing-field', subject: 'setCallback', pointer: '/x', before: '', after: '' },
});
const ofPage = syntheticFinding({
  fingerprint: { rule: 'document-host', subject: 'page', pointer: '', before: 'a', after: 'b' },
});
const unknownPath = syntheticFinding({
  fingerprint: { rule: 'undocumented-operation', subject: '/v1/new', pointer: '', before: '', after: '' },
});
const everySensor = ['documents', 'probes', 'production'] as const;
const cases = [
  { title: 'an operation that was called', of: first, sensors: ['probes'], sees: true },
  { title: 'an operation that was not called', of: ofOther, sensors: ['probes'], sees: false },
  { title: 'answers, where only pages were read', of: first, sensors: ['documents'], sees: false },
  { title: 'a page, where pages were read', of: ofPage, sensors: ['documents'], sees: true },
  { title: 'a page, where only calls were made', of: ofPage, sensors: ['probes', 'production'], sees: false },
  { title: 'a path that is not an operation', of: unknownPath, sensors: ['production'], sees: true },
  { title: 'a check of the same sensor', of: stale, sensors: ['documents'], sees: true },
  { title: 'a check of another sensor', of: stale, sensors: ['probes'], sees: false },
] as const;

for (const { title, of, sensors, sees } of cases) {
  test(`a check ${sees ? 'would' : 'would not'} have shown again: ${title}`, () => {
    const entry = createEntry({ ...(of && { id: of.id, fingerprint: of.fingerprint }) });
    expect(createCoverageCheck({ outcome: 'checked', sensors, coverage }, contracts)(entry)).toBe(sees);
  });
}

test('a check that could not be made would have shown nothing for certain', () => {
  const couldSee = createCoverageCheck(
    { outcome: 'could-not-check', sensors: everySensor, coverage },
    contracts,
  );
  expect(couldSee(createEntry({ ...(first && { fingerprint: first.fingerprint }) }))).toBe(false);
});

test('an entry without a fingerprint may be about anything, so only a check of everything would show it', () => {
  const full = coverage.map((operation) => ({ ...operation, exchanges: 1 }));
  const look = (sensors: readonly (typeof everySensor)[number][], seen: typeof coverage) =>
    createCoverageCheck({ outcome: 'checked', sensors, coverage: seen }, contracts)(createEntry());
  expect(look(everySensor, full)).toBe(true);
  expect(look(everySensor, coverage)).toBe(false);
  expect(look(['probes', 'production'], full)).toBe(false);
});

const folder = temporaryFolder();

const { id, fingerprint } = syntheticFinding();
const written = { id, reason: 'known', author: 'Ada', expires: '2026-12-31', fingerprint };

function read(entries: readonly object[]) {
  const file = join(folder, 'list.yaml');
  writeFileSync(file, JSON.stringify(entries));
  return readBaseline(file);
}

test('what the list accepts of drift is read, and what it accepts of conformance is passed over', async () => {
  expect(await read([written, { ...written, id: 'V1-URL-001', fingerprint: undefined }])).toEqual([written]);
});

test.each([
  [
    'an unknown rule',
    { ...written, fingerprint: { ...fingerprint, rule: 'x' } },
    'of the rule "x", which is unknown',
  ],
  [
    'another finding',
    { ...written, id: 'D-0123456789' },
    `has the fingerprint of ${id}: copy id and fingerprint`,
  ],
  ['no author', { ...written, author: '' }, 'has no `author`'],
])('an entry with %s is refused in one line', async (_, changed, says) => {
  const failed = read([changed]);
  await expect(failed).rejects.toBeInstanceOf(AcceptedListError);
  await expect(failed).rejects.toMatchObject({ code: 'bad-entry', message: expect.stringContaining(says) });
});
