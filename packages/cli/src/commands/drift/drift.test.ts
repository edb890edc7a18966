import { mkdtempSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import { operations } from '@trtc-call/spec/v4';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli, startCli } from '../../testing/run-cli.ts';
import { temporaryFolder, toEnvironment } from '../../testing/set-up.ts';

interface Entry {
  timings: object;
  request: { url: string };
  response: { content: { text: string } };
}

let recorded = '';
let changed = '';

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-drift-'));
  recorded = join(folder, 'recorded.har');
  await using mock = await startMock({ rateLimit: false });
  // The rates of v1 would make this take 10 seconds.
  const line = `drift record --target ${mock.url} --generation v4 --allow-mutations --out ${recorded}`;
  const { exitCode, stdout } = await runCli(line, toEnvironment(mock));
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\d+ exchanges with http:\S+ are in .*recorded\.har \(\d+ KiB\)\.\n$/);
  // A busy machine answers late, which is a finding.
  const har: { log: { entries: Entry[] } } = JSON.parse(await readFile(recorded, 'utf8'));
  for (const entry of har.log.entries) entry.timings = { send: 0, wait: 5, receive: 0 };
  await writeFile(recorded, JSON.stringify(har));
  // One operation is enough for the tests of a finding, each of which reads all of the file.
  const entries = har.log.entries.filter(({ request }) => /get_record_by_callid/i.test(request.url));
  for (const { response } of entries) {
    const answer = JSON.parse(response.content.text);
    if (answer.Response?.CallRecord) answer.Response.CallRecord.region = 'eu';
    response.content.text = JSON.stringify(answer);
  }
  changed = join(folder, 'changed.har');
  await writeFile(changed, JSON.stringify({ log: { ...har.log, entries } }));
});

// All but the two that place and end calls.
test('what was recorded of a service that has not changed gives no finding', async () => {
  const { exitCode, stdout, stderr } = await runCli(`drift check ${recorded} --fail-on informational`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const asked = Object.keys(operations).length - 2;
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
    new RegExp(`^No drift: \\d+ entries of ${asked} operations agree`),
  );
});

test('a recording is not written over', async () => {
  const { exitCode, stderr } = await runCli(['drift', 'record', '--target', 'mock', '--out', recorded]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    `trtc-call: cannot write ${recorded}: it is there already; choose another name, or delete it\n`,
  );
});

test('a new field is a finding with its place, what it means and what to do', async () => {
  const { exitCode, stdout } = await runCli(['drift', 'check', changed]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('/Response/CallRecord/region');
  expect(stdout).toMatch(/spec\/v4\/components\/schemas\/CallRecord\.yaml:\d+/);
  expect((await runCli(['drift', 'check', changed, '--fail-on', 'breaking'])).exitCode).toBe(0);
});

test('--generation leaves the exchanges of the other generation out, and says so', async () => {
  const ofV1 = {
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 5,
    request: {
      method: 'POST',
      headers: [{ name: 'content-type', value: 'application/json' }],
      url: 'https://a.example/v1/callback/get?sdkappid=1&identifier=a&usersig=b&random=1&contenttype=json',
      postData: { text: '{}' },
    },
    response: {
      status: 200,
      headers: [{ name: 'content-type', value: 'application/json' }],
      content: { text: '{"errorCode":0,"errorMessage":"Success","requestId":"1","data":{}}' },
    },
  };
  const { log }: { log: { entries: Entry[] } } = JSON.parse(await readFile(changed, 'utf8'));
  const both = join(await temporaryFolder(), 'both.ndjson');
  await writeFile(both, [ofV1, ...log.entries].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const check = (name: string) => runCli(`drift check ${both} --generation ${name}`);
  const { exitCode, stdout, stderr } = await check('v1');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    / Not judged \(1\) \S+: \d+ entries: an exchange of a generation that is not checked /,
  );
  expect((await check('v4')).exitCode).toBe(1);
});

describe('formats', () => {
  const looks = {
    json: (text: string) => expect(JSON.parse(text).findings).toHaveLength(1),
    sarif: (text: string) => expect(JSON.parse(text).runs[0].results).toHaveLength(1),
    markdown: (text: string) => expect(text).toMatch(/^#/m),
    github: (text: string) =>
      expect(text).toMatch(/^::warning file=spec\/v4\/components\/schemas\/CallRecord\.yaml,line=\d+/m),
    html: (text: string) => expect(text).toMatch(/^<!doctype html>/),
  };
  test.each(Object.entries(looks))('%s', async (format, look) => {
    const { exitCode, stdout, stderr } = await runCli(['drift', 'check', changed, '--format', format]);
    expect(exitCode).toBe(1);
    look(stdout);
    expect(stderr).toMatch(/^Drift: .*\n$/);
  });
  test('--out has four of them', async () => {
    const out = join(await temporaryFolder(), 'new', 'reports');
    const { exitCode, stdout } = await runCli(['drift', 'check', changed, '--out', out]);
    expect(exitCode).toBe(1);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Report: ${join(out, 'report.html')}`);
    expect((await readdir(out)).toSorted()).toEqual([
      'report.html',
      'report.json',
      'report.md',
      'report.sarif',
    ]);
  });
});

test('an accepted finding does not count; the entry is what the report proposes', async () => {
  const folder = await temporaryFolder();
  const { stdout } = await runCli(['drift', 'check', changed, '--format', 'json']);
  const [{ id }] = JSON.parse(stdout).findings;
  const accepted = join(folder, 'accepted.yaml');
  const ofConformance = '- { id: V1-REC-001, reason: known, author: us, expires: 2999-01-01 }\n';
  await writeFile(
    accepted,
    `- { id: ${id}, reason: known, author: us, expires: 2999-01-01 }\n${ofConformance}`,
  );
  // The second is the name of before.
  for (const option of ['--accepted', '--baseline']) {
    expect((await runCli(['drift', 'check', changed, option, accepted])).exitCode, option).toBe(0);
  }
  await writeFile(accepted, `- { id: ${id}, reason: known, author: us, expires: 2020-01-01 }\n`);
  expect((await runCli(['drift', 'check', changed, '--accepted', accepted])).exitCode).toBe(1);
});

test('standard input is a file like any other', async () => {
  const { exitCode, stdout } = await runCli(['drift', 'check', '-'], {}, await readFile(changed, 'utf8'));
  expect(exitCode).toBe(1);
  expect(stdout).toContain('standard input');
});

describe('what cannot be checked exits 2 and says why', () => {
  test('a file that is cut off: what can be read is judged', async () => {
    const path = join(await temporaryFolder(), 'cut.har');
    const text = await readFile(changed);
    await writeFile(path, text.subarray(0, text.length - 100));
    const { exitCode, stdout } = await runCli(['drift', 'check', path]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('/Response/CallRecord/region');
    expect(stdout).toMatch(/not whole: the file is cut off or damaged \(byte \d+\)/);
  });
});

describe('pages', () => {
  test('saved ones: what is not there or is not the page could not be checked', async () => {
    const from = await temporaryFolder();
    await writeFile(join(from, '60137.html'), '<h1>Something else</h1>');
    const args = ['drift', 'docs', '--from', from, '--lock', join(from, 'lock.yaml')];
    const { exitCode, stdout } = await runCli([...args, '--format', 'json']);
    expect(exitCode).toBe(2);
    const { findings, check, pages } = JSON.parse(stdout);
    expect(findings).toMatchObject([
      { class: 'informational', fingerprint: { rule: 'page-unreadable', subject: '60137' } },
    ]);
    expect(check.reasons).toEqual([
      expect.stringMatching(/^pages 60138, .*: not in .*: save it there as <id>\.md or <id>\.html/),
      'page 60137: page without its facts came in its place: open it in a browser',
      expect.stringMatching(/^pages 68926, .*: not in /),
    ]);
    expect(pages.find(({ id }: { id: string }) => id === '60137')).toEqual({
      generation: 'v1',
      id: '60137',
      about: 'get_record_by_callId',
      outcome: 'unreadable',
      form: 'html',
      origin: 'saved',
      facts: {},
    });
  });

  test('--only compares the pages that there are, and says what each gave', async () => {
    const from = await temporaryFolder();
    const codes =
      '| Error code | Description |\n| --- | --- |\n| 101001 | a |\n| 101002 | b |\n| 101004 | c |\n';
    await writeFile(join(from, '74506.md'), codes);
    const args = ['drift', 'docs', '--from', from, '--only', '74506', '--lock', join(from, 'lock.yaml')];
    const { exitCode, stdout } = await runCli(args);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^Pages \(1\)\n {2}74506 end_call {2}unreadable, markdown \(saved\), 3 codes$/m);
    expect(stdout).not.toContain('not in');
    const unknown = await runCli([...args, '--only', '1']);
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/no page 1 is watched: choose from 60138, /),
    });
  });
});

test('--fix outside of a checkout says what to do', async () => {
  const folder = await temporaryFolder();
  await copyFile(changed, join(folder, 'x.har'));
  const inFolder = ['sh', '-c', `cd '${folder}' && exec "$0" "$@"`];
  const { exitCode, stderr } = await startCli('drift check x.har --fix', {}, '', inFolder).ended;
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^trtc-call: .* is not in a checkout of trtc-call/m);
});
