import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AcceptedEntry, AcceptedListError } from '@trtc-call/reporting/accepted';
import { expect, test } from 'vitest';
import { readContracts } from '../contract/contract.ts';
import { StateError } from '../errors.ts';
import { syntheticFinding, syntheticFindings } from '../report/testing/synthetic-report.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import {
  createCoverageCheck,
  type DriftState,
  driftStateSchemaId,
  emptyState,
  nextState,
  readBaseline,
  readState,
  staleFindings,
  summarizeCheck,
  writeState,
} from './kept-files.ts';

const folder = temporaryFolder();

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

const { id, fingerprint } = syntheticFinding();
const written = { id, reason: 'known', author: 'Ada', expires: '2026-12-31', fingerprint };

async function readList(entries: readonly object[]) {
  const file = join(folder, 'list.yaml');
  await writeFile(file, JSON.stringify(entries));
  return readBaseline(file);
}

test('what the list accepts of drift is read, and what it accepts of conformance is passed over', async () => {
  expect(await readList([written, { ...written, id: 'V1-URL-001', fingerprint: undefined }])).toEqual([
    written,
  ]);
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
  const failed = readList([changed]);
  await expect(failed).rejects.toBeInstanceOf(AcceptedListError);
  await expect(failed).rejects.toMatchObject({ code: 'bad-entry', message: expect.stringContaining(says) });
});

const hour = 60 * 60 * 1000;
const start = Date.parse('2026-01-01T00:00:00.000Z');
const at = (hours: number) => new Date(start + hours * hour).toISOString();

test('a success is remembered, and ends a failure', () => {
  const failed = nextState(emptyState, { probes: 'could-not-check' }, start);
  const state = nextState(failed, { probes: 'checked' }, start + hour);
  expect(state.sensors).toEqual({ probes: { lastSuccess: at(1), failingSince: null } });
});

test('failures keep the time of the first of them, and the success before it', () => {
  let state = nextState(emptyState, { probes: 'checked' }, start);
  for (const hours of [1, 2, 3]) {
    state = nextState(state, { probes: 'could-not-check' }, start + hours * hour);
  }
  expect(state.sensors.probes).toEqual({ lastSuccess: at(0), failingSince: at(1) });
});

test('a sensor that was not asked stays as it was', () => {
  const before = nextState(emptyState, { documents: 'could-not-check' }, start);
  const state = nextState(before, { probes: 'checked' }, start + hour);
  expect(state.sensors.documents).toEqual({ lastSuccess: null, failingSince: at(0) });
  expect(before.sensors.probes).toBeUndefined();
});

test('checks that fail for longer than the set time are a finding, one for each sensor', () => {
  const failing = nextState(
    nextState(emptyState, { probes: 'checked' }, start - hour),
    { probes: 'could-not-check', documents: 'could-not-check' },
    start,
  );
  expect(staleFindings(failing, start + 24 * hour, 24 * hour)).toEqual([]);
  const findings = staleFindings(failing, start + 24 * hour + 1, 24 * hour);
  expect(findings.map(({ fingerprint }) => fingerprint.subject)).toEqual(['documents', 'probes']);
  // So that every `--fail-on` but `never` counts it.
  expect(findings.map((finding) => finding.class)).toEqual(['breaking', 'breaking']);
  expect(findings[0]?.meaning).toContain('It never succeeded');
  expect(findings[1]?.meaning).toContain(`It last succeeded ${at(-1)}`);
});

test('it stays the same finding from day to day', () => {
  const [monday, tuesday] = [0, 9].map((hours) => {
    const failing = nextState(emptyState, { probes: 'could-not-check' }, start + hours * hour);
    return staleFindings(failing, start + (hours + 48) * hour, 24 * hour)[0]?.id;
  });
  expect(monday).toMatch(/^D-/);
  expect(monday).toBe(tuesday);
});

test('checks that do not fail are never stale, however long ago they were', () => {
  const state = nextState(emptyState, { probes: 'checked' }, start);
  expect(staleFindings(state, start + 10_000 * hour, hour)).toEqual([]);
});

test('a report says the longest ago of the last successes, and since when the first sensor fails', () => {
  let state = nextState(emptyState, { probes: 'checked', documents: 'checked' }, start);
  state = nextState(state, { probes: 'checked', documents: 'could-not-check' }, start + hour);
  expect(summarizeCheck(state, ['probes', 'documents'], ['the pages do not answer'])).toEqual({
    outcome: 'could-not-check',
    reasons: ['the pages do not answer'],
    lastSuccess: at(0),
    failingSince: at(1),
  });
  expect(summarizeCheck(state, ['probes'], [])).toEqual({
    outcome: 'checked',
    reasons: [],
    lastSuccess: at(1),
    failingSince: null,
  });
  expect(summarizeCheck(state, ['probes', 'production'], []).lastSuccess).toBeNull();
});

test('what was written is read again, and nothing else is left in the folder', async () => {
  const own = join(folder, 'own');
  await mkdir(own);
  const path = join(own, 'state.json');
  expect(await readState(path)).toEqual(emptyState);
  const state: DriftState = nextState(
    emptyState,
    { probes: 'checked', production: 'could-not-check' },
    start,
  );
  await writeState(path, state);
  await writeState(path, state);
  expect(await readState(path)).toEqual(state);
  expect(await readdir(own)).toEqual(['state.json']);
});

const sensors = (entry: unknown) =>
  JSON.stringify({ schema: driftStateSchemaId, sensors: { probes: entry } });
const damages = {
  'an empty file': '',
  'a cut file': '{"schema":',
  'a list': '[]',
  'another version': JSON.stringify({ schema: 'https://trtc-call.dev/drift-state/2', sensors: {} }),
  'no sensors': JSON.stringify({ schema: driftStateSchemaId }),
  'an unknown sensor': JSON.stringify({ schema: driftStateSchemaId, sensors: { rumours: {} } }),
  'a time that is not one': sensors({ lastSuccess: 'yesterday', failingSince: null }),
  'a time as a number': sensors({ lastSuccess: 7, failingSince: null }),
  'a time that is missing': sensors({ lastSuccess: null }),
};
for (const [title, text] of Object.entries(damages)) {
  test(`a state file with ${title} is refused in one line with the remedy, and stays as it is`, async () => {
    const path = join(folder, 'damaged.json');
    await writeFile(path, text);
    const failure = await readState(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StateError);
    expect(failure).toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(
        /^the state file \S+damaged\.json is damaged \(.+\): restore it, or delete it to begin anew$/,
      ),
    });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
}

test('no device is read for a state file, and no more than a state file has', async () => {
  await expect(readState('/dev/zero')).rejects.toMatchObject({
    code: 'unreadable',
    message: 'cannot read the state file /dev/zero (it is a device): name a file that may be read',
  });
  const path = join(folder, 'long.json');
  await writeFile(path, ' '.repeat(65_537));
  await expect(readState(path)).rejects.toMatchObject({
    code: 'unreadable',
    message: `cannot read the state file ${path} (it is longer than 65536 bytes): name a file that may be read`,
  });
});

test('a state file that cannot be read or written is named with the remedy', async () => {
  await expect(readState(folder)).rejects.toMatchObject({ code: 'unreadable' });
  const path = join(folder, 'no-such-folder', 'state.json');
  await expect(writeState(path, emptyState)).rejects.toMatchObject({
    code: 'unwritable',
    message: `cannot write the state file ${path} (no such folder): name a file in a folder you may write to`,
  });
});

test('through a link the file that it names is written with its permissions, and the link stays', async () => {
  const target = join(folder, 'target.json');
  const link = join(folder, 'link.json');
  await writeFile(target, JSON.stringify(emptyState), { mode: 0o600 });
  await symlink(target, link);
  const state = nextState(emptyState, { probes: 'checked' }, start);
  await writeState(link, state);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await stat(target)).mode & 0o777).toBe(0o600);
  expect(await readState(target)).toEqual(state);
});

test.skipIf(process.platform === 'win32')(
  'a named pipe is refused without waiting for a writer',
  async () => {
    const pipe = join(folder, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    await expect(readState(pipe)).rejects.toMatchObject({
      code: 'unreadable',
      message: `cannot read the state file ${pipe} (it is a named pipe): name a file that may be read`,
    });
    await expect(writeState(pipe, emptyState)).rejects.toMatchObject({ code: 'unwritable' });
  },
);
