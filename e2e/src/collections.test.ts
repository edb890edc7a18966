import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { operations as v1 } from '@trtc-call/spec/v1';
import { operations as v4 } from '@trtc-call/spec/v4';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installApart } from './install-apart.ts';
import { root } from './published.ts';
import { run } from './run.ts';

// The requests that are made for the HTTP clients of others, sent by those.
const tools = { dependencies: { '@usebruno/cli': '4.1.0', httpyac: '6.16.7' } };
const generated = join(root, 'clients/generated');
const generations = [
  ['v1', v1],
  ['v4', v4],
] as const;

let mock: RunningMock;
let folder: string;
let bin: (name: string) => string;

beforeAll(async () => {
  const installed = await installApart('collections', tools);
  bin = (name) => join(installed, 'node_modules/.bin', name);
  folder = mkdtempSync(join(tmpdir(), 'trtc-call-collections-'));
  cpSync(join(generated, 'bruno'), join(folder, 'bruno'), { recursive: true });
  mock = await startMock();
}, 300_000);

afterAll(async () => {
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(generations)(
  "Bruno sends every operation of %s, each with a UserSig of the collection's script",
  async (generation, operations) => {
    expect(await sendByBruno(generation)).toEqual(listPaths(operations));
  },
);

test('without its secret key the collection is refused', async () => {
  await expect(sendByBruno('v1', '--env-var', `secretKey=${'0'.repeat(64)}`)).resolves.toEqual([]);
});

test.each(generations)('httpYac sends every operation of %s', async (generation, operations) => {
  const file = join(folder, `${generation}.http`);
  const text = readFileSync(join(generated, `http/${generation}.http`), 'utf8');
  writeFileSync(file, text.replace(/^@url = .*$/m, `@url = ${mock.url}`));
  const env = { TRTC_CALL_USER_SIG: mock.userSig() };
  const accepted = await listAccepted(() =>
    run(process.execPath, [bin('httpyac'), 'send', file, '--all'], { cwd: folder, env }),
  );
  expect(accepted).toEqual(listPaths(operations));
});

function sendByBruno(generation: string, ...options: string[]): Promise<string[]> {
  const args = ['run', '--env', 'mock', '--env-var', `url=${mock.url}`, ...options];
  const cwd = join(folder, 'bruno', generation);
  return listAccepted(() => run(process.execPath, [bin('bru'), ...args], { cwd }));
}

/** Paths of the requests that were well made: the mock found nothing wrong, or nothing but its own state. */
async function listAccepted(send: () => Promise<unknown>): Promise<string[]> {
  const before = mock.requests.length;
  await send();
  const accepted = mock.requests
    .slice(before)
    .filter(({ mistake }) => mistake === undefined || isOfState.test(mistake));
  return accepted.map(({ url }) => new URL(url, mock.url).pathname).sort();
}

/** The examples of the contract name calls that the mock does not hold. */
const isOfState = /^(?:call|record)-not-found$/;

function listPaths(operations: Readonly<Record<string, { readonly path: string }>>): string[] {
  return Object.values(operations)
    .map(({ path }) => path)
    .sort();
}
