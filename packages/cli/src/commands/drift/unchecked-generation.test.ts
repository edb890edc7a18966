import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { mockAccount, openServer, temporaryFolder } from '../../testing/set-up.ts';

describe('a generation that a target does not let be checked is named', () => {
  /** A target that gives this answer to all of v4 but the first requests, and the mock's to all of v1. */
  async function serve(status: number, answer: object, answered = 0) {
    const { mock, environment } = await mockAccount({ rateLimit: false });
    let left = answered;
    const target = await openServer(async (request, response) => {
      const { url = '/', method = '', headers } = request;
      const body = await buffer(request);
      const kept = { 'content-type': headers['content-type'] ?? '' };
      const init = { method, headers: kept, ...(method === 'POST' && { body }) };
      const given =
        url.startsWith('/v4/') && left-- <= 0
          ? Response.json(answer, { status })
          : await mock.fetch(`${mock.url}${url}`, init);
      response.writeHead(given.status, Object.fromEntries(given.headers)).end(await given.text());
    });
    return { target, environment: { ...environment, TRTC_CALL_BASE_URL: target } };
  }
  const refuse = (code: number) => ({
    ActionStatus: 'FAIL',
    ErrorCode: code,
    ErrorInfo: 'no',
    RequestId: 'Id-1-O-Seq-1',
  });

  test('an app without its package has the other one alone, unless both are asked for by name', async () => {
    const { target, environment } = await serve(200, refuse(60020));
    const check = ['drift', 'check', '--format', 'json', '--target', target];
    const run = await runCli(check, environment);
    expect(run.exitCode, run.stdout).toBe(0);
    const report = JSON.parse(run.stdout);
    expect(report).toMatchObject({ generation: 'v1', check: { outcome: 'checked', reasons: [] } });
    expect(report.inputs[0].notes).toEqual([
      expect.stringMatching(/^v4 was not checked: .*60020 PackageMissing/),
    ]);
    const both = await runCli([...check, '--generation', 'both'], environment);
    expect(both.exitCode).toBe(2);
    const named = JSON.parse(both.stdout);
    expect(named.inputs[0].judged).toBe(report.inputs[0].judged);
    expect(named.check.reasons).toEqual([
      expect.stringMatching(/: v4 was not checked: .*60020 .*; pass --generation v1 to check that alone$/),
    ]);
    const out = join(await temporaryFolder(), 'x.har');
    const record = await runCli(['drift', 'record', '--target', target, '--out', out], environment);
    expect(record).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^v4 was not checked: /m) });
  });

  test.each([
    ['an app of another data centre', 200, refuse(60026)],
    ['paths that are gone', 404, {}],
  ])('%s: it could not be checked, what the other says is judged all the same', async (_, status, answer) => {
    const { target, environment } = await serve(status, answer);
    const run = await runCli(['drift', 'check', '--target', target], environment);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toMatch(/^Could not check: .*v4 was not checked: /m);
  });

  test('a recording whose requests to one generation mostly got no answer exits 2, as its check does', async () => {
    const { target, environment } = await serve(503, {}, 10);
    const out = join(await temporaryFolder(), 'x.har');
    const record = await runCli(['drift', 'record', '--target', target, '--out', out], environment);
    const says = /\d+ of \d+ requests of v4 got no answer that can be judged/;
    expect(record.stderr).toMatch(says);
    expect(record.stderr).not.toMatch(/requests of v1/);
    expect(record.exitCode).toBe(2);
    const check = await runCli(['drift', 'check', out], environment);
    expect(check.stdout).toContain(says.exec(record.stderr)?.[0]);
    expect(check.exitCode).toBe(2);
  });
});
