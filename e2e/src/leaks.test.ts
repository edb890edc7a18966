import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import { isFullProof } from '@trtc-call/test-servers';
import { expect, inject, test } from 'vitest';
import { runAnyway } from './run.ts';

const project = inject('project');
const program = join(project, 'node_modules/.bin/trtc-call');
// In the short form of one generation: the suite's own search is for leaks of both.
const command = ['conformance', ...(isFullProof ? [] : ['--generation', 'v1'])];
const canary = 'c4na7yc4na7yc4na7yc4na7yc4na7yc4na7yc4na7yc4na7yc4na7yc4na7y0123';

/** Every run of twelve characters: a secret that was shortened or wrapped is still found. */
function cutIntoParts(secret: string): string[] {
  return Array.from({ length: secret.length - 11 }, (_, at) => secret.slice(at, at + 12));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

function leaksIn(texts: Record<string, string>, secrets: readonly string[]): string[] {
  const parts = secrets.flatMap(cutIntoParts);
  return Object.entries(texts).flatMap(([name, text]) =>
    parts.some((part) => text.includes(part)) ? [name] : [],
  );
}

test('a search for leaks finds a part of a secret in a text', () => {
  expect(leaksIn({ log: `... ${canary.slice(20, 40)} ...`, clean: 'nothing' }, [canary])).toEqual(['log']);
});

// The key that signs is right in one run and wrong in the other, so that refusals are reported too.
const runs = [
  { title: 'accepted credentials', serverKey: canary },
  {
    title: 'refused credentials',
    serverKey: 'another-key-another-key-another-key-another-key-another-key-0123',
  },
];

// The command's own tests put refusals to it, too.
test.each(isFullProof ? runs : runs.slice(0, 1))(
  'no output, report or temporary file of a run with $title holds a part of them',
  async ({ serverKey }) => {
    await using mock = await startMock({ secretKey: serverKey });
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-leaks-'));
    const ended = await runAnyway(
      program,
      [...command, '--target', mock.url, '--out', join(folder, 'out'), '--allow-mutations'],
      {
        cwd: project,
        env: {
          TMPDIR: folder,
          TRTC_CALL_SDK_APP_ID: String(mock.sdkAppId),
          TRTC_CALL_SECRET_KEY: canary,
          TRTC_CALL_IDENTIFIER: 'administrator',
          TRTC_CALL_BASE_URL: undefined,
        },
      },
    );
    const texts: Record<string, string> = { stdout: ended.stdout, stderr: ended.stderr };
    for (const file of filesUnder(folder)) texts[file] = readFileSync(file, 'utf8');
    expect(ended.stdout.length + ended.stderr.length).toBeGreaterThan(0);
    expect(leaksIn(texts, [canary]), 'redact where this is written').toEqual([]);
    for (const [name, text] of Object.entries(texts)) {
      expect(/usersig=(?!(\[|%5B)?redacted)[^&\s"']/i.test(text), `${name} shows a UserSig`).toBe(false);
      // A UserSig is deflated JSON in base64, and all deflated text begins alike.
      expect(/eJ[\w*-]{40,}/.test(text), `${name} shows what looks like a UserSig`).toBe(false);
    }
  },
);
