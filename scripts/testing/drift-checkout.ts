import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A checkout with a contract and what the pages said. */
export function createDriftCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-follow-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
  };
  for (const generation of ['v1', 'v4']) mkdirSync(join(root, 'spec', generation), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(root, file), text);
  const lock = (validator: string, fact: string, generation = 'v1') =>
    write(
      `spec/${generation}/sources.lock.yaml`,
      `pages:\n  "1":\n    etag: ${validator}\n    facts: [${fact}]\n`,
    );
  write('spec/a.yaml', 'a: 1\n');
  lock('x', 'one');
  git('init', '--quiet', '-b', 'main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'a start');
  return { root, git, write, lock };
}
