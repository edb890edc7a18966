import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { breakout } from '@trtc-call/reporting/testing';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { ruleHelp, ruleIds } from '../rules/rules.ts';
import { renderSarif } from './render-sarif.ts';
import { arbitraryReport } from './testing/arbitrary-report.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { damagedReport, fullReport, syntheticFinding, syntheticReport } from './testing/synthetic-report.ts';

// The schema is of draft 4, but says nothing that draft 7 reads otherwise once its own name is left out. One of its
// patterns is none with the flag for Unicode.
const { $schema: _draft, id: _name, ...official } = schema;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile<Log>(official);

function read(text: string) {
  const log: unknown = JSON.parse(text);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  if (!validate(log)) throw new Error('not SARIF');
  const [run] = log.runs;
  if (!run) throw new Error('a log without a run');
  return { log, run, results: run.results ?? [], invocation: run.invocations?.[0] };
}

test('a report of everything, as SARIF', async () => {
  await expect(renderSarif(damagedReport())).toMatchFileSnapshot('./fixtures/report.sarif');
});

test('every report that its type allows is valid by the official schema', () => {
  fc.assert(fc.property(arbitraryReport, (report) => void read(renderSarif(report))));
});

test('the official schema is in force: a broken log is refused', () => {
  const { log } = read(renderSarif(fullReport()));
  expect(validate({ ...log, version: '2.0.0' })).toBe(false);
  expect(validate({ ...log, runs: [{ results: [] }] })).toBe(false);
});

test('a finding is a result at its line, with the level of its class', () => {
  const { results } = read(renderSarif(syntheticReport({ findings: fullReport().findings })));
  expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['missing-field', 'error'],
    ['check-stale', 'error'],
    ['undocumented-field', 'warning'],
    ['document-identifier', 'note'],
  ]);
  expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'spec/v1/components/schemas/CallRecord.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 12 },
  });
  expect(results.every(({ locations }) => locations?.length === 1)).toBe(true);
});

test('its fingerprint stays when its words change, and differs at the same line', () => {
  const one = syntheticFinding();
  const other = syntheticFinding({ fingerprint: { ...one.fingerprint, pointer: '/data/other' } });
  const findings = [one, { ...one, title: 'In other words', meaning: 'The same' }, other];
  const [first, reworded, second] = read(renderSarif(syntheticReport({ findings }))).results;
  expect(first?.partialFingerprints).toEqual(reworded?.partialFingerprints);
  expect(first?.partialFingerprints).not.toEqual(second?.partialFingerprints);
  expect(first?.partialFingerprints?.primaryLocationLineHash).toBe(`${one.id}:1`);
});

test('what was accepted is suppressed with its reason; without a baseline nothing is called new', () => {
  const { results } = read(renderSarif(fullReport()));
  expect(results.map(({ baselineState, suppressions }) => [baselineState, suppressions?.length])).toEqual([
    ['unchanged', undefined],
    ['new', undefined],
    ['new', undefined],
    ['new', undefined],
    ['unchanged', 1],
    ['unchanged', 1],
  ]);
  const plain = read(renderSarif(syntheticReport({ findings: fullReport().findings })));
  expect(plain.results.every(({ baselineState }) => baselineState === undefined)).toBe(true);
});

test('a check that could not be made is an execution without success, and says why', () => {
  const { invocation } = read(renderSarif(damagedReport()));
  expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
  const errors = invocation?.toolExecutionNotifications?.filter(({ level }) => level === 'error');
  expect(errors?.map(({ message }) => message.text)).toEqual([
    'cut.har is damaged at byte 1234',
    'live does not answer',
    'cut.har (production): 7 read, 7 judged; damaged at byte 1234: the file ends in the middle of an entry',
  ]);
  expect(read(renderSarif(syntheticReport())).invocation?.executionSuccessful).toBe(true);
});

test('every rule has its words', () => {
  const { run } = read(renderSarif(syntheticReport()));
  expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual([...ruleIds]);
  for (const [id, { title, text }] of Object.entries(ruleHelp)) {
    expect(title, id).not.toMatch(/\.$/);
    expect(text, id).toMatch(/\.$/);
  }
});

test('a hostile text is no link, no argument, no path and no control', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.constantFrom(breakout, '[a](https://evil.example) {0}', '##[error]x'),
      ),
      (text) => {
        const written = renderSarif(hostileReport(text));
        expect(written).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]|##\[/u);
        for (const { message } of read(written).results) {
          expect(message.text).not.toMatch(/\]\(/);
          expect(message.text?.replaceAll(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/);
        }
      },
    ),
    { numRuns: 60 },
  );
});
