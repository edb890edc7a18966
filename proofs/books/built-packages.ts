import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sqliteBook } from '@trtc-call/call-book/sqlite';
import proofs from '../package.json' with { type: 'json' };
import { withBook } from './measure-reconcile.ts';
import { reconcileMain, type Service } from './reconcile-apart.ts';

const root = join(import.meta.dirname, '../..');

/** A project of a user with the packed packages: Node takes some 40 MB more for sources, whose types it has to strip. */
export interface BuiltPackages extends Disposable {
  readonly folder: string;
  /** The program that reconciles, in JavaScript. */
  readonly main: string;
}

export function installBuilt(): BuiltPackages {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-built-'));
  execFileSync(process.execPath, [join(root, 'scripts/pack.ts'), folder]);
  const local = Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/-\d.*$/, '').replace(/^trtc-call-/, '@trtc-call/'),
      `file:${join(folder, file)}`,
    ]),
  );
  const dependencies = { ...local, pg: proofs.devDependencies.pg };
  const manifest = { private: true, type: 'module', dependencies, pnpm: { overrides: local } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const flags = ['--ignore-workspace', '--prefer-offline', '--config.auto-install-peers=false'];
  execFileSync(join(root, 'node_modules/.bin/pnpm'), ['install', ...flags], { cwd: folder });
  const main = join(folder, 'reconcile.js');
  writeFileSync(main, stripTypeScriptTypes(readFileSync(reconcileMain, 'utf8')));
  return {
    folder,
    main,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

const tellMemory = `process.on('exit', () => console.error(process.resourceUsage().maxRSS))`;

/** What the command takes, which keeps to the limits of the contract, with an empty book and when nothing differs. */
export async function measureCommand({ folder }: BuiltPackages, { sdkAppId, secretKey, url }: Service) {
  const start = join(folder, 'node_modules/trtc-call/dist/start.cjs');
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
