import { breakout } from '@trtc-call/reporting/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderGithub } from './render-github.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { damagedReport, syntheticFinding, syntheticReport } from './testing/synthetic-report.ts';

test('a report of everything, as workflow commands', async () => {
  await expect(renderGithub(damagedReport())).toMatchFileSnapshot('./fixtures/github.txt');
});

test('a report of nothing is one notice', () => {
  expect(renderGithub(syntheticReport())).toBe(
    '::notice title=Drift::No drift: 378 entries of 1 operation agree with the contract. Last successful check: 2026-01-31 12:00 UTC.\n',
  );
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

test('a text with every character that means something is read back as it was', () => {
  const title = '100%25, a: b = c';
  const finding = syntheticFinding({
    title,
    location: { file: 'v1/a,b:c%3A.yaml', line: 7 },
  });
  const [line = ''] = renderGithub(syntheticReport({ findings: [finding] })).split('\n');
  const { name, properties, data } = readCommand(line);
  expect(name).toBe('error');
  expect(properties).toEqual({
    file: 'spec/v1/a,b:c%3A.yaml',
    line: '7',
    title: `${finding.id} breaking missing-field`,
  });
  expect(data).toContain(`${title}. Code that reads it fails.`);
});

test('a hostile text adds no command, no property and no control character', () => {
  const shapeOf = (text: string) =>
    renderGithub(hostileReport(text))
      .split('\n')
      .map(readCommand)
      .map(({ name, properties }) => [name, ...Object.keys(properties)]);
  const expected = shapeOf('x');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constant(breakout)), (text) => {
      expect(shapeOf(text)).toEqual(expected);
      expect(renderGithub(hostileReport(text))).not.toMatch(/[^\P{Cc}\n]|##\[/u);
    }),
    { numRuns: 60 },
  );
});

test('of thousands of findings the worst are annotated and the others counted', () => {
  const findings = Array.from({ length: 3000 }, () => syntheticFinding());
  const lines = renderGithub(syntheticReport({ findings })).trimEnd().split('\n');
  expect(lines).toHaveLength(52);
  expect(lines).toContain('::notice title=Drift::2950 more findings are in report.json');
});
