import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import { isFullProof } from '@trtc-call/test-servers';
import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { openProxy, openServer, temporaryFolder } from '../../testing/set-up.ts';

const secretKey = 'canary0key0'.repeat(4);
const credentials = { TRTC_CALL_SDK_APP_ID: '1400000001', TRTC_CALL_SECRET_KEY: secretKey };

// Both generations at once are asked by other tests, requirement by requirement in the suite's own.
test('the mock conforms: exit code 0, and the last line says where the page lies', {
  timeout: 120_000,
}, async () => {
  const folder = await temporaryFolder();
  const out = join(folder, 'new', 'reports');
  const { exitCode, stdout, stderr } = await runCli(`conformance --target mock --generation v1 --out ${out}`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Report: ${join(out, 'report.html')}`);
  expect(stdout).toContain('Never verified live');
  // On a busy machine the rate limit of a second cannot be told, and that MUST is skipped.
  expect(stdout).toMatch(
    /Conforms: \d+ MUST passed, none failed|Nothing failed; 1 of \d+ MUST were not checked/,
  );
  expect((await readdir(out)).toSorted()).toEqual([
    'badge.json',
    'junit.xml',
    'report.html',
    'report.json',
    'report.md',
  ]);
  // On a busy machine the mock answers too late for a SHOULD, which makes it yellow.
  const badge = JSON.parse(await readFile(join(out, 'badge.json'), 'utf8'));
  expect(badge.color).toMatch(/^(brightgreen|yellow)$/);
});

test('--har has the exchanges, and is not written over', async () => {
  const har = join(await temporaryFolder(), 'run.har');
  const args = ['conformance', '--only', 'V1-ENV-001', '--har', har];
  expect((await runCli(args)).exitCode).toBe(0);
  expect(JSON.parse(await readFile(har, 'utf8')).log.entries.length).toBeGreaterThan(0);
  expect(await runCli(args)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('is there already'),
  });
});

test('a live target is found by the file of credentials too, and the environment wins', async () => {
  await using mock = await startMock({ secretKey });
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'trtc-call'));
  const file = join(folder, 'trtc-call', 'credentials.json');
  const account = { sdkAppId: mock.sdkAppId, secretKey, baseUrl: mock.url };
  await writeFile(file, JSON.stringify(account), { mode: 0o600 });
  const environment = { XDG_CONFIG_HOME: folder };
  const har = join(folder, 'live.har');
  const line = `conformance --target live --generation v1 --only V1-ENV-001`;
  expect(await runCli(`${line} --har ${har}`, environment)).toMatchObject({ exitCode: 0 });
  expect(await readFile(har, 'utf8')).not.toContain(secretKey);
  const over = { ...environment, TRTC_CALL_BASE_URL: 'http://127.0.0.1:9' };
  expect((await runCli(line, over)).stderr).toContain('http://127.0.0.1:9 cannot be reached');
});

test('--json is the record of the requirements that --only names', async () => {
  const { exitCode, stdout } = await runCli(['conformance', '--only', 'V1-ENV-001,V1-OBS-001', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).results).toMatchObject([
    { id: 'V1-ENV-001', verdict: 'pass' },
    { id: 'V1-OBS-001', verdict: 'observed' },
  ]);
});

test('--generation and --level choose, and each generation has its matrix where there are both', async () => {
  const one = await runCli(['conformance', '--generation', 'v4', '--level', 'may', '--json']);
  const chosen = JSON.parse(one.stdout).results.map(
    ({ generation, level }: { generation: string; level: string }) => `${generation} ${level}`,
  );
  expect(new Set(chosen)).toEqual(new Set(['v4 MAY']));
  const both = await runCli(['conformance', '--only', 'V1-ENV,V4-ENV']);
  expect(both.stdout).toMatch(
    /^TRTC Call v1 and v4 conformance of mock[\s\S]*^Areas of v1$[\s\S]*^Areas of v4$/m,
  );
});

test('--strict fails by a SHOULD, and --format github annotates it', async () => {
  const url = await openServer(async (request, response) => {
    await request.toArray();
    response.setHeader('content-type', 'text/plain');
    response.end('{"errorCode":0,"errorMessage":"Success","requestId":"a","data":{"callRecordList":[{}]}}');
  });
  const args = ['conformance', '--target', url, '--only', 'V1-TRN-001,V1-TRN-004'];
  const loose = await runCli([...args, '--format', 'github'], credentials);
  expect(loose).toMatchObject({ exitCode: 0 });
  expect(loose.stdout).toMatch(/^::warning title=V1-TRN-004 SHOULD::.*-> got "text\/plain"\.$/m);
  const strict = await runCli([...args, '--format', 'github', '--strict'], credentials);
  expect(strict.exitCode).toBe(1);
  expect(strict.stdout).toMatch(/^::error title=V1-TRN-004 SHOULD::/m);
  expect(strict.stdout).toMatch(/::The target does not conform\. Does not conform: 1 SHOULD failed\./);
});

test('--list says what there is, also as JSON, and checks nothing', async () => {
  const text = await runCli(['conformance', '--list', '--level', 'MUST']);
  expect(text).toMatchObject({ exitCode: 0, stderr: '' });
  for (const line of text.stdout.trimEnd().split('\n')) expect(line).toMatch(/^V[14]-[A-Z]+-\d{3} MUST \S/);
  expect(text.stdout, 'what is asked of receivers, too').toContain('V1-RCO-003 MUST ');
  const json = await runCli(['conformance', '--list', '--json']);
  expect(JSON.parse(json.stdout)).toContainEqual(
    expect.objectContaining({ id: 'V1-OBS-001', level: 'OBSERVE' }),
  );
});

// That all are killed is proved beside the suite; hundreds of mutants take their time.
test('--kill-table shows each mutant killed, of both generations and of receivers', {
  timeout: 240_000,
}, async () => {
  const areas = isFullProof ? [] : ['--only', 'V1-TRN,V4-CAL,V1-RCA'];
  const { exitCode, stdout, stderr } = await runCli(['conformance', '--kill-table', ...areas]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const name of ['v1/accepts-get', 'v4/refuses-to-end-calls'])
    expect(stdout).toMatch(new RegExp(`^killed {2}${name} +V\\d-[A-Z]+-\\d{3}`, 'm'));
  expect(stdout).not.toContain('MISSED');
  // Every requirement that was asked for has a mutant.
  const sums = [...stdout.matchAll(/; (\d+) of (\d+) checked requirements/g)];
  expect(sums).toHaveLength(2);
  for (const [, found, all] of sums) expect(found).toBe(all);
});

test('a target that answers wrongly exits 1, and what is wrong stands in the report', async () => {
  await using mock = await startMock({ secretKey });
  const url = await openProxy(mock, async (ask) => {
    const text = await (await ask()).text();
    const headers = { 'content-type': 'application/json' };
    return new Response(text.replace(/"requestId":"[^"]*"/, '"requestId":""'), { headers });
  });
  const args = ['conformance', '--target', url, '--only', 'V1-ENV', '--level', 'MUST'];
  const { exitCode, stdout, stderr } = await runCli(args, credentials);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✗ V1-ENV-\d{3} MUST .*requestId/);
  expect(stdout).toMatch(/Does not conform: \d+ MUST failed/);
  expect(stderr).toMatch(/✗ V1-ENV-\d{3} MUST/);
  expect(stdout + stderr).not.toContain(secretKey);
});

test('credentials that are refused exit 2 and are not shown', async () => {
  await using mock = await startMock();
  const { exitCode, stdout, stderr } = await runCli(['conformance', '--target', mock.url], credentials);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^trtc-call: .*\n$/);
  expect(stderr).not.toContain(secretKey);
});

test('a folder that cannot be written to is found out before the run', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const { exitCode, stdout, stderr } = await runCli(['conformance', '--out', join(file, 'reports')]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^trtc-call: cannot write reports to .*: name a directory you may write to\n$/);
});
