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

/** A Postgres of its own in a folder of its own, which is removed with it. It can be stopped and started again. */
export class PostgresServer {
  readonly port: number;
  readonly #bin: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, bin: string, folder: string) {
    this.port = port;
    this.#bin = bin;
    this.#folder = folder;
  }

  /** What a driver connects with. */
  get settings() {
    return { host: '127.0.0.1', port: this.port, user: 'postgres', database: 'postgres' };
  }

  static async start(): Promise<PostgresServer> {
    const bin = binaries();
    if (bin === undefined) throw new Error(`there is no Postgres in ${versions}`);
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-postgres-'));
    if (isRoot()) chownSync(folder, nobody, nobody);
    const server = new PostgresServer(await freePort(), bin, folder);
    const data = join(folder, 'data');
    const initial = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'];
    try {
      // Its standard error becomes part of the message of the error.
      execFileSync(join(bin, 'initdb'), initial, {
        ...server.#options(),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      await server.start();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Starts it again, with what it had. */
  async start(): Promise<void> {
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=60',
    ];
    const args = ['-D', join(this.#folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
    const child = spawn(join(this.#bin, 'postgres'), args, {
      ...this.#options(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    const lines: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      if (line.includes('ready to accept connections')) {
        child.stderr.resume();
        return;
      }
      lines.push(line);
    }
    throw new Error(`postgres ended before it was ready on port ${this.port}:\n${lines.join('\n')}`);
  }

  /** Cuts every connection, as a restart does. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child?.kill('SIGINT')) return;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #options() {
    return { cwd: this.#folder, ...(isRoot() ? { uid: nobody, gid: nobody } : {}) };
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
