import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runConformance } from './run-conformance.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-conformance-har-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every exchange of a run is in the HAR file, and no UserSig', async () => {
  const path = join(folder, 'run.har');
  const only = ['V1-REC-001', 'V1-SIG-001', 'V1-SIG-002'];
  const report = await runConformance({ target: 'mock', only, har: { path, redactIdentifier: true } });
  expect(report.results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass']);
  const text = readFileSync(path, 'utf8');
  const { entries } = JSON.parse(text).log;
  expect(entries.length).toBeGreaterThanOrEqual(only.length);
  for (const entry of entries) {
    expect(entry).toMatchObject({ _sensor: 'probes', response: { status: 200 } });
    expect(entry.response.content.text).toContain('errorCode');
  }
  expect(text).not.toMatch(/eJ[\w*-]{20,}/);
  expect(text).toContain('identifier=[redacted]');
});

test('a file that is there already is not touched, and nothing is sent', async () => {
  const path = join(folder, 'kept.har');
  writeFileSync(path, 'kept');
  await expect(runConformance({ target: 'http://127.0.0.1:9', har: { path } })).rejects.toThrow(
    /is there already; choose another name/,
  );
  expect(readFileSync(path, 'utf8')).toBe('kept');
});
