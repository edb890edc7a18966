import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** Where Debian puts the programs of each version. */
const versions = '/usr/lib/postgresql';
/** Postgres refuses to run as root; this is Debian's `nobody`. */
const nobody = 65_534;

/** Whether this machine has the programs of Postgres (Debian: the package `postgresql`). */
export function hasPostgres(): boolean {
  return binaries() !== undefined;
}

function binaries(): string | undefined {
  if (!existsSync(versions)) return undefined;
  const folders = readdirSync(versions).map((version) => join(versions, version, 'bin'));
  return folders.findLast((folder) => existsSync(join(folder, 'initdb')));
}

/** A Postgres of its own in a folder of its own, which is removed with it. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: string, process: ChildProcess) {
    this.port = port;
    this.#folder = folder;
    this.#process = process;
  }

  /** What a driver connects with. */
  get settings() {
    return { host: '127.0.0.1', port: this.port, user: 'postgres', database: 'postgres' };
  }

  static async start(): Promise<PostgresServer> {
    const bin = binaries();
    if (bin === undefined) throw new Error(`there is no Postgres in ${versions}`);
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-postgres-'));
    const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
    if (user.uid !== undefined) chownSync(folder, nobody, nobody);
    const data = join(folder, 'data');
    const initial = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'];
    execFileSync(join(bin, 'initdb'), initial, { ...user, cwd: folder, stdio: 'ignore' });
    const port = await freePort();
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=60',
    ];
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    for await (const line of createInterface(child.stderr)) {
      if (line.includes('ready to accept connections')) {
        child.stderr.resume();
        return new PostgresServer(port, folder, child);
      }
    }
    throw new Error(`postgres ended before it was ready on port ${port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.kill('SIGQUIT')) await once(this.#process, 'exit');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
