import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { freePort, runAnyway } from './run.ts';

const project = inject('project');
const command = join(project, 'node_modules/.bin/trtc-call');
const noCredentials = {
  TRTC_CALL_SDK_APP_ID: undefined,
  TRTC_CALL_SECRET_KEY: undefined,
  TRTC_CALL_IDENTIFIER: undefined,
  TRTC_CALL_BASE_URL: undefined,
};

test('the installed command finds every MUST kept by the installed mock, and writes its reports', async () => {
  const out = join(project, 'out');
  const ended = await runAnyway(command, ['conformance', '--target', 'mock', '--out', out], {
    cwd: project,
    env: noCredentials,
  });
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const report: unknown = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  expect(report).toMatchObject({ generation: 'v1 and v4', counts: { fail: 0, error: 0 } });
  for (const file of ['report.html', 'report.md', 'junit.xml']) {
    expect(readFileSync(join(out, file), 'utf8').length, file).toBeGreaterThan(500);
  }
});

// Tried again where a busy machine was too slow to start a process in time: a hang is slow each time.
test('a closed port exits 2 within 2 s and says which address does not answer', { retry: 2 }, async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const ended = await runAnyway(command, ['conformance', '--target', url], {
    cwd: project,
    env: noCredentials,
  });
  expect(ended.code, ended.stdout + ended.stderr).toBe(2);
  expect(ended.stderr).toContain(url);
  expect(ended.stderr.trim().split('\n'), 'one line says why').toHaveLength(1);
  expect(ended.took).toBeLessThan(2000);
});

test('live without credentials exits 2 and names the missing variable', async () => {
  const ended = await runAnyway(command, ['conformance', '--target', 'live'], {
    cwd: project,
    env: noCredentials,
  });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('TRTC_CALL_SDK_APP_ID');
});

test('the installed command reads a saved page in a thread of its own', async () => {
  const pages = join(project, 'pages');
  mkdirSync(pages, { recursive: true });
  const row = '<tr><td>inventedField</td><td>String</td></tr>';
  writeFileSync(
    join(pages, '60137.html'),
    `<h2>Response</h2><table><tr><th>Field</th><th>Type</th></tr>${row}</table>`,
  );
  const ended = await runAnyway(command, ['drift', 'docs', '--from', pages], {
    cwd: project,
    env: noCredentials,
  });
  expect(ended.stdout, ended.stderr).toContain('inventedField');
});
