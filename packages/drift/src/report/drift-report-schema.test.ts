import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { type DriftReport, driftReportSchemaId } from '../drift-report.ts';
import { ruleIds } from '../rules/rules.ts';
import { driftReportSchema, renderJson } from './render.ts';
import { damagedReport, fullReport, syntheticReport } from './testing/synthetic-report.ts';

const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(driftReportSchema);

for (const [name, report] of Object.entries({
  empty: syntheticReport(),
  full: fullReport(),
  damaged: damagedReport(),
})) {
  test(`a report that is ${name} is valid, also when it was written and read again`, () => {
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(JSON.parse(renderJson(report))), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(renderJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
  });
}

const members: Record<string, { of(report: DriftReport): object | undefined; optional?: string[] }> = {
  report: { of: (report) => report, optional: ['baseline'] },
  input: { of: (report) => report.inputs.at(-1), optional: ['damage', 'notes'] },
  damage: { of: (report) => report.inputs.at(-1)?.damage },
  'reason why something was not judged': { of: (report) => report.inputs[0]?.unjudged[0] },
  'coverage of an operation': { of: (report) => report.coverage[0] },
  finding: {
    of: (report) => report.findings[0],
    optional: ['operationId', 'places', 'location', 'proposal'],
  },
  fingerprint: { of: (report) => report.findings[0]?.fingerprint },
  place: { of: (report) => report.findings[0]?.location },
  proposal: { of: (report) => report.findings[0]?.proposal, optional: ['change'] },
  'change that makes optional': { of: (report) => report.findings[0]?.proposal?.change },
  'change that adds a field': { of: (report) => report.findings[2]?.proposal?.change },
  'change that adds a word': { of: (report) => report.accepted[0]?.finding.proposal?.change },
  'change that adds a code': { of: (report) => report.accepted[1]?.finding.proposal?.change },
  sighting: { of: (report) => report.findings[0]?.sightings[0], optional: ['of', 'first', 'last'] },
  'accepted finding': { of: (report) => report.accepted[0] },
  acceptance: { of: (report) => report.accepted[0]?.acceptance },
  baseline: { of: (report) => report.baseline },
  'entry of the baseline': { of: (report) => report.baseline?.unseen[0], optional: ['fingerprint'] },
  'state of the check': { of: (report) => report.check },
};

for (const [name, { of, optional = [] }] of Object.entries(members)) {
  test(`a ${name} without one of its members, or with one that is unknown, is refused`, () => {
    const keys = Object.keys(of(damagedReport()) ?? {});
    expect(keys.length, 'the report of the test must have one').toBeGreaterThan(0);
    for (const key of keys) {
      const broken = damagedReport();
      Reflect.deleteProperty(of(broken) ?? {}, key);
      expect(validate(broken), `without ${key}`).toBe(optional.includes(key));
    }
    const more = damagedReport();
    Reflect.set(of(more) ?? {}, 'secretKey', 'x');
    expect(validate(more)).toBe(false);
  });
}

test('every rule is known to the schema, and no other', () => {
  const [first] = fullReport().findings;
  const withRule = (rule: string) => ({
    ...fullReport(),
    findings: [{ ...first, fingerprint: { ...first?.fingerprint, rule } }],
  });
  for (const rule of ruleIds) expect(validate(withRule(rule)), rule).toBe(true);
  expect(validate(withRule('a-rule-of-tomorrow'))).toBe(false);
});

const refused = {
  'a report of another version': { schema: 'https://trtc-call.dev/drift-report/2' },
  'a check that could not be made and exits with 0': { exitCode: 0 },
  'a check that could not be made and exits with 1': { exitCode: 1 },
  'a check that could not be made for no reason': { check: { ...damagedReport().check, reasons: [] } },
  'a check that was made and exits with 2': { check: syntheticReport().check },
  'a time without its zone': { startedAt: '2026-01-31T12:00:00' },
  'an unknown class': { findings: [{ ...fullReport().findings[0], class: 'fatal' }] },
  'a line before the first': {
    findings: [{ ...fullReport().findings[0], location: { file: 'v1/openapi.yaml', line: 0 } }],
  },
};

for (const [title, change] of Object.entries(refused)) {
  test(`${title} is refused`, () => {
    expect(validate({ ...damagedReport(), ...change })).toBe(false);
  });
}

test('its id is what every report names', () => {
  expect(driftReportSchema.$id).toBe(driftReportSchemaId);
});
