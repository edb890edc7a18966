import { createTrtcCallClient } from '@trtc-call/client';
import { type SignUserSigOptions, signUserSig } from '@trtc-call/client/usersig';
import type { OperationName, StartMockOptions } from '@trtc-call/mock';
import { describe, expect, test } from 'vitest';
import { openGeneration } from '../../credentials/open-client.ts';
import { runCli } from '../../testing/run-cli.ts';
import { canaryKey, mockAccount, openProxy } from '../../testing/set-up.ts';
import { examine, type Finding } from './examine.ts';

/** A mock whose app has calls, and webhooks in both generations. */
async function healthy(options: StartMockOptions = {}) {
  const { mock, environment } = await mockAccount(options);
  const { sdkAppId, secretKey, url: region } = mock;
  const address = 'https://hooks.example';
  await using v1 = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, region });
  await using v4 = createTrtcCallClient({ generation: 'v4', sdkAppId, secretKey, region });
  await v1.callbacks.set({ address, actions: ['normal_end'] });
  await v4.callbacks.set({ Url: address, CallbackCommandList: ['Call.CallbackAfterEndCall'] });
  const doctor = (over: Record<string, string> = {}) => {
    const { TRTC_CALL_BASE_URL: _, ...account } = environment;
    return findIn({ ...account, ...over }, '--region', mock.url);
  };
  return { mock, environment, doctor };
}

/** What it finds, as programs see it. */
async function findIn(environment: Record<string, string>, ...flags: string[]) {
  const { exitCode, stdout } = await runCli(['doctor', '--json', ...flags], environment);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return { exitCode, stdout, findings };
}

const listed = (findings: readonly Finding[]) =>
  findings.map(({ generation, check, status }) => `${generation} ${check} ${status}`);
const everything = ['answers', 'administrator', 'package', 'clock', 'calls', 'callback'];

test('an account that is well: each generation, and how many calls it had', async () => {
  const { doctor, mock } = await healthy();
  const { exitCode, findings } = await doctor();
  expect(listed(findings)).toEqual(
    ['v1', 'v4'].flatMap((name) => everything.map((check) => `${name} ${check} ok`)),
  );
  expect(exitCode).toBe(0);
  const day = Date.now() / 1000 - 86_400;
  const calls = findings.find(({ generation, check }) => generation === 'v1' && check === 'calls');
  expect(calls?.value).toBe(mock.records.list().filter(({ startCallTs }) => startCallTs >= day).length);
});

test('people get a line for each check, with what to do', async () => {
  const { environment } = await mockAccount();
  const { exitCode, stdout, stderr } = await runCli(['doctor'], environment);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatch(/^ok {7}v4 {2}answers {8}at http:/m);
  expect(stdout).toMatch(
    /^PROBLEM {2}v4 {2}callback {7}none is configured: no webhook arrives\n {9}-> trtc-call callbacks set --generation v4 --address URL --action WORDS$/m,
  );
  expect(stdout).toMatch(/There is a problem\.\n$/);
});

test('neither form shows the path of a receiver, which may be its secret', async () => {
  const { mock, environment } = await mockAccount();
  const { sdkAppId, secretKey, url: region } = mock;
  await using v4 = createTrtcCallClient({ generation: 'v4', sdkAppId, secretKey, region });
  const address = 'https://hooks.example/h/canary-path';
  await v4.callbacks.set({ Url: address, CallbackCommandList: ['Call.CallbackAfterEndCall'] });
  for (const form of [[], ['--json']]) {
    const { stdout } = await runCli(['doctor', '--generation', 'v4', ...form], environment);
    expect(stdout).toContain('https://hooks.example/… (1 word)');
    expect(stdout).not.toContain('canary-path');
  }
});

test.each([
  ['hooks.example/canary-path', 'an address that is not a URL (1 word)'],
  ['x-hooks://a/canary-path', 'an address that is not a URL (1 word)'],
  ['', 'none is configured: no webhook arrives'],
])('the address %j of a receiver is told without its path', async (address, message) => {
  const { mock, environment } = await healthy();
  const url = await openProxy(mock, async (ask, path) => {
    const answer = await ask();
    return path.includes('get_callback')
      ? Response.json(JSON.parse((await answer.text()).replace('https://hooks.example', address)))
      : answer;
  });
  const { findings } = await findIn(environment, '--generation', 'v4', '--base-url', url);
  expect(findings.at(-1)).toMatchObject({ check: 'callback', message });
});

const longestLine = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

test.each([
  ['a wrong key', { TRTC_CALL_SECRET_KEY: `other-${canaryKey}` }],
  ['an account that is not an administrator', { TRTC_CALL_IDENTIFIER: 'alice' }],
])('a report on %s fits 80 columns', async (_, over) => {
  const { environment } = await mockAccount();
  const { stdout } = await runCli(['doctor'], { ...environment, ...over });
  expect(stdout).toContain('->');
  expect(longestLine(stdout), stdout).toBeLessThanOrEqual(80);
});

describe('a broken account', () => {
  test('a wrong key', async () => {
    const { doctor } = await healthy();
    const { exitCode, findings, stdout } = await doctor({ TRTC_CALL_SECRET_KEY: `other-${canaryKey}` });
    expect(exitCode).toBe(1);
    expect(listed(findings)).toEqual(['v1 answers problem', 'v4 answers problem']);
    for (const { message, remedy } of findings) {
      expect(message).toMatch(/refused with (70002 UserSigInvalid|60004 AccountOrSignatureInvalid)/);
      expect(remedy).toMatch(/^check that TRTC_CALL_SECRET_KEY .+ the clock$/);
    }
    expect(stdout).not.toContain(canaryKey);
  });

  const anHourAgo = () => Date.now() - 3_600_000;
  const userSigs: readonly [what: string, over: Partial<SignUserSigOptions>, says: RegExp][] = [
    ['for another account', { identifier: 'bob' }, /is for the account bob, not administrator: sign another/],
    ['for another app', { sdkAppId: 1400000777 }, /is for the app 1400000777, not \d+: sign another/],
    ['that expired', { lifetimeSeconds: 1, now: anHourAgo }, /expired at 20\d\d-.*: sign another/],
    ['of another key', { secretKey: 'another' }, /^check that TRTC_CALL_USER_SIG was signed with the key of/],
  ];
  test.each(userSigs)('a UserSig %s says what is wrong with it', async (_, over, says) => {
    const { mock, environment } = await mockAccount({ userSigToleranceSeconds: 0 });
    const { sdkAppId, secretKey, identifier } = mock;
    const userSig = signUserSig({ sdkAppId, secretKey, identifier, ...over });
    const account = { ...environment, TRTC_CALL_SECRET_KEY: '', TRTC_CALL_USER_SIG: userSig };
    const { exitCode, findings } = await findIn(account);
    expect(exitCode).toBe(1);
    expect(findings.map(({ remedy }) => remedy)).toEqual([
      expect.stringMatching(says),
      expect.stringMatching(says),
    ]);
    const cut = { ...account, TRTC_CALL_USER_SIG: userSig.slice(0, 40) };
    expect((await findIn(cut)).findings[0]?.remedy).toContain('is not a UserSig: set one whole');
  });

  test('an account that is not an administrator', async () => {
    const { doctor } = await healthy();
    const { exitCode, findings } = await doctor({ TRTC_CALL_IDENTIFIER: 'alice' });
    expect(exitCode).toBe(1);
    expect(listed(findings)).toEqual(
      ['v1', 'v4'].flatMap((name) => [`${name} answers ok`, `${name} administrator problem`]),
    );
  });

  test('an app without the package in both generations', async () => {
    const { mock, doctor } = await healthy({ rateLimit: false });
    const refuse = (name: OperationName, code: string) =>
      mock.respondWith(name, code, { times: Number.POSITIVE_INFINITY });
    refuse('v4.getRecordsByFilter', 'error-60020');
    const one = await doctor();
    expect(one.exitCode, 'an app may have one generation only').toBe(0);
    expect(listed(one.findings)).toContain('v4 package note');
    refuse('v1.getRecordsByFilter', 'error-50001');
    const { exitCode, findings } = await doctor();
    expect(exitCode).toBe(1);
    expect(listed(findings)).toEqual(expect.arrayContaining(['v1 package problem', 'v4 package problem']));
  });

  test('the package of one generation has nothing to do with the callback of the other', async () => {
    const { mock, environment } = await mockAccount({ rateLimit: false });
    mock.respondWith('v1.getRecordsByFilter', 'error-50001', { times: Number.POSITIVE_INFINITY });
    const { findings } = await findIn(environment);
    expect(listed(findings).filter((line) => !line.endsWith('ok'))).toEqual([
      'v1 package note',
      'v4 callback problem',
    ]);
  });

  test('a base URL whose data centre is wrong lists the regions', async () => {
    const { mock, doctor } = await healthy();
    mock.respondWith('v4.getRecordsByFilter', 'error-60026', { times: Number.POSITIVE_INFINITY });
    const { exitCode, findings } = await doctor();
    expect(exitCode).toBe(1);
    const { remedy } =
      findings.find(({ generation, status }) => generation === 'v4' && status === 'problem') ?? {};
    expect(remedy).toContain('seoul');
  });

  test('a clock that is off by an hour', async () => {
    const { doctor } = await healthy({ now: () => Date.now() - 3_600_000 });
    const { exitCode, findings } = await doctor();
    expect(exitCode).toBe(1);
    const clock = findings.find(({ check }) => check === 'clock');
    expect(clock).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('60 minutes ahead of'),
    });
    expect(Math.abs((clock?.value ?? 0) + 3600)).toBeLessThan(5);
    expect(listed(findings), 'calls are counted by the clock of the service').toContain('v1 calls ok');
  });

  test('a clock that makes the service refuse the UserSig is named beside the refusal', async () => {
    const { mock, environment } = await mockAccount({ now: () => Date.now() + 3_600_000 });
    const { sdkAppId, secretKey, identifier } = mock;
    const userSig = signUserSig({ sdkAppId, secretKey, identifier, lifetimeSeconds: 60 });
    const account = { ...environment, TRTC_CALL_SECRET_KEY: '', TRTC_CALL_USER_SIG: userSig };
    const { exitCode, findings } = await findIn(account);
    expect(exitCode).toBe(1);
    expect(listed(findings)).toEqual(
      ['v1', 'v4'].flatMap((name) => [`${name} answers problem`, `${name} clock problem`]),
    );
  });

  test('no callback is a problem of an app that has calls', async () => {
    const { environment } = await mockAccount();
    const { exitCode, findings } = await findIn(environment);
    expect(exitCode).toBe(1);
    expect(listed(findings).filter((line) => !line.endsWith('ok'))).toEqual([
      'v1 callback problem',
      'v4 callback problem',
    ]);
    const quiet = await mockAccount({ records: [] });
    expect(await runCli(['doctor'], quiet.environment)).toMatchObject({ exitCode: 0 });
  });

  test('an address that serves one generation is not a fault of the other', async () => {
    const { mock, environment } = await healthy();
    const url = await openProxy(mock, (ask, path) =>
      path.startsWith('/v1/') ? new Response('<h1>Not found</h1>', { status: 404 }) : ask(),
    );
    const { exitCode, findings } = await findIn(environment, '--base-url', url);
    expect(listed(findings).slice(0, 2)).toEqual(['v1 answers note', 'v4 answers ok']);
    expect(exitCode).toBe(0);
  });

  test('a network that is down cannot be checked', async () => {
    const { mock, environment } = await healthy();
    await mock.close();
    const { exitCode, stdout } = await runCli(['doctor', '--generation', 'v4'], environment);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^\? {8}v4 {2}answers /);
    expect(stdout).toContain('-> check the network');
    expect(longestLine(stdout)).toBeLessThanOrEqual(80);
  });
});

describe('the data centre', () => {
  async function examineIn(region: string | undefined, home: string, elsewhereIs = 'error-60026') {
    const there = (await healthy()).mock;
    const elsewhere = (await healthy()).mock;
    if (elsewhereIs === 'out of reach') await elsewhere.close();
    else elsewhere.respondWith('v4.getRecordsByFilter', elsewhereIs, { times: Number.POSITIVE_INFINITY });
    const account = {
      sdkAppId: there.sdkAppId,
      credential: { secretKey: canaryKey },
      identifier: undefined,
      baseUrl: region,
      generation: undefined,
    };
    return examine(account, ['v4'], new AbortController().signal, (generation, asked) =>
      openGeneration(generation, { ...asked, baseUrl: asked.baseUrl === home ? there.url : elsewhere.url }),
    );
  }

  // Which code a data centre gives for an app of another one is not settled (V4-U-31).
  test.each(['error-60026', 'error-60006', 'error-60004', 'out of reach'])(
    'is found where none is named and the others are %s',
    async (elsewhereIs) => {
      const { verdict, findings } = await examineIn(undefined, 'singapore', elsewhereIs);
      expect(verdict).toBe('well');
      expect(findings[0]).toMatchObject({ check: 'answers', status: 'ok', message: 'at singapore' });
    },
  );

  test.each([
    ['error-60010', 'administrator'],
    ['error-60020', 'package'],
  ])('that answers %s knows the app, so that no other is asked', async (code, check) => {
    const { findings } = await examineIn(undefined, 'singapore', code);
    expect(listed(findings)).toEqual(['v4 answers ok', `v4 ${check} problem`]);
    expect(findings[0]?.message).toBe('at china');
  });

  test('that refuses the key is named where no other knows the app', async () => {
    const { verdict, findings } = await examineIn(undefined, 'none', 'error-60004');
    expect(verdict).toBe('problem');
    expect(findings[0]?.message).toMatch(/^china: .*refused with 60004/);
  });

  test('is found where another one was named, which is a problem', async () => {
    const { verdict, findings } = await examineIn('seoul', 'jakarta');
    expect(verdict).toBe('problem');
    expect(findings[0]).toMatchObject({
      message: 'the app is in the data centre jakarta, not seoul',
      remedy: expect.stringContaining('--region jakarta'),
    });
  });
});
