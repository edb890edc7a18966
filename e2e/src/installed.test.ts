import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, isFullProof } from '@trtc-call/test-servers';
import { expect, inject, test } from 'vitest';
import { runStep } from '../../scripts/testing/action-step.ts';
import { stubbedShell } from '../../scripts/testing/stubbed-shell.ts';
import { readManifest } from './published.ts';
import { runAnyway } from './run.ts';

const project = inject('project');
const command = join(project, 'node_modules/.bin/trtc-call');
const noCredentials = {
  TRTC_CALL_SDK_APP_ID: undefined,
  TRTC_CALL_SECRET_KEY: undefined,
  TRTC_CALL_IDENTIFIER: undefined,
  TRTC_CALL_BASE_URL: undefined,
};

// In the short form one area of each generation: the search for leaks runs the installed suite as a whole.
const only = isFullProof ? '' : '[ "$3" = conformance ] && set -- "$@" --only=V1-REC,V4-REC; ';

test('the GitHub Action runs suite and drift check by the installed command, which misses no package', () => {
  const shell = stubbedShell('npx', `${only}exec "${command}" "\${@:3}"`);
  const { status, output } = runStep(shell, { target: 'mock' });
  expect(status, output).toBe(0);
  expect(output).not.toMatch(/Cannot find (package|module)|ERR_MODULE_NOT_FOUND/);
  expect(shell.calls()[0]?.[1]).toBe(`trtc-call@${readManifest('packages/cli').version}`);
  expect(shell.outputs()).toMatch(
    /^conformance=0\ndrift=0\nfindings=\d+\nreport<<(\S+)\ntrtc-call-report\n\1\n$/,
  );
  expect(shell.summary()).toMatch(/^# .*conformance/im);
  expect(shell.summary()).toMatch(/^# .*drift$/im);
  const read = (file: string) => readFileSync(join(shell.folder, 'trtc-call-report', file), 'utf8');
  const report: unknown = JSON.parse(read('conformance/report.json'));
  expect(report).toMatchObject({ generation: 'v1 and v4', counts: { fail: 0, error: 0 } });
  for (const file of ['report.html', 'report.md', 'junit.xml'])
    expect(read(`conformance/${file}`).length, file).toBeGreaterThan(500);
  expect(read('drift/report.json').length).toBeGreaterThan(500);
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
  const url = 'https://xxxxxx/v1/records/get_record_by_callId?sdkappid=1&identifier=a&usersig=x&random=9';
  const rows = ['callId', 'inventedField'].map((name) => `<tr><td>${name}</td><td>String</td></tr>`);
  writeFileSync(
    join(pages, '60137.html'),
    `<p>${url}</p><h2>Response</h2><table><tr><th>Field</th><th>Type</th></tr>${rows.join('')}</table>`,
  );
  const ended = await runAnyway(command, ['drift', 'docs', '--from', pages, '--only', '60137'], {
    cwd: project,
    env: noCredentials,
  });
  expect(ended.stdout, ended.stderr).toContain('inventedField');
});
