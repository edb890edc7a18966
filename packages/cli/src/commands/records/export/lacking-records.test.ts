import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../../testing/run-cli.ts';
import { mockAccount, openServer, temporaryFolder } from '../../../testing/set-up.ts';

const start = Math.floor(Date.now() / 1000) - 5 * 86_400;
const seconds = 4 * 86_400;
const records = Array.from({ length: 400 }, (_, at) => ({
  CallId: `call-${at}`,
  Caller_Account: 'alice',
  CalleeList_Account: ['bob'],
  MediaType: 'Audio',
  CallType: 'SingleCall',
  CallResult: 'NormalEnd',
  StartTime: start + at * 800,
  AcceptTime: 0,
  EndTime: start + at * 800 + 30,
}));

/** An export from a service of v4 that hides some records of the middle from questions about less than all. */
async function open(hidden: { is: boolean }, over: object = {}) {
  const { environment } = await mockAccount();
  const url = await openServer(async (request, response) => {
    const chunks: string[] = await request.setEncoding('utf8').toArray();
    const asked = JSON.parse(chunks.join(''));
    const { StartTime = 0, EndTime = Number.POSITIVE_INFINITY, NumberPerPage = 10, Page = 1 } = asked;
    const isWhole = EndTime - StartTime >= seconds;
    const all = records
      .map((record, at) => (at === 5 ? { ...record, ...over } : record))
      .filter((record) => record.StartTime >= StartTime && record.StartTime <= EndTime)
      .filter((_, at) => !(hidden.is && !isWhole && at === 0));
    const Response = {
      TotalNum: all.length,
      Page,
      CallRecordList: all.slice((Page - 1) * NumberPerPage, Page * NumberPerPage),
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.url?.startsWith('/v1/')) {
      const data = { callRecordList: [], page: 1, totalNum: 0 };
      response.end(JSON.stringify({ errorCode: 0, errorMessage: '', requestId: 'Id-1', data }));
      return;
    }
    const envelope = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', RequestId: 'Id-1' };
    response.end(JSON.stringify({ ...envelope, Response }));
  });
  const folder = await temporaryFolder();
  const out = join(folder, 'calls.jsonl');
  const times = ['--from', String(start), '--to', String(start + seconds)];
  const args = ['records', 'export', '--out', out, ...times];
  return {
    out,
    run: (generation = 'v4') =>
      runCli([...args, '--generation', generation], { ...environment, TRTC_CALL_BASE_URL: url }),
  };
}

const readIds = async (out: string) =>
  (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ CallId, callId }) => CallId ?? callId);

test('an export that lacks records of earlier parts goes back to them', async () => {
  const hidden = { is: true };
  const { out, run } = await open(hidden);
  for (const _ of [1, 2]) {
    const { exitCode, stderr } = await run();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/TotalNum is 400, not at most/),
    });
  }
  hidden.is = false;
  expect(await run()).toMatchObject({ exitCode: 0, stdout: '' });
  expect(await readIds(out)).toEqual(records.map(({ CallId }) => CallId));
});

test('going back is safe beside the other generation', async () => {
  const hidden = { is: true };
  const { out, run } = await open(hidden);
  expect(await run('both')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('not at most') });
  hidden.is = false;
  expect(await run('both')).toMatchObject({ exitCode: 0 });
  expect(await readIds(out)).toEqual(records.map(({ CallId }) => CallId));
});

test.each([
  { MediaType: 5, CallResult: null, CallType: 'constructor' },
  { Caller_Account: 123, CalleeList_Account: [123, null, {}], EndTime: 'x', RoomId: [] },
])('one odd record, %j, is exported in the form of both generations', async (over) => {
  const { out, run } = await open({ is: false }, over);
  expect(await run('both')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('Wrote 400 records'),
  });
  const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(400);
  expect(JSON.parse(lines[5] ?? '')).toMatchObject({ generation: 'v4', callId: 'call-5', raw: over });
});
