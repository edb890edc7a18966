import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import webhooks from '../../packages/webhooks/package.json' with { type: 'json' };
import proofs from '../../proofs/package.json' with { type: 'json' };
import { publishedFolders, readManifest, root } from './published.ts';
import { installByPnpm, run } from './run.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * A project with the packed packages, as a user's has them. pnpm gives a package nothing but what its manifest names,
     * which finds the most.
     */
    project: string;
    /** The packed packages by name. */
    tarballs: Record<string, string>;
    /** The folder of the tarballs, and what the command that packed them has printed. */
    packed: { folder: string; stdout: string };
  }
}

const { 'rate-limiter-flexible': limiter } = proofs.devDependencies;
const { redis, pg, '@types/pg': pgTypes } = webhooks.devDependencies;
let folder = '';

/** Vitest's hook before all tests: packs what is published and installs it into an empty project. */
export async function setup(vitest: TestProject): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'trtc-call-e2e-'));
  // What the examples of the READMEs use besides.
  const others = { redis, pg, '@types/pg': pgTypes, 'rate-limiter-flexible': limiter };
  const { project, tarballs, stdout } = await installPacked(folder, others);
  vitest.provide('project', project);
  vitest.provide('tarballs', tarballs);
  vitest.provide('packed', { folder, stdout });
}

/** Vitest's hook after all tests. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Packs what is published into a folder, and installs it into a project below.
 *
 * @param others - what the project needs besides, with versions
 */
export async function installPacked(folder: string, others: Readonly<Record<string, string>>) {
  const project = join(folder, 'project');
  mkdirSync(project);
  const { stdout } = await run('npm', ['run', '--silent', 'pack', '--', folder], { cwd: root });
  const tarballs = Object.fromEntries(
    publishedFolders.map((it) => {
      const { name, version } = readManifest(it);
      return [name, join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)];
    }),
  );
  const local = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
  const manifest = {
    name: 'a-user',
    private: true,
    type: 'module',
    dependencies: { ...local, ...others },
    // The packages are not on npm while this change is tested, so what they need of each other is here too.
    pnpm: { overrides: local },
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  await installByPnpm(
    project,
    '--config.auto-install-peers=false',
    '--config.strict-peer-dependencies=false',
  );
  return { project, tarballs, stdout };
}
