import { createTrtcCallClient } from '@trtc-call/client';
import type { RunningMock } from '@trtc-call/mock';
import { expect, onTestFinished, test } from 'vitest';
import { runCli, startHere } from '../../testing/run-cli.ts';
import { mockAccount, openServer } from '../../testing/set-up.ts';

async function mockAccountOfV4() {
  const { mock, environment } = await mockAccount();
  return { mock, environment: { ...environment, TRTC_CALL_GENERATION: 'v4' } };
}

/** A call from alice to bob that goes on. */
async function startCall(mock: RunningMock): Promise<string> {
  const { sdkAppId, secretKey, url: region } = mock;
  const client = createTrtcCallClient({ generation: 'v4', sdkAppId, secretKey, region });
  onTestFinished(() => client.close());
  const { callId } = await client.calls.startByRobot({
    Robot_Account: 'alice',
    CalleeList_Account: ['bob'],
    Timeout: 60_000,
    CallInfo: { MediaType: 'Video' },
  });
  if (callId === null) throw new Error('the mock gives an id');
  return callId;
}

test('get shows who takes part, and exits 1 when the call is over', async () => {
  const { mock, environment } = await mockAccountOfV4();
  const callId = await startCall(mock);
  const shown = await runCli(['calls', 'get', callId], environment);
  expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
  expect(shown.stdout).toMatch(/^users +alice \((Calling|Waiting)\)\n +bob \(Waiting\)$/m);
  const json = await runCli(['calls', 'get', callId, '--json'], environment);
  expect(JSON.parse(json.stdout)).toMatchObject({ CallInfo: { CallId: callId }, UserList: [{}, {}] });
  mock.calls.reject(callId, 'bob');
  const over = await runCli(['calls', 'get', callId, '--json'], environment);
  expect(over).toMatchObject({ exitCode: 1, stdout: '' });
  expect(over.stderr).toMatch(/^trtc-call: the call is over, or never was: [^\n]+\n$/);
});

test('end ends it, and again says that it was over', async () => {
  const { mock, environment } = await mockAccountOfV4();
  const callId = await startCall(mock);
  const end = (...flags: string[]) => runCli(['calls', 'end', callId, ...flags], environment);
  expect(await end()).toEqual({ exitCode: 0, stdout: 'Ended.\n', stderr: '' });
  expect(JSON.parse((await end('--json')).stdout)).toEqual({ callId, alreadyOver: true });
});

test('end does not say that it was over before where its own first answer was lost', async () => {
  const { mock, environment } = await mockAccountOfV4();
  const end = async (...flags: string[]) => {
    const callId = await startCall(mock);
    mock.fault('drop', { times: 1 });
    return runCli(['calls', 'end', callId, ...flags], environment);
  };
  expect(await end()).toEqual({
    exitCode: 0,
    stdout: 'It is over: ended by this request, whose first answer was lost, or over before.\n',
    stderr: '',
  });
  expect(JSON.parse((await end('--json')).stdout)).toMatchObject({ alreadyOver: null });
});

test('watch prints each change in one line of JSON, until the call is over', async () => {
  const { mock, environment } = await mockAccountOfV4();
  const callId = await startCall(mock);
  const running = startHere(['calls', 'watch', callId, '--json'], environment);
  await running.says('Waiting');
  mock.calls.answer(callId, 'bob');
  await running.says('"User_Account":"bob","Status":"Calling"');
  mock.calls.hangUp(callId, 'bob');
  const { exitCode, stdout, stderr } = await running.ended;
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect({ exitCode, last: lines.at(-1)?.call }).toEqual({ exitCode: 0, last: null });
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(stderr).toContain('Its record can be read about 5 seconds after the end');
});

test('watch goes on after a disturbance that is longer than the attempts of one request', async () => {
  const { mock, environment } = await mockAccountOfV4();
  const callId = await startCall(mock);
  const running = startHere(['calls', 'watch', callId], environment);
  await running.says('bob (Waiting)');
  mock.fault('http-502', { times: 6 });
  await expect.poll(() => running.said().stderr, { timeout: 20_000 }).toContain('asking again');
  mock.calls.reject(callId, 'bob');
  const { exitCode, stdout, stderr } = await running.ended;
  expect({ exitCode, last: stdout.trimEnd().slice(-4) }).toEqual({ exitCode: 0, last: 'over' });
  expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:\d+ answered with HTTP status 502[^\n]*; asking again\n/);
});

test.each([
  { UserList: [null], CallInfo: {} },
  { UserList: [{ User_Account: 5, Status: {} }], CallInfo: { MediaType: 5, RoomId: 7 } },
])('get and watch show what they can of the odd answer %j', async (Response) => {
  const answers = [Response];
  const url = await openServer((request, response) => {
    request.resume();
    const envelope = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', RequestId: 'x' };
    const over = { ...envelope, ActionStatus: 'FAIL', ErrorCode: 101_004 };
    const next = answers.shift();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(next ? { ...envelope, Response: next } : over));
  });
  const { environment } = await mockAccountOfV4();
  const account = { ...environment, TRTC_CALL_BASE_URL: url };
  const shown = await runCli(['calls', 'get', 'x'], account);
  expect(shown.stderr).not.toContain('bug');
  expect(shown.exitCode).toBe(0);
  answers.push(Response);
  const watched = await runCli(['calls', 'watch', 'x'], account);
  expect(watched).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/over\n$/) });
});

test('watch exits 1 for a call that is over', async () => {
  const { environment } = await mockAccountOfV4();
  expect(await runCli(['calls', 'watch', 'none'], environment)).toMatchObject({ exitCode: 1, stdout: '' });
});
