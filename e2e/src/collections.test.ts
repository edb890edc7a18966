import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { operations as v1 } from '@trtc-call/spec/v1';
import { operations as v4 } from '@trtc-call/spec/v4';
import { isFullProof } from '@trtc-call/test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concernsChange } from './concerns-change.ts';
import { installApart } from './install-apart.ts';
import { root } from './published.ts';
import { run } from './run.ts';

// The requests that are made for the HTTP clients of others, sent by those. Bruno, with its 25,000 files, in the long form:
// its script is tried without it each time, by the tests of clients/.
const tools = { httpyac: '6.16.7', ...(isFullProof && { '@usebruno/cli': '4.1.0' }) };
const generated = join(root, 'clients/generated');
const generations = [
  ['v1', v1],
  ['v4', v4],
] as const;

let mock: RunningMock;
let folder: string;
let bin: (name: string) => string;

test.each(generations)(
  'the requests of %s for httpYac are one to each operation',
  (generation, operations) => {
    const text = readFileSync(join(generated, `http/${generation}.http`), 'utf8');
    const paths = [...text.matchAll(/^POST \{\{url\}\}([^?]*)/gm)].map(([, path]) => path);
    expect(paths.sort()).toEqual(listPaths(operations));
  },
);

const isTried = concernsChange(/^clients\/|^e2e\/src\/collections/);
(isTried ? describe : () => {})('sent by the clients', () => {
  beforeAll(async () => {
    const installed = await installApart('collections', { dependencies: tools });
    bin = (name) => join(installed, 'node_modules/.bin', name);
    folder = mkdtempSync(join(tmpdir(), 'trtc-call-collections-'));
    cpSync(join(generated, 'bruno'), join(folder, 'bruno'), { recursive: true });
    mock = await startMock();
  }, 300_000);

  afterAll(async () => {
    await mock.close();
    rmSync(folder, { recursive: true, force: true });
  });

  (isFullProof ? describe : () => {})('Bruno', () => {
    test.each(generations)(
      "sends every operation of %s, each with a UserSig of the collection's script",
      async (generation, operations) => {
        expect(await listPathsSent(() => sendByBruno(generation), isAccepted)).toEqual(listPaths(operations));
      },
    );

    test('with another secret key each of its requests is refused for that', async () => {
      const send = () => sendByBruno('v1', '--env-var', `secretKey=${'0'.repeat(64)}`);
      const isRefused = (mistake: string | undefined) => mistake === 'usersig-wrong-key';
      expect(await listPathsSent(send, isRefused)).toEqual(listPaths(v1));
    });
  });

  test.each(generations)('httpYac sends every operation of %s', async (generation, operations) => {
    const file = join(folder, `${generation}.http`);
    const text = readFileSync(join(generated, `http/${generation}.http`), 'utf8');
    writeFileSync(file, text.replace(/^@url = .*$/m, `@url = ${mock.url}`));
    const env = { TRTC_CALL_USER_SIG: mock.userSig() };
    const send = () => run(process.execPath, [bin('httpyac'), 'send', file, '--all'], { cwd: folder, env });
    expect(await listPathsSent(send, isAccepted)).toEqual(listPaths(operations));
  });
});

function sendByBruno(generation: string, ...options: string[]): Promise<unknown> {
  const args = ['run', '--env', 'mock', '--env-var', `url=${mock.url}`, ...options];
  return run(process.execPath, [bin('bru'), ...args], { cwd: join(folder, 'bruno', generation) });
}

/** Paths of the requests that were sent, of those in which the mock found such a mistake. */
async function listPathsSent(
  send: () => Promise<unknown>,
  isSought: (mistake: string | undefined) => boolean,
): Promise<string[]> {
  const before = mock.requests.length;
  await send();
  const sought = mock.requests.slice(before).filter(({ mistake }) => isSought(mistake));
  return sought.map(({ url }) => new URL(url, mock.url).pathname).sort();
}

/** The examples of the contract name calls that the mock does not hold. */
const isAccepted = (mistake: string | undefined) =>
  mistake === undefined || /^(?:call|record)-not-found$/.test(mistake);

function listPaths(operations: Readonly<Record<string, { readonly path: string }>>): string[] {
  return Object.values(operations)
    .map(({ path }) => path)
    .sort();
}
