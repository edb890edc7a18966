import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sqliteBook } from '@trtc-call/call-book/sqlite';
import ts from 'typescript';
import { installPacked } from '../../e2e/src/install-packages.ts';
import proofs from '../package.json' with { type: 'json' };
import { withBook } from './measure-reconcile.ts';
import { reconcileMain, type Service } from './reconcile-apart.ts';

/** A project of a user with the packed packages: Node takes some 40 MB more for sources, whose types it has to strip. */
export interface BuiltPackages extends Disposable {
  readonly project: string;
  /** The program that reconciles, in JavaScript. */
  readonly main: string;
}

export async function installBuilt(): Promise<BuiltPackages> {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-built-'));
  const { project } = await installPacked(folder, { pg: proofs.devDependencies.pg });
  const main = join(project, 'reconcile.js');
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  writeFileSync(
    main,
    ts.transpileModule(readFileSync(reconcileMain, 'utf8'), { compilerOptions }).outputText,
  );
  return {
    project,
    main,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

const tellMemory = `process.on('exit', () => console.error(process.resourceUsage().maxRSS))`;

/** What the command takes, which keeps to the limits of the contract, with an empty book and when nothing differs. */
export async function measureCommand({ project }: BuiltPackages, { sdkAppId, secretKey, url }: Service) {
  const start = join(project, 'node_modules/trtc-call/dist/start.cjs');
  const env = {
    ...process.env,
    TRTC_CALL_SDK_APP_ID: String(sdkAppId),
    TRTC_CALL_SECRET_KEY: secretKey,
    TRTC_CALL_BASE_URL: url,
  };
  return withBook(async (path) => {
    sqliteBook({ path }).close();
    const run = async (name: string, exitCode: number) => {
      const started = performance.now();
      const args = ['reconcile', '--book', path, '--from', '48h', '--generation', 'both', '--apply'];
      const child = spawn(
        process.execPath,
        ['--import', `data:text/javascript,${tellMemory}`, start, ...args],
        { env, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      const [written, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
      if (code !== exitCode) throw new Error(`${name}: the command ended with ${code}: ${written}`);
      const seconds = (performance.now() - started) / 1000;
      return { name, seconds, megabytes: Math.round(Number(written) / 1024) };
    };
    return [await run('command, empty book', 1), await run('command, nothing differs', 0)];
  });
}
