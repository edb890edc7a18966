import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { generations } from '../src/index.ts';
import contractPlugin from './plugin.ts';

const root = join(import.meta.dirname, '../..');
/** Each rule has a folder with a document that passes, and with those that do not. */
const fixtures = globSync('*/{passing,failing}.yaml', { cwd: import.meta.dirname }).sort();

/** File and JSON pointer of a finding, and its words, by the file that was linted; rules of ours and of Redocly's alike. */
const findings = new Map<string, [rule: string, at: string, message: string][]>();

// One process for all: to start it takes longer than to lint.
beforeAll(async () => {
  const files = [...generations, ...fixtures.map((file) => `spec/rules/${file}`)];
  const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
  const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' };
  const output = await new Promise<string>((resolve) => {
    // It exits 1 when it has found something.
    const args = [redocly, 'lint', ...files, '--format', 'json'];
    execFile(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 26 }, (_, stdout) => resolve(stdout));
  });
  const reports = output
    .split(/^\}(?=\{)/m)
    .map((text, at, { length }) => (at < length - 1 ? `${text}}` : text));
  if (reports.length !== files.length)
    throw new Error(`${files.length} files gave ${reports.length} reports:\n${output}`);
  for (const [at, file] of files.entries()) {
    const { problems }: { problems: Problem[] } = JSON.parse(reports[at] ?? '');
    findings.set(
      file.replace('spec/rules/', ''),
      problems.map(({ ruleId, message, location: [place] }) => {
        const where = `${place?.source.ref}${place?.pointer}`.replace(/^spec\/rules\//, '');
        return [ruleId.replace(/^\w+\//, ''), where, message];
      }),
    );
  }
}, 60_000);

interface Problem {
  readonly ruleId: string;
  readonly message: string;
  readonly location: readonly { readonly source: { readonly ref: string }; readonly pointer: string }[];
}

test.each(generations)('the contract of %s is clean', (generation) => {
  expect(findings.get(generation)).toEqual([]);
});

test.each(fixtures.filter((file) => /passing/.test(file)))('%s is clean', (file) => {
  expect(findings.get(file)).toEqual([]);
});

const post = '#/webhooks/call/post';
const body = `${post}/requestBody/content/application~1json/schema`;
const examples = '#/paths/~1v1~1call/post/responses/200/content/application~1json/examples';
const source = 'add `x-source: [<page>]` (spec/extensions.md).';
const described = 'add a `description` in our words, with its unit and limits.';
const type = 'add one of `type`, `enum`, `const`, `$ref`, `anyOf`, `oneOf`, `allOf`.';
const stated = 'to the type that spec/extensions.md states:';

/** What is said of each document that fails: where, and the words or some of them. */
const expected: Readonly<Record<string, readonly (readonly [at: string, message: string])[]>> = {
  'answer-example-valid/failing.yaml': [
    [`${examples}/success`, 'Make errorCode in the example `success` 0 (it is 70001), or take it out.'],
    [`${examples}/success-silent`, 'Make errorCode in the example `success-silent` 0 (it is undefined)'],
    ...['tooManyCalls', 'error-70001'].map(
      (name) =>
        [
          `${examples}/${name}`,
          `Name the example \`${name}\` success or success-<what>; refusals are made from errors.yaml.`,
        ] as const,
    ),
    ['#/paths/~1v1~1end/post/responses', 'Add the example `success` to the 200 response of endCall.'],
  ],
  'component-name-unique/failing.yaml': [
    [
      'component-name-unique/records/Record.yaml#/',
      "Rename one of the files: Component 'schemas/Record' is not unique",
    ],
    [
      'component-name-unique/webhooks/Record.yaml#/',
      "Rename one of the files: Component 'schemas/Record' is not unique",
    ],
  ],
  'dialect-stated/failing.yaml': [
    ['#/jsonSchemaDialect', 'State the dialect of the schemas: `jsonSchemaDialect: https:'],
  ],
  'extension-value-valid/failing.yaml': [
    [
      '#/x-limits',
      `Correct \`x-limits\` ${stated} x-limits/dataWindow must have required property 'source'.`,
    ],
    ['#/info/x-source', `Correct \`x-source\` ${stated} x-source/0 must match pattern`],
    [
      `${post}/x-source`,
      `Correct \`x-source\` ${stated} x-source must NOT have fewer than 1 items, it is [].`,
    ],
    [
      `${post}/x-rate-limit`,
      `Correct \`x-rate-limit\` ${stated} x-rate-limit must have required property 'perSeconds'.`,
    ],
  ],
  'field-has-description/failing.yaml': [
    [`${post}/parameters/0`, `Describe the parameter \`command\`: ${described}`],
    [`${body}/properties/callId`, `Describe the property \`callId\`: ${described}`],
    [`${body}/properties/roomId`, `Describe the property \`roomId\`: ${described}`],
    [`${body}/properties/meetingId`, `Describe the property \`meetingId\`: ${described}`],
  ],
  'field-has-example/failing.yaml': ['callId', 'callees', 'size', 'roomId'].map((name) => [
    `${body}/properties/${name}`,
    `Show a value of the property \`${name}\`: add \`examples: [<value>]\`.`,
  ]),
  'field-has-type/failing.yaml': [
    [`${post}/parameters/0`, `Give the parameter \`command\` a type: ${type}`],
    [`${body}/properties/callId`, `Give the property \`callId\` a type: ${type}`],
    ['#/components/schemas/RoomId', `Give this schema a type: ${type}`],
    [`${body}/properties/callees/items`, `Give the items a type: ${type}`],
  ],
  'known-extensions-only/failing.yaml': [
    [
      '#/info/x-rate-limit',
      'Move `x-rate-limit`: spec/extensions.md gives it a place in operation, not in Info.',
    ],
    [`${body}/x-soruce`, 'Remove `x-soruce` or describe it in spec/extensions.md.'],
    [`${body}/properties/roomId/x-decison`, 'Remove `x-decison` or describe it in spec/extensions.md.'],
  ],
  'rate-limit-stated/failing.yaml': [
    [
      '#/paths/~1v1~1call/post/x-rate-limit',
      'State the rate limit of this operation: add `x-rate-limit: { requests:',
    ],
  ],
  'source-stated/failing.yaml': [
    ['#/info', `Say which vendor page states the API: ${source}`],
    [post, `Say which vendor page states the operation: ${source}`],
    [`${post}/parameters/0`, `Say which vendor page states the parameter: ${source}`],
    ['#/components/schemas/Call', `Say which vendor page states the schema: ${source}`],
    [
      '#/components/schemas/RoomId/properties/name/x-source',
      'Remove the x-source of the property `name`: it is that of its schema.',
    ],
    [`${post}/responses/200`, `Say which vendor page states the response: ${source}`],
  ],
};

test.each(fixtures.filter((file) => !/passing/.test(file)))(
  '%s is reported, and only by its rule',
  (file) => {
    const [rule] = file.split('/');
    const wanted = (expected[file] ?? []).map(([at, message]) => [
      rule,
      at.startsWith('#') ? `${file}${at}` : at,
      expect.stringContaining(message),
    ]);
    const byPlace = (a: unknown[], b: unknown[]) => String(a[1]).localeCompare(String(b[1]));
    expect(wanted).not.toEqual([]);
    expect((findings.get(file) ?? []).toSorted(byPlace)).toEqual(wanted.toSorted(byPlace));
  },
);

describe('every rule', () => {
  /** Rules of Redocly that redocly.yaml sets up for us. */
  const configured = ['component-name-unique', 'dialect-stated', 'rate-limit-stated'];
  const own = Object.keys(contractPlugin().rules.oas3);

  test('has documents that pass and that fail', () => {
    for (const word of ['passing', 'failing']) {
      const folders = new Set(
        fixtures.filter((file) => file.includes(word)).map((file) => file.split('/')[0]),
      );
      expect([...folders].sort()).toEqual([...own, ...configured].sort());
    }
  });

  test('of ours is on', () => {
    expect(Object.keys(contractPlugin().configs.all.rules)).toEqual(own.map((rule) => `contract/${rule}`));
  });
});
