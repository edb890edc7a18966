import { once } from 'node:events';
import type { Server } from 'node:http';
import { longestMilliseconds } from './core/fault-rules.ts';
import { groundwork } from './create-mock.ts';
import { MockStartError, type MockStartErrorCode } from './errors.ts';
import { createFront } from './http/node-front.ts';
import type { RunningMock } from './mock.ts';
import { MockCore } from './mock-core.ts';
import { type ResolvedOptions, resolveOptions, type StartMockOptions } from './options.ts';

/**
 * Starts the mock on a port of this machine.
 *
 * @example
 * ```ts
 * await using mock = await startMock();
 * const answer = await fetch(`${mock.url}/_mock/health`);
 * ```
 *
 * @throws MockOptionError for an unknown option, or one that is invalid
 * @throws MockStartError when the port is taken, or cannot be listened on for another reason
 */
export async function startMock(options: StartMockOptions = {}): Promise<RunningMock> {
  const resolved = resolveOptions('startMock', options);
  const mock = new ListeningMock(resolved, await groundwork());
  await mock.listen(resolved);
  return mock;
}

class ListeningMock extends MockCore implements RunningMock {
  readonly #closing = new AbortController();
  #server: Server | undefined;
  #url = '';
  #port = 0;

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return this.#port;
  }

  async listen(options: ResolvedOptions): Promise<void> {
    const { host, port } = options;
    const server = createFront({
      ...options,
      handle: this.handle,
      closing: this.#closing.signal,
      // Longer than a fault keeps quiet.
      idleMilliseconds: longestMilliseconds + options.requestTimeoutMilliseconds,
    });
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw startError(error, { host, port });
    }
    this.#server = server;
    const address = server.address();
    this.#port = typeof address === 'object' && address ? address.port : port;
    this.#url = `http://${host.includes(':') ? `[${host}]` : host}:${this.#port}`;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    this.#closing.abort();
    this.endCalls();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const causes: Readonly<Record<string, { code: MockStartErrorCode; remedy: string }>> = {
  EADDRINUSE: {
    code: 'port-in-use',
    remedy: 'stop what listens there, or choose another port, such as 0 for any free one',
  },
  EACCES: { code: 'port-forbidden', remedy: 'choose a port above 1023, or 0 for any free one' },
  EADDRNOTAVAIL: {
    code: 'host-unavailable',
    remedy: 'choose an address of this machine, such as 127.0.0.1',
  },
  ENOTFOUND: { code: 'host-unavailable', remedy: 'choose an address of this machine, such as 127.0.0.1' },
};

function startError(error: unknown, place: { host: string; port: number }): MockStartError {
  const name = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { code, remedy } = causes[name] ?? {
    code: 'listen-failed',
    remedy: 'see the cause for what the system says',
  };
  return new MockStartError(code, place, remedy, error);
}
