import { execFile } from 'node:child_process';
import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/set-up.ts';
import { readAccount } from './read-credentials.ts';

const key = 'canary-key-of-the-file';
const whole = { sdkAppId: 7, secretKey: key, identifier: 'boss', baseUrl: 'https://a.example' };
const nothing = { XDG_CONFIG_HOME: '/nowhere' };

async function writeCredentials(content: unknown, mode = 0o600): Promise<string> {
  const file = join(await temporaryFolder(), 'credentials.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  await chmod(file, mode);
  return file;
}

test('a private file says it all', async () => {
  const file = await writeCredentials(whole);
  const { secretKey, ...others } = whole;
  expect(await readAccount({ file, environment: nothing })).toEqual({ ...others, credential: { secretKey } });
});

test('a byte order mark is not part of a file, and another encoding is named', async () => {
  const file = await writeCredentials(`\ufeff${JSON.stringify(whole)}`);
  expect((await readAccount({ file, environment: nothing })).sdkAppId).toBe(7);
  await writeFile(file, `\ufeff${JSON.stringify(whole)}`, 'utf16le');
  expect(await refusal({ file, environment: nothing })).toContain('is not UTF-8: save it as UTF-8');
});

test('lists in lists are not credentials', async () => {
  const file = await writeCredentials(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
  expect(await refusal({ file, environment: nothing })).toContain('does not hold a JSON object');
});

for (const mode of [0o640, 0o604, 0o660, 0o610, 0o602, 0o644]) {
  test(`mode ${mode.toString(8)} is refused with the chmod that helps`, async () => {
    const file = await writeCredentials(whole, mode);
    const says = await refusal({ file, environment: nothing });
    const remedy = /run: (chmod 600 .+)$/.exec(says)?.[1] ?? '';
    await promisify(execFile)('sh', ['-c', remedy]);
    expect((await readAccount({ file, environment: nothing })).sdkAppId).toBe(7);
  });
}

test('the file that a link leads to is judged', async () => {
  const open = await writeCredentials(whole, 0o644);
  const link = join(await temporaryFolder(), 'link.json');
  await symlink(open, link);
  expect(await refusal({ file: link, environment: nothing })).toContain(
    'can be reached by others (mode 644)',
  );
});

test('a file of another owner is refused', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can give a file away');
  const file = await writeCredentials(whole);
  const { chown } = await import('node:fs/promises');
  await chown(file, 65534, 65534);
  expect(await refusal({ file, environment: nothing })).toContain('belongs to another user (65534)');
});

test('a secret that root mounts into a container is taken where no others can read it', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can give a file away');
  const file = await writeCredentials(whole);
  const { chown } = await import('node:fs/promises');
  await chmod(join(file, '..'), 0o755);
  const groups = process.getgroups?.() ?? [];
  const become = (user: number, all: readonly number[]) => {
    process.seteuid?.(0);
    process.setgroups?.([...all]);
    process.setegid?.(user);
    process.seteuid?.(user);
  };
  onTestFinished(() => become(0, groups));
  for (const [mode, group, says] of [
    [0o440, 65_534, undefined],
    [0o440, 65_533, undefined],
    [0o444, 65_534, '(mode 444); mount it with mode 440 and a group of yours, or set TRTC_CALL_SDK_APP_ID'],
    [0o460, 65_534, '(mode 460)'],
    [0o444, 65_532, '(mode 444)'],
    [0o440, 65_532, `cannot read ${file} (EACCES): name a file that you may read`],
  ] as const) {
    become(0, groups);
    await chown(file, 0, group);
    await chmod(file, mode);
    become(65_534, [65_533]);
    const read = readAccount({ file, environment: nothing });
    if (says === undefined) expect(await read).toMatchObject({ sdkAppId: 7 });
    else await expect(read).rejects.toThrow(says);
  }
});

test('a system that does not tell who can read a file takes none', async () => {
  const { geteuid } = process;
  onTestFinished(() => void Reflect.set(process, 'geteuid', geteuid));
  Reflect.set(process, 'geteuid', undefined);
  expect(await refusal({ file: await writeCredentials(whole), environment: nothing })).toContain(
    'does not say who can read a file: set TRTC_CALL_SDK_APP_ID',
  );
});

test('the default place is looked at, and only when it is needed', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'trtc-call'));
  await rename(await writeCredentials(whole, 0o644), join(folder, 'trtc-call', 'credentials.json'));
  expect(await refusal({ environment: { XDG_CONFIG_HOME: folder } })).toContain('chmod 600');
  const environment = { XDG_CONFIG_HOME: folder, TRTC_CALL_SDK_APP_ID: '9', TRTC_CALL_USER_SIG: 'abc' };
  expect(await readAccount({ environment })).toMatchObject({ sdkAppId: 9, credential: { userSig: 'abc' } });
});

test('a user without a home directory, as in a container, has no credentials file', async () => {
  const { homedir } = os;
  onTestFinished(() => {
    os.homedir = homedir;
    syncBuiltinESMExports();
  });
  os.homedir = () => {
    throw new Error('uv_os_homedir returned ENOENT');
  };
  syncBuiltinESMExports();
  const environment = { TRTC_CALL_SDK_APP_ID: '9', TRTC_CALL_USER_SIG: 'abc' };
  expect(await readAccount({ environment })).toMatchObject({ sdkAppId: 9 });
  expect(await refusal({ environment: {} })).toContain('credentials are missing');
});

test('an account of the environment takes the rest only from the file of the same app', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'trtc-call'));
  const { baseUrl: _, secretKey: __, ...others } = whole;
  const rest = await writeCredentials({ ...others, generation: 'v4', region: 'seoul' });
  await rename(rest, join(folder, 'trtc-call', 'credentials.json'));
  const environment = { XDG_CONFIG_HOME: folder, TRTC_CALL_SDK_APP_ID: '7', TRTC_CALL_SECRET_KEY: 'abc' };
  expect(await readAccount({ environment })).toEqual({
    sdkAppId: 7,
    credential: { secretKey: 'abc' },
    identifier: 'boss',
    baseUrl: 'seoul',
    generation: 'v4',
  });
  expect(await readAccount({ environment: { ...environment, TRTC_CALL_SDK_APP_ID: '8' } })).toEqual({
    sdkAppId: 8,
    credential: { secretKey: 'abc' },
  });
});

test('a file may leave the app to the environment', async () => {
  const { sdkAppId: _, ...others } = whole;
  const file = await writeCredentials(others);
  const environment = { ...nothing, TRTC_CALL_SDK_APP_ID: '8' };
  expect(await readAccount({ file, environment })).toMatchObject({
    sdkAppId: 8,
    credential: { secretKey: key },
  });
});

test('the environment wins', async () => {
  const file = await writeCredentials(whole);
  const environment = { TRTC_CALL_USER_SIG: 'abc', TRTC_CALL_IDENTIFIER: ' x ', TRTC_CALL_BASE_URL: '' };
  expect(await readAccount({ file, environment })).toEqual({
    sdkAppId: 7,
    credential: { userSig: 'abc' },
    identifier: 'x',
    baseUrl: 'https://a.example',
  });
});

test('generation and region stand in either, and another word is refused without being shown', async () => {
  const file = await writeCredentials({ ...whole, generation: 'v1' });
  expect((await readAccount({ file, environment: nothing })).generation).toBe('v1');
  const environment = { TRTC_CALL_GENERATION: 'v4' };
  expect((await readAccount({ file, environment })).generation).toBe('v4');
  const region = { TRTC_CALL_REGION: 'seoul' };
  expect((await readAccount({ file, environment: region })).baseUrl).toBe('seoul');
  const both = { ...region, TRTC_CALL_BASE_URL: 'https://b.example' };
  expect((await readAccount({ file, environment: both })).baseUrl).toBe('https://b.example');
  expect(await refusal({ file, environment: { TRTC_CALL_GENERATION: key } })).toBe(
    'TRTC_CALL_GENERATION must be v1 or v4',
  );
});

test('a file may name the data centre as its region, and an address says more', async () => {
  const { baseUrl, ...others } = whole;
  const file = await writeCredentials({ ...others, region: 'singapore' });
  expect((await readAccount({ file, environment: nothing })).baseUrl).toBe('singapore');
  const both = await writeCredentials({ ...whole, region: 'singapore' });
  expect((await readAccount({ file: both, environment: nothing })).baseUrl).toBe(baseUrl);
});

test('all that is missing is named at once, as far as it is needed', async () => {
  const place = 'in /nowhere/trtc-call/credentials.json (which does not exist)';
  const mock = 'or try it without an account: trtc-call mock';
  const key = 'TRTC_CALL_SECRET_KEY (or TRTC_CALL_USER_SIG)';
  const generation = 'TRTC_CALL_GENERATION (v1 or v4; or --generation)';
  const region = 'TRTC_CALL_REGION (for v4; or --region)';
  const member = 'secretKey (or userSig)';
  expect(await refusal({ environment: nothing, service: {} })).toBe(
    `credentials are missing: set TRTC_CALL_SDK_APP_ID, ${key}, ${generation}, ${region}, or sdkAppId, ${member}, generation, region ${place}; ${mock}`,
  );
  expect(await refusal({ environment: nothing })).toBe(
    `credentials are missing: set TRTC_CALL_SDK_APP_ID, ${key}, or sdkAppId, ${member} ${place}; ${mock}`,
  );
  const environment = { ...nothing, TRTC_CALL_SDK_APP_ID: '7' };
  expect(await refusal({ environment, service: { generation: 'v1' } })).toBe(
    `credentials are missing: set ${key}, or ${member} ${place}; ${mock}`,
  );
  const v4 = await refusal({ environment, service: { generation: 'v4' } });
  expect(v4).toContain(region);
  expect(v4).not.toContain(generation);
});

test('the key of a file is not used for another app', async () => {
  const file = await writeCredentials(whole);
  const says = await refusal({ file, environment: { TRTC_CALL_SDK_APP_ID: '8' } });
  expect(says).toContain('TRTC_CALL_SDK_APP_ID is 8, but the key in');
});

const refused = [
  { title: 'nothing at all', content: undefined, says: 'TRTC_CALL_SDK_APP_ID' },
  { title: 'no key', content: { sdkAppId: 1 }, says: 'TRTC_CALL_SECRET_KEY (or TRTC_CALL_USER_SIG)' },
  { title: 'no JSON', content: `secretKey=${key}`, says: 'does not hold a JSON object' },
  { title: 'an array', content: [key], says: 'does not hold a JSON object' },
  { title: 'another name', content: { ...whole, [`secret-${key}`]: key }, says: '1 member of another name' },
  {
    title: 'two other names',
    content: { ...whole, [`secret-${key}`]: key, x: 1 },
    says: '2 members of other names',
  },
  {
    title: 'a name that is nearly right',
    content: { sdkAppId: 1, secretkey: key },
    says: 'did you mean secretKey?',
  },
  {
    title: 'a key that is not text',
    content: { ...whole, secretKey: 5 },
    says: 'secretKey must be a non-empty string',
  },
  {
    title: 'a generation that there is not',
    content: { ...whole, generation: key },
    says: 'generation must be v1 or v4',
  },
  {
    title: 'an app that is not a number',
    content: { ...whole, sdkAppId: key },
    says: 'sdkAppId is not a positive',
  },
  {
    title: 'the app 0',
    content: { ...whole, sdkAppId: 0 },
    says: 'sdkAppId is not a positive',
  },
  {
    title: 'an app below 0',
    content: { ...whole, sdkAppId: -7 },
    says: 'sdkAppId is not a positive',
  },
  {
    title: 'half an app',
    content: { ...whole, sdkAppId: 7.5 },
    says: 'sdkAppId is not a positive',
  },
  {
    title: 'a member that every object has',
    content: `{"sdkAppId":7,"secretKey":"${key}","__proto__":{"identifier":"x"}}`,
    says: '1 member of another name',
  },
  { title: 'a file of a megabyte', content: ' '.repeat(1e6), says: 'too large' },
];
for (const { title, content, says } of refused) {
  test(`${title} is refused without showing a value`, async () => {
    const file = content === undefined ? undefined : await writeCredentials(content);
    const message = await refusal({ file, environment: nothing });
    expect(message).toContain(says);
    expect(message).not.toContain(key);
  });
}

test('a named file must exist, and a folder or a pipe is not a file', async () => {
  expect(await refusal({ file: '/no/file', environment: nothing })).toContain('/no/file does not exist');
  expect(await refusal({ file: '/tmp', environment: nothing })).toContain('/tmp is not a file');
  const pipe = join(await temporaryFolder(), 'pipe');
  await promisify(execFile)('mkfifo', ['-m', '600', pipe]);
  expect(await refusal({ file: pipe, environment: nothing })).toContain('is not a file');
});

async function refusal(places: Parameters<typeof readAccount>[0]): Promise<string> {
  try {
    await readAccount(places);
  } catch (error) {
    expect(error).toMatchObject({ name: 'CommandError', exitCode: 2 });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('nothing was refused: the account was read');
}
