import fc from 'fast-check';
import {
  type BaselineEntry,
  type CheckState,
  type DriftInput,
  type DriftReport,
  driftReportSchemaId,
} from '../../drift-report.ts';
import { findingClasses, type SeenSchema, type SpecChange } from '../../findings/difference.ts';
import {
  type Acceptance,
  type Finding,
  type Fingerprint,
  makeFinding,
  type Proposal,
  type Sighting,
} from '../../findings/finding.ts';
import { ruleIds } from '../../rules/rules.ts';
import { decideExitCode } from '../exit-code.ts';

const text = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' });
const anyText = fc.string({ maxLength: 12, unit: 'binary' });
const time = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = time.map((value) => value.slice(0, 10));
const count = fc.nat({ max: 1_000_000 });
const sensor = fc.constantFrom('documents', 'probes', 'production');

const acceptance: fc.Arbitrary<Acceptance> = fc.record({ reason: text, author: text, expires: day });

const fingerprint: fc.Arbitrary<Fingerprint> = fc.record({
  rule: fc.constantFrom(...ruleIds),
  subject: anyText,
  pointer: anyText,
  before: anyText,
  after: anyText,
});

const seen: fc.Arbitrary<SeenSchema> = fc.record(
  {
    type: fc.array(text, { maxLength: 2 }),
    properties: fc.dictionary(text, fc.record({ type: fc.array(text, { maxLength: 2 }) }), { maxKeys: 2 }),
    items: fc.record({ type: fc.array(text, { maxLength: 2 }) }),
  },
  { requiredKeys: ['type'] },
);

const change: fc.Arbitrary<SpecChange> = fc.oneof(
  fc.record({ kind: fc.constant('add-field'), schema: text, name: text, seen }),
  fc.record({ kind: fc.constant('make-optional'), schema: text, name: text }),
  fc.record({ kind: fc.constant('add-word'), site: text, words: text, word: text }),
  fc.record({ kind: fc.constant('add-code'), code: fc.integer(), operationId: text }),
  fc.record({
    kind: fc.constant('several'),
    changes: fc.array(fc.record({ kind: fc.constant('make-optional'), schema: text, name: text }), {
      maxLength: 2,
    }),
  }),
);

const proposal: fc.Arbitrary<Proposal> = fc.record(
  { text, safe: fc.boolean(), change },
  { requiredKeys: ['text', 'safe'] },
);

const sighting: fc.Arbitrary<Sighting> = fc.record(
  { sensor, count, of: count, first: time, last: time },
  { requiredKeys: ['sensor', 'count'] },
);

const finding: fc.Arbitrary<Finding> = fc
  .record({
    fingerprint,
    class: fc.constantFrom(...findingClasses),
    operationId: fc.option(text, { nil: undefined }),
    location: fc.option(fc.record({ file: text, line: fc.integer({ min: 1 }) }), { nil: undefined }),
    title: text,
    meaning: text,
    proposal: fc.option(proposal, { nil: undefined }),
    sightings: fc.array(sighting, { maxLength: 3 }),
    notSeenBy: fc.array(sensor, { maxLength: 2 }),
  })
  .map(makeFinding);

const entry: fc.Arbitrary<BaselineEntry> = fc
  .tuple(finding, acceptance, fc.boolean())
  .map(([{ id, fingerprint: print }, accepted, whole]) => ({
    id,
    ...accepted,
    ...(whole && { fingerprint: print }),
  }));

const input: fc.Arbitrary<DriftInput> = fc.record({
  name: text,
  read: count,
  judged: count,
  unjudged: fc.array(fc.record({ reason: text, count }), { maxLength: 2 }),
  sensors: fc.array(sensor, { maxLength: 3 }),
  damage: fc.option(fc.record({ offset: count, reason: text }), { nil: undefined }),
});

const times = { lastSuccess: fc.option(time), failingSince: fc.option(time) };

const check: fc.Arbitrary<CheckState> = fc.oneof(
  fc.record({ outcome: fc.constant('checked'), reasons: fc.constant([]), ...times }),
  fc.record({
    outcome: fc.constant('could-not-check'),
    reasons: fc.array(text, { minLength: 1, maxLength: 2 }),
    ...times,
  }),
);

/** For tests, every report that its type allows, with the exit code that follows from it. */
export const arbitraryReport: fc.Arbitrary<DriftReport> = fc
  .record({
    schema: fc.constant(driftReportSchemaId),
    version: text,
    generation: fc.constant('v1'),
    contractVersion: text,
    startedAt: time,
    durationMilliseconds: fc.double({ min: 0, max: 1e9, noNaN: true }),
    inputs: fc.array(input, { maxLength: 3 }),
    coverage: fc.array(
      fc.record({ operationId: text, exchanges: count, successes: count, refusals: count }),
      { maxLength: 3 },
    ),
    findings: fc.array(finding, { maxLength: 4 }),
    accepted: fc.array(fc.record({ finding, acceptance }), { maxLength: 2 }),
    baseline: fc.option(
      fc.record({
        file: text,
        expired: fc.array(entry, { maxLength: 2 }),
        unseen: fc.array(entry, { maxLength: 2 }),
      }),
      { nil: undefined },
    ),
    check,
    failOn: fc.constantFrom(...findingClasses, 'never'),
  })
  .map((parts) => ({ ...parts, exitCode: decideExitCode(parts) }));
