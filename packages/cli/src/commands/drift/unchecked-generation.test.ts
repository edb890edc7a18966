import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { canaryKey, mockAccount, openProxy, temporaryFolder } from '../../testing/set-up.ts';
import { listUnchecked } from './check.ts';

type Answer = (ask: () => Promise<Response>) => Response | Promise<Response>;

/** The mock behind a target that answers the requests of each generation in another manner. */
async function serve({ v1, v4 }: { v1?: Answer; v4: Answer }) {
  const { mock, environment } = await mockAccount({ rateLimit: false });
  const target = await openProxy(mock, (ask, path) => {
    const answer = path.startsWith('/v4/') ? v4 : v1;
    return answer ? answer(ask) : ask();
  });
  return { target, environment: { ...environment, TRTC_CALL_BASE_URL: target } };
}

test('an app with the package of one generation is checked by that one, and no secret is written', async () => {
  const refusal = { ActionStatus: 'FAIL', ErrorCode: 60020, ErrorInfo: 'no', RequestId: 'Id-1-O-Seq-1' };
  const { target, environment } = await serve({ v4: () => Response.json(refusal) });
  const reports = join(await temporaryFolder(), 'reports');
  const args = ['drift', 'check', '--format', 'json', '--target', target, '--out', reports];
  const run = await runCli(args, environment);
  expect(run.exitCode, run.stdout).toBe(0);
  const written = (await readdir(reports)).map((name) => readFile(join(reports, name), 'utf8'));
  const all = run.stdout + run.stderr + (await Promise.all(written)).join('');
  expect(all).not.toContain(canaryKey);
  expect(all).not.toMatch(/eJ[\w*-]{40,}/);
  const report = JSON.parse(run.stdout);
  expect(report).toMatchObject({ generation: 'v1', check: { outcome: 'checked', reasons: [] } });
  expect(report.inputs[0].notes).toEqual([
    expect.stringMatching(/^v4 was not checked: .*60020 PackageMissing/),
  ]);
});

test('a missing package counts only where both generations were named; any other reason always does', () => {
  const lacksPackage = { generations: ['v1' as const], notes: ['no package'], unchecked: [] };
  const refused = { generations: ['v1' as const], notes: [], unchecked: ['refused'] };
  expect(listUnchecked(lacksPackage, {})).toEqual({ notes: ['no package'], unchecked: [] });
  expect(listUnchecked(lacksPackage, { generation: 'both' })).toEqual({
    notes: [],
    unchecked: ['no package; pass --generation v1 to check that alone'],
  });
  for (const flags of [{}, { generation: 'both' } as const])
    expect(listUnchecked(refused, flags).unchecked).toEqual(['refused']);
});

test('a recording names a generation that was not asked, and exits 2 as its check does where most got no answer', async () => {
  const refusal = { errorCode: 50001, errorMessage: 'no', requestId: '1', data: null };
  let answered = 0;
  const { target, environment } = await serve({
    v1: () => Response.json(refusal),
    v4: (ask) => (answered++ < 10 ? ask() : Response.json({}, { status: 503 })),
  });
  const out = join(await temporaryFolder(), 'x.har');
  const record = await runCli(['drift', 'record', '--target', target, '--out', out], environment);
  expect(record.stderr).toMatch(/^v1 was not checked: .*50001 PackageMissing/m);
  const says = /\d+ of \d+ requests of v4 got no answer that can be judged/;
  expect(record.stderr).toMatch(says);
  expect(record.exitCode).toBe(2);
  const check = await runCli(['drift', 'check', out], environment);
  expect(check.stdout).toContain(says.exec(record.stderr)?.[0]);
  expect(check.exitCode).toBe(2);
});
