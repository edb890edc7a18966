import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** Whether this machine has the program `redis-server` (Debian: the package of that name). */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A Redis of its own. It can be killed and started again on the same port, and has then what it was to keep. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string | undefined;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string | undefined) {
    this.port = port;
    this.#folder = folder;
  }

  /** @param keepsData whether it writes everything to disk, in a folder that is removed with it; default not */
  static async start({ keepsData = false } = {}): Promise<RedisServer> {
    const folder = keepsData ? mkdtempSync(join(tmpdir(), 'trtc-call-redis-')) : undefined;
    const server = new RedisServer(await freePort(), folder);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const keeping = this.#folder
      ? ['--dir', this.#folder, '--appendonly', 'yes', '--appendfsync', 'always']
      : ['--appendonly', 'no'];
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', ...keeping];
    const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    for await (const line of createInterface(child.stdout)) {
      if (!line.includes('Ready to accept connections')) continue;
      child.stdout.resume();
      return;
    }
    throw new Error(`redis-server ended before it was ready on port ${this.port}`);
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child?.kill('SIGKILL')) return;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
