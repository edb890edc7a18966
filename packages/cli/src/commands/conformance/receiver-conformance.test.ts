import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { openReceiver, temporaryFolder } from '../../testing/set-up.ts';

const app = ['--sdk-app-id', '1400000000'];

test('a receiver that acknowledges whatever comes is told what it does wrong, and exits 1', async () => {
  const { url } = await openReceiver();
  const out = await temporaryFolder();
  const only = ['--only', 'V1-RCA-001,V1-RCR-004,V1-RCO-003'];
  const args = ['conformance', '--receiver', `${url}/s3cret`, ...app, '--out', out, ...only];
  const { exitCode, stdout, stderr } = await runCli(args);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('Does not conform: 1 MUST failed');
  expect(stdout).toContain('expected the body "" not to be acknowledged -> got HTTP 200 and ErrorCode 0');
  expect(stdout).toMatch(/Skipped[\s\S]*by\s+--effects[\s\S]*V1-RCO-003/);
  const files = ['report.json', 'junit.xml', 'report.md', 'report.html'];
  const texts = await Promise.all(files.map((name) => readFile(join(out, name), 'utf8')));
  expect(texts.every((text) => text.includes('V1-RCR-004'))).toBe(true);
  expect([stdout, stderr, ...texts].join()).not.toContain('s3cret');
});

test('one that does what was asked exits 0; the report can be had as JSON', async () => {
  const { url } = await openReceiver();
  const args = ['conformance', '--receiver', url, ...app, '--only', 'V1-RCA-001', '--json'];
  const { exitCode, stdout } = await runCli(args);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ target: { kind: 'receiver' }, counts: { pass: 1 } });
});

test('what was not checked is not called conforming', async () => {
  const { url } = await openReceiver();
  const { exitCode, stdout } = await runCli(['conformance', '--receiver', url, ...app, '--only', 'V1-RCT']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Nothing failed; \d+ of 33 MUST were not checked: 11 MUST passed$/m);
  expect(stdout).not.toContain('Conforms');
});
