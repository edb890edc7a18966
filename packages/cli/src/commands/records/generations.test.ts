import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallSummary } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { mockAccount, openServer, temporaryFolder } from '../../testing/set-up.ts';

describe('v4', () => {
  const v4 = ['--generation', 'v4'];

  test('list and get show its records in the words of both', async () => {
    const { environment } = await mockAccount();
    const list = await runCli(['records', 'list', '--json', '--limit', '9999', ...v4], environment);
    const found: { CallId: string; CallResult: string }[] = JSON.parse(list.stdout);
    expect(list.exitCode).toBe(0);
    expect(found.length).toBeGreaterThan(5);
    const ended = await runCli(
      ['records', 'list', '--json', '--limit', '9999', '--result', 'normal_end', ...v4],
      environment,
    );
    const wanted = found.filter(({ CallResult }) => CallResult === 'NormalEnd');
    expect(JSON.parse(ended.stdout)).toEqual(wanted);
    expect(ended.stderr).toBe('');
    const [record] = wanted;
    const shown = await runCli(['records', 'get', record?.CallId ?? '', ...v4], environment);
    expect(shown.stdout).toMatch(/^result +normal_end$/m);
    expect(shown.stdout).toMatch(/^callees +\w/m);
    expect(await runCli(['records', 'get', 'none', ...v4], environment)).toMatchObject({
      exitCode: 1,
      stdout: '',
    });
  });

  test('an export to CSV has the columns of its contract', async () => {
    const { environment } = await mockAccount();
    const args = ['records', 'export', '--format', 'csv', '--out', '-', ...v4];
    const { exitCode, stdout } = await runCli(args, environment);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^CallId,Caller_Account,MediaType,CallType,StartTime,EndTime,/);
  });
});

describe('an export of both generations', () => {
  const read = async (out: string) => {
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as CallSummary);
  };
  const key = ({ generation, callId }: CallSummary) => `${generation} ${callId}`;

  test('holds every record of each once, in the form that they share', async () => {
    const { mock, environment } = await mockAccount();
    const out = join(await temporaryFolder(), 'both.jsonl');
    const args = ['records', 'export', '--generation', 'both', '--out', out];
    expect(await runCli(args, environment)).toMatchObject({ exitCode: 0, stdout: '' });
    const calls = await read(out);
    const list = await runCli(
      ['records', 'list', '--json', '--limit', '9999', '--generation', 'v4'],
      environment,
    );
    const v4: { CallId: string }[] = JSON.parse(list.stdout);
    const kept = mock.records
      .list()
      .filter(({ startCallTs }) => startCallTs > Date.now() / 1000 - limits.dataWindow.seconds);
    const expected = [...kept.map(({ callId }) => `v1 ${callId}`), ...v4.map(({ CallId }) => `v4 ${CallId}`)];
    expect(calls.map(key).sort()).toEqual(expected.sort());
    expect(calls[0]).toMatchObject({
      startTime: expect.any(Number),
      talkSeconds: expect.any(Number),
      raw: {},
    });
    const csv = await runCli([...args.slice(0, 4), '--format', 'csv', '--out', '-'], environment);
    const [head, ...rows] = csv.stdout.trimEnd().split('\n');
    expect(head).toBe(
      'generation,callId,caller,callees,media,type,result,startTime,acceptTime,endTime,talkSeconds,roomId',
    );
    expect(rows).toHaveLength(expected.length);
  });
});

test('a list of a service that gives no number of records says what its answer lacks', async () => {
  const { environment } = await mockAccount();
  const envelope = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', RequestId: 'r' };
  const url = await openServer((request, response) => {
    request.resume();
    response.end(JSON.stringify({ ...envelope, Response: { Page: 1, CallRecordList: [] } }));
  });
  const args = ['records', 'list', '--generation', 'v4', '--base-url', url];
  const { exitCode, stdout, stderr } = await runCli(args, environment);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('/Response/TotalNum is missing');
});

describe('a service that refuses each list of records by 101050', () => {
  const open = async (isRefused: (asked: Record<string, unknown>) => boolean = () => true) => {
    const { environment } = await mockAccount();
    const url = await openServer(async (request, response) => {
      const chunks: string[] = await request.setEncoding('utf8').toArray();
      const refusal = { ErrorCode: 101_050, ErrorInfo: 'record not exist', RequestId: 'Id-v4' };
      if (request.url?.startsWith('/v1/')) {
        const data = { callRecordList: [], page: 1, totalNum: 0 };
        response.end(JSON.stringify({ errorCode: 0, errorMessage: '', requestId: 'Id-v1', data }));
      } else if (isRefused(JSON.parse(chunks.join('')))) {
        response.end(JSON.stringify({ ActionStatus: 'FAIL', ...refusal }));
      } else {
        const Response = { Page: 0, TotalNum: 0, CallRecordList: [] };
        response.end(JSON.stringify({ ...refusal, ActionStatus: 'OK', ErrorCode: 0, Response }));
      }
    });
    return { ...environment, TRTC_CALL_BASE_URL: url };
  };
  const note =
    /^v4 refused the list of records by 101050 \(request id Id-v4\), also without a condition\. .* "no records"/m;

  test.each([
    ['records list', 'No records.', ''],
    ['records list --reverse', 'No records.', ''],
    ['records list --json', 'No records.', '[]\n'],
    ['records export --out -', 'Wrote 0 records to standard output.', ''],
  ])('is said to have refused: %s', async (line, ending, stdout) => {
    const ended = await runCli(`${line} --generation v4`, await open());
    expect(ended).toMatchObject({ exitCode: 0, stdout });
    expect(ended.stderr).toMatch(note);
    if (stdout === '') expect(ended.stderr.trimEnd().endsWith(ending)).toBe(true);
  });

  test('is named in an export of both generations to a file', async () => {
    const out = join(await temporaryFolder(), 'both.jsonl');
    const ended = await runCli(['records', 'export', '--generation', 'both', '--out', out], await open());
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toMatch(note);
    expect(ended.stderr).not.toContain('v1 refused');
  });

  test.each([
    ['answers with empty pages', () => false],
    ['refuses only what has a condition', (asked: object) => 'StartTime' in asked],
  ])('is not said of one that %s', async (_, isRefused) => {
    const { stderr } = await runCli('records export --out - --generation v4', await open(isRefused));
    expect(stderr).not.toContain('refused the list');
  });

  test('ends a command by its refusal in v1, where no page reads it as "no records"', async () => {
    const { environment } = await mockAccount();
    const url = await openServer((request, response) => {
      request.resume();
      response.end(JSON.stringify({ errorCode: 101_050, errorMessage: 'no', requestId: 'Id-v1' }));
    });
    for (const line of ['records list', 'records export --out -']) {
      const ended = await runCli(line, { ...environment, TRTC_CALL_BASE_URL: url });
      expect(ended, line).toMatchObject({ exitCode: 1, stdout: '' });
      expect(ended.stderr).toContain('101050');
    }
  });
});
