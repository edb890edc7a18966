import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { baseUrlVariable } from './adapters.ts';

/**
 * The generators. They are installed for this comparison alone: `npm start` has no use for their hundred megabytes.
 */
export const generators = {
  '@hey-api/openapi-ts': '0.99.0',
  '@redocly/cli': '2.77.0',
  orval: '8.38.0',
  // What the first of them reads types with.
  typescript: '5.9.3',
} as const;

const folder = join(import.meta.dirname, '../node_modules/.cache/generated-clients');

/**
 * Lets each generator make its client of our contract, with its own defaults, and gives the folder that they are in:
 * `hey/`, `orval/` and `redocly/`.
 *
 * @throws Error with what npm or a generator wrote when it fails
 */
export async function generateClients(): Promise<string> {
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: generators });
  const stamp = join(folder, 'installed.json');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== manifest) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), manifest);
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline']);
    writeFileSync(stamp, manifest);
  }
  for (const name of readdirSync(folder)) {
    if (name.startsWith('bundle-')) rmSync(join(folder, name), { recursive: true });
  }
  const contract = createRequire(import.meta.url).resolve('@trtc-call/spec/v1/openapi.json');
  await run(bin('openapi-ts'), ['-i', contract, '-o', 'hey', '-s', '--no-log-file']);
  await run(bin('redocly'), ['generate-client', contract, '-o', 'redocly/client.ts', '--import-ext', 'ts']);
  // Without a base URL its calls go to the page's own host, and Node has none.
  const output = { target: 'orval/client.ts', client: 'fetch', baseUrl: { runtime: baseUrlVariable } };
  const config = { trtcCall: { input: contract, output } };
  writeFileSync(join(folder, 'orval.config.js'), `export default ${JSON.stringify(config)};`);
  await run(bin('orval'), ['--config', 'orval.config.js']);
  return folder;
}

function bin(name: string): string {
  return join(folder, 'node_modules/.bin', name);
}

function run(command: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} exited ${code}:\n${said}`));
    });
  });
}
