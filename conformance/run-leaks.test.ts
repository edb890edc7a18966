import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import {
  createLeakSearch,
  type EchoAnswer,
  isFullProof,
  spellings,
  startEchoServer,
} from '@trtc-call/test-servers';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { renderTerminal, writeReports } from './report/render.ts';
import { runConformance } from './run-conformance.ts';

/** Every run of twelve characters: a secret that was cut is still found. */
function listParts(secret: string): string[] {
  return Array.from({ length: secret.length - 11 }, (_, at) => secret.slice(at, at + 12));
}

function leaked(output: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => listParts(secret).some((part) => output.includes(part)));
}

test('a part of a secret is found in an output', () => {
  expect(leaked('... cdefghijklmnop ...', ['abcdefghijklmnopq', 'nothing-of-this'])).toEqual([
    'abcdefghijklmnopq',
  ]);
});

test('a run that passes shows neither the key nor a UserSig', async () => {
  const secretKey = randomBytes(32).toString('hex');
  await using mock = await startMock({ secretKey });
  const environment = { TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId), TRTC_CALL_SECRET_KEY: secretKey };
  const only = isFullProof
    ? undefined
    : ['SIG', 'URL', 'ENV', 'BDY'].flatMap((area) => [`V1-${area}`, `V4-${area}`]);
  const report = await runConformance({ target: mock.url, environment, only });
  expect(report.counts.pass).toBeGreaterThan(50);
  const output = JSON.stringify(report) + renderTerminal(report);
  expect(leaked(output, [secretKey])).toEqual([]);
  expect(output).not.toMatch(/eJ[\w*-]{40,}/);
});

// In the short form the command's own tests have the others.
const echoes: readonly EchoAnswer[] = isFullProof
  ? ['refusal', 'success', 'redirect', 'text']
  : ['success', 'text'];

// Every item is answered in the same way: the short form asks those that send credentials of their own, or leave some
// out, and those that show what came.
const only = isFullProof
  ? undefined
  : [
      ...['V1-SIG', 'V1-URL-001', 'V1-URL-002', 'V1-URL-003', 'V1-URL-013'],
      ...['V4-ENV-002', 'V4-TRN-002', 'V4-TRN-003', 'V4-OBS-020'],
    ];

test.each(echoes)(
  'no output, report or recording holds a credential that the target repeats in any spelling, in a %s',
  { timeout: 240_000 },
  async (answer) => {
    const secretKey = randomBytes(32).toString('hex');
    const identifier = 'admin_of_ops';
    await using server = await startEchoServer({ secrets: [secretKey], answer });
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-echoes-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const options = {
      target: server.url,
      environment: {
        TRTC_CALL_SDK_APP_ID: '1400000001',
        TRTC_CALL_SECRET_KEY: secretKey,
        TRTC_CALL_IDENTIFIER: identifier,
      },
      har: { path: join(folder, 'exchanges.har'), redactIdentifier: true },
      only,
    };
    const report = await runConformance(options).catch((error: unknown) => String(error));
    const texts: Record<string, string> = { output: JSON.stringify(report) };
    if (typeof report !== 'string') {
      await writeReports(report, folder);
      texts.terminal = renderTerminal(report);
    }
    for (const name of readdirSync(folder)) texts[name] = readFileSync(join(folder, name), 'utf8');
    expect(server.userSigs.size).toBeGreaterThan(0);
    const findLeak = createLeakSearch(server.said);
    for (const [name, text] of Object.entries(texts)) {
      expect(findLeak(text), `${name} shows a part of a credential`).toBe(undefined);
    }
    if (typeof report === 'string') return;
    expect(Object.keys(texts)).toEqual(
      expect.arrayContaining(['report.json', 'report.md', 'report.html', 'junit.xml', 'exchanges.har']),
    );
    expect(report.counts.fail + report.counts.blocked).toBeGreaterThan(10);
    for (const write of Object.values(spellings))
      expect(texts['exchanges.har']).not.toContain(write(identifier));
  },
);

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
