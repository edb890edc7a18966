import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { judgeChange } from './judge-change.ts';

const workspace = join(import.meta.dirname, '../..');
const contract = 'spec/src/generated/v1-openapi.gen.json';

/** A repository of two packages with the real contract, on its branch main. */
function newRepository() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-release-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
  };
  const commit = () => {
    git('add', '-A');
    git('commit', '--quiet', '--allow-empty', '-m', 'a change');
  };
  for (const path of ['.changeset/config.json', 'pnpm-workspace.yaml', contract, 'spec/v1/errors.yaml']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(workspace, path), join(root, path));
  }
  const manifest = (name: string, rest: object) =>
    JSON.stringify({ name, version: '0.1.0', license: 'MIT', ...rest });
  write('spec/package.json', manifest('@trtc-call/spec', {}));
  write('packages/mock/package.json', manifest('@trtc-call/mock', { dependencies: { ajv: 'catalog:' } }));
  write('packages/mock/src/index.ts', 'export const one = 1;\n');
  write('e2e/package.json', JSON.stringify({ name: 'e2e', private: true }));
  git('init', '--quiet', '-b', 'main');
  commit();

  return {
    root,
    write,
    read,
    git,
    commit,
    replace: (path: string, from: string | RegExp, to: string) => write(path, read(path).replace(from, to)),
    changeContract: (change: (contract: Contract) => void) => {
      const parsed: Contract = JSON.parse(read(contract));
      change(parsed);
      write(contract, JSON.stringify(parsed, null, 2));
    },
    changeset: (bump: string, name = '@trtc-call/spec') =>
      write('.changeset/a-change.md', `---\n"${name}": ${bump}\n---\n\nA change.\n`),
    judge: (base?: string) => judgeChange(root, base),
  };
}

interface Contract {
  info: { version: string };
  webhooks: Record<string, unknown>;
}

let repository: ReturnType<typeof newRepository>;
beforeEach(() => {
  repository = newRepository();
});

const newCode = `codes:
  - { code: 70010, name: Odd, cause: Unknown., remedy: None., retryable: false, operations: [all], mistakes: [] }`;

test.each([
  ['0.1.0', 'patch', 'minor'],
  ['1.2.0', 'minor', 'major'],
])('after %s a break that is proposed as a %s needs a %s', (version, less, least) => {
  repository.replace('spec/package.json', '0.1.0', version);
  repository.commit();
  repository.git('switch', '--quiet', '-c', 'topic');
  repository.replace('spec/v1/errors.yaml', /code: 70005$/m, 'code: 70006');
  repository.changeset(less);
  expect(repository.judge().faults).toEqual([
    `@trtc-call/spec needs at least a ${least} after ${version}, since error code 70005 is gone; ` +
      `a ${less} is proposed: write ${least} in .changeset/a-change.md.`,
  ]);
  repository.changeset(least);
  expect(repository.judge().faults).toEqual([]);
});

test('what pages said is not published, and needs no changeset', () => {
  repository.git('switch', '--quiet', '-c', 'topic');
  repository.write('spec/v1/sources.lock.yaml', 'pages: {}\n');
  expect(repository.judge().faults).toEqual([]);
  repository.write('spec/v1/sources.yaml', 'pages: []\n');
  expect(repository.judge().faults.join()).toContain('no changeset of this change names it');
});

test('a changed contract without any changeset is reported', () => {
  repository.git('switch', '--quiet', '-c', 'topic');
  repository.changeContract(({ webhooks }) => delete webhooks.call_status);
  expect(repository.judge().faults.join()).toContain(
    'since Webhook `call_status` was removed; nothing is proposed: write minor in a changeset (npx changeset).',
  );
});

describe('on the base branch', () => {
  test('where nothing was released every package is new, and a changeset that names it suffices', () => {
    repository.replace('spec/package.json', '0.1.0', '0.0.0');
    repository.replace('packages/mock/package.json', '0.1.0', '0.0.0');
    repository.changeset('patch');
    repository.commit();
    const { base, faults } = repository.judge();
    expect(base.description).toBe('nothing: this is the base branch, and nothing was released');
    expect(faults).toEqual([expect.stringContaining('@trtc-call/mock is new')]);
  });

  test('the last release is what counts, and every changeset since', () => {
    repository.git('tag', '@trtc-call/spec@0.1.0');
    repository.write('packages/mock/src/index.ts', 'export const one = 2;\n');
    repository.commit();
    expect(repository.judge().base.description).toBe('the last release, @trtc-call/spec@0.1.0');
    expect(repository.judge().faults).toHaveLength(1);
    repository.changeset('patch', '@trtc-call/mock');
    repository.commit();
    repository.commit();
    expect(repository.judge().faults).toEqual([]);
  });

  test('the version of the contract must be raised with it since the last release', () => {
    repository.git('tag', '@trtc-call/spec@0.1.0');
    repository.replace('spec/v1/errors.yaml', /^codes:/m, newCode);
    repository.changeset('minor');
    expect(repository.judge().faults).toEqual([
      'info.version of contract v1 is 1.0.0, and was 1.0.0 in @trtc-call/spec@0.1.0; it needs at least a minor, ' +
        'since error code 70010 is new: raise it in spec/v1/openapi.yaml.',
    ]);
    repository.changeContract(({ info }) => (info.version = '1.0.1'));
    expect(repository.judge().faults).toHaveLength(1);
    repository.changeContract(({ info }) => (info.version = '1.1.0'));
    expect(repository.judge().faults).toEqual([]);
  });
});

describe('a checkout without the base', () => {
  test('fails when the base was named, and says how to fetch it', () => {
    expect(() => repository.judge('origin/main')).toThrow(
      "the base 'origin/main' is not in this checkout: fetch it with its history",
    );
  });

  test('says that a shallow one was compared with nothing', () => {
    repository.commit();
    const clone = mkdtempSync(join(tmpdir(), 'trtc-call-release-'));
    onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
    repository.git('clone', '--quiet', '--depth', '1', `file://${repository.root}`, clone);
    expect(judgeChange(clone).base.description).toContain('nothing: this checkout is shallow');
  });

  test('without git at all says so', () => {
    rmSync(join(repository.root, '.git'), { recursive: true });
    expect(repository.judge().base.description).toBe('nothing: this folder is not a git checkout');
  });
});
