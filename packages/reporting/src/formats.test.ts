import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { findCauses, readLink } from './describe.ts';
import { renderGithub } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJUnit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderTerminal } from './terminal.ts';
import { breakout, findObeyed, hostileTexts } from './testing/hostile-texts.ts';
import { sampleReport, sampleRow, withTexts } from './testing/sample-report.ts';

const sarifParts = {
  rules: [{ id: 'wrong-filter', title: 'Wrong filter', text: 'It filters wrongly.' }],
  category: 'test/v1',
  fingerprintName: 'test/v1',
  fallbackFile: 'spec/v1/openapi.yaml',
  properties: {},
};
const maxMarkdownBytes = 60_000;

interface Format {
  render(report: Report): string;
  /** What no text may change: rows, columns, tags, commands, links. */
  shape(text: string): unknown;
  /** What is never in it, whatever the texts are. */
  never: RegExp;
}

const formats: Record<string, Format> = {
  terminal: { render: renderTerminal, shape: () => '', never: /[^\P{Cc}\t\n]/u },
  Markdown: {
    render: (report) => renderMarkdown(report, maxMarkdownBytes),
    shape(text) {
      const outside = text.replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
      const lines = outside
        .split('\n')
        .map((line) => `${/^(#+ |- |)/.exec(line)?.[0]}${line.split('|').length}`);
      return { lines, tags: outside.match(/<\/?[a-z]+>/g) };
    },
    never: /[^\P{Cc}\t\n]|(?<![\w/\\])@/u,
  },
  GitHub: {
    render: renderGithub,
    shape: (text) =>
      text.split('\n').map((line) => {
        const { name, properties } = readCommand(line);
        return [name, ...Object.keys(properties)];
      }),
    never: /[^\P{Cc}\n]|##\[/u,
  },
  JUnit: {
    render: renderJUnit,
    shape: (text) => text.match(/</g)?.length,
    never: /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u,
  },
  HTML: {
    render: renderHtml,
    shape: (text) => text.match(/<(?!wbr|a |\/a)/g)?.length,
    never:
      / (style|on\w+)="|unsafe|<link[^>]+href="http|<(img|iframe|script)[^>]+src|href="(?!https:|#|data:,)/,
  },
  SARIF: {
    render: (report) => renderSarif(report, sarifParts),
    shape: (text) =>
      readSarif(text).results.map(({ message }) => [
        Object.keys(message),
        message.text?.replaceAll(/\{\{|\}\}/g, '').match(/\]\(|[{}]/g),
      ]),
    never: /[^\P{Cc}\n]|##\[/u,
  },
};

describe.each(Object.entries(formats))('%s', (name, { render, shape, never }) => {
  const text = render(sampleReport()).replaceAll('<wbr>', '');

  test('cuts no character in half', () => {
    for (const start of ['', 'a']) {
      const long = withTexts(sampleReport(), `${start}${'😀'.repeat(20_000)}`);
      expect(render(long)).not.toMatch(/\p{Cs}|\\ud83d/u);
    }
  });

  test('shows what was checked, what failed, both halves of the change, and where to read more', () => {
    const always = ['V1-REC-003', 'a filter by callType', 'to be', 'single', 'group'];
    const more = ['paths/list.yaml', 'Filter them.', 'set the callback again', '12', 'Never verified live'];
    const wanted = [
      ...always,
      ...(name === 'JUnit' ? [] : more),
      ...(name === 'JUnit' || name === 'SARIF' ? [] : ['The mock does not conform']),
      ...(name === 'terminal' ? ['spec/v1/paths/list.yaml:12'] : []),
    ];
    for (const part of wanted) expect(text).toContain(part);
  });

  test('gives a terminal, an eye and the log of a CI job nothing to obey, whatever the texts are', () => {
    for (const hostile of hostileTexts) {
      // Annotations are what the format for GitHub consists of; its shape is looked at below.
      const lines = render(withTexts(sampleReport(), hostile)).split('\n');
      const foreign = lines.filter((line) => name !== 'GitHub' || !/^::(error|warning|notice) /.test(line));
      expect(findObeyed(foreign.join('\n')), JSON.stringify(hostile)).toEqual([]);
      expect(findObeyed(lines.map((line) => `> ${line}`).join('\n')), JSON.stringify(hostile)).toEqual([]);
    }
  });

  test('no text changes its shape', () => {
    const expected = shape(render(withTexts(sampleReport(), 'x')));
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30, minLength: 1 }).filter((one) => one.trim() !== ''),
      fc.constantFrom(breakout, '[a](https://evil.example) {0}', '##[error]x', 'javascript:alert(1)'),
    );
    fc.assert(
      fc.property(texts, (hostile) => {
        const shown = render(withTexts(sampleReport(), hostile));
        expect(shape(shown)).toEqual(expected);
        expect(shown).not.toMatch(never);
      }),
      { numRuns: 25 },
    );
  });

  test('of thousands of rows with long bodies the first are shown, and the others counted', () => {
    const [exchange] = sampleRow().exchanges;
    const rows = Array.from({ length: 3000 }, (_, at) => {
      const id = `V1-REC-${String(at).padStart(5, '0')}`;
      const exchanges =
        at > 0 || !exchange ? [] : Array(12).fill({ ...exchange, responseBody: 'é'.repeat(50_000) });
      return sampleRow({ id, cause: id, title: `é${'<'.repeat(90)}${at}`, exchanges });
    });
    const shown = render(sampleReport({ groups: [{ title: 'Failed', show: 'full', rows }], matrices: [] }));
    const whole = ['JUnit', 'SARIF'];
    if (!whole.includes(name)) expect(shown).toMatch(/\d+ more (results|entries) are in/);
    if (name === 'Markdown') expect(Buffer.byteLength(shown)).toBeLessThan(maxMarkdownBytes + 200);
    if (name === 'GitHub') expect(shown.split('\n')).toHaveLength(55);
    expect(shown.length).toBeLessThan(7_000_000);
  });
});

test('rows of one cause are one row that lists the others and their operations, but a case each in JUnit', () => {
  const causes = findCauses(sampleReport());
  expect(causes.map(({ rows, blocked }) => [rows.map(({ id }) => id), blocked])).toEqual([
    [['V1-REC-003', 'V1-FLT-007'], ['V1-REC-006']],
    [['V1-URL-002'], []],
  ]);
  for (const [name, { render }] of Object.entries(formats)) {
    const shown = render(sampleReport());
    expect(shown, name).toContain('V1-FLT-007');
    const hasEach = ['JUnit', 'HTML'].includes(name);
    expect(shown.includes('a filter holds on each page'), name).toBe(hasEach);
    if (name !== 'JUnit') expect(shown, name).toMatch(/getRecord,? listRecords/);
  }
});

test('a cause is as grave as the gravest of its rows', () => {
  const rows = [sampleRow({ severity: 'notice' }), sampleRow({ id: 'V1-REC-007' })];
  const [cause] = findCauses(sampleReport({ groups: [{ title: 'Failed', show: 'full', rows }] }));
  expect(cause?.rows.map(({ id }) => id)).toEqual(['V1-REC-007', 'V1-REC-003']);
});

test('what blocks and was not chosen is a cause too', () => {
  const rows = [sampleRow({ id: 'V1-ENV-007', status: 'blocked', blockedBy: 'V1-ENV-001' })];
  expect(findCauses(sampleReport({ groups: [{ title: 'Blocked', show: 'reasons', rows }] }))).toEqual([
    { rows: [], blocked: ['V1-ENV-007'], blockedBy: 'V1-ENV-001' },
  ]);
});

/** Reads a line as GitHub's runner does. */
function readCommand(line: string) {
  const [, name = '', properties = '', data = ''] = /^::([a-z]+) (.*?)::(.*)$/.exec(line) ?? [];
  const unescaped = (text: string) =>
    text.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const entries = properties.split(',').map((property) => {
    const [key = '', ...value] = property.split('=');
    return [key, unescaped(value.join('='))] as const;
  });
  return { name, properties: Object.fromEntries(entries), data: unescaped(data) };
}

test('an annotation with every character that means something is read back as it was', () => {
  const title = '100%25, a: b = c';
  const row = sampleRow({ title, place: { file: 'spec/v1/a,b:c%3A.yaml', line: 7, href: '' } });
  const [line = ''] = renderGithub(
    sampleReport({ alerts: [], groups: [{ title: 'Failed', show: 'full', rows: [row] }] }),
  ).split('\n');
  const { name, properties, data } = readCommand(line);
  expect(name).toBe('error');
  expect(properties).toEqual({
    file: 'spec/v1/a,b:c%3A.yaml',
    line: '7',
    title: 'V1-REC-003 MUST wrong-filter',
  });
  expect(data).toContain(`${title}: expected every callType`);
});

// The schema is of draft 4, but says nothing that draft 7 reads otherwise once its own name is left out. One of its
// patterns is not one with the flag for Unicode.
const { $schema: _draft, id: _name, ...official } = schema;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile<Log>(official);

function readSarif(text: string) {
  const log: unknown = JSON.parse(text);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [run] = validate(log) ? log.runs : [];
  return { log, results: run?.results ?? [], invocation: run?.invocations?.[0] };
}

test('the official schema of SARIF is in force: a broken log is refused', () => {
  const { log } = readSarif(renderSarif(sampleReport(), sarifParts));
  expect(validate({ ...Object(log), version: '2.0.0' })).toBe(false);
  expect(validate({ ...Object(log), runs: [{ results: [] }] })).toBe(false);
});

test('in SARIF what is accepted is suppressed, and without a list of what was known nothing is called new', () => {
  const states = (known?: ReadonlySet<string>) =>
    readSarif(renderSarif(sampleReport(), { ...sarifParts, known })).results.slice(0, 3);
  expect(states().map(({ baselineState, suppressions }) => [baselineState, suppressions?.length])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    ['unchanged', 1],
  ]);
  const judge = (...ids: string[]) => states(new Set(ids)).map(({ baselineState }) => baselineState);
  expect(judge('V1-REC-003', 'V1-FLT-007')).toEqual(['unchanged', 'new', 'unchanged']);
  expect(judge('V1-REC-003')).toEqual(['new', 'new', 'unchanged']);
});

test('the fingerprint of SARIF holds no prose, and differs at the same line', () => {
  const rows = [{}, { title: 'In other words' }, { id: 'V1-REC-009' }].map((change, at) =>
    sampleRow({ cause: String(at), ...change }),
  );
  const report = sampleReport({ groups: [{ title: 'Failed', show: 'full', rows }] });
  const [first, reworded, other] = readSarif(renderSarif(report, sarifParts)).results.map(
    ({ partialFingerprints }) => partialFingerprints,
  );
  expect(first).toEqual({ 'test/v1': 'V1-REC-003', primaryLocationLineHash: 'V1-REC-003:1' });
  expect(reworded).toEqual(first);
  expect(other).not.toEqual(first);
});

test.each([
  [
    'https://unpkg.com/@trtc-call/spec@1.0.0/v1/a(b).yaml',
    'https://unpkg.com/@trtc-call/spec@1.0.0/v1/a%28b%29.yaml',
  ],
  ['https://x.example/##[error]', undefined],
  ['javascript:alert(1)', undefined],
  ['http://x.example/', undefined],
  ['no address', undefined],
])('a link to %s leads to %s', (href, link) => {
  expect(readLink(href)).toBe(link);
});

test('JUnit counts what failed, what the suite broke at and what was skipped apart', () => {
  const [totals] = /<testsuites [^>]*/.exec(renderJUnit(sampleReport())) ?? [];
  expect(totals).toContain('tests="8" failures="2" errors="1" skipped="3"');
});

test('in SARIF the severity of a row is its level', () => {
  const rows = (['error', 'warning', 'notice'] as const).map((severity) =>
    sampleRow({ id: severity, severity, cause: severity }),
  );
  const report = sampleReport({ groups: [{ title: 'Failed', show: 'full', rows }] });
  const levels = readSarif(renderSarif(report, sarifParts)).results.map(({ level }) => level);
  expect(levels).toEqual(['error', 'warning', 'note']);
});
