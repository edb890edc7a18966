import { once } from 'node:events';
import type { Server } from 'node:http';
import { createNodeAdapter } from './adapters/node.ts';
import { type Contract, type Generation, loadContractOnce } from './contract.ts';
import { MockStartError, type MockStartErrorCode } from './errors.ts';
import { longestMilliseconds } from './faults.ts';
import type { Mock, RunningMock } from './mock.ts';
import { MockCore } from './mock-core.ts';
import { type MockOptions, type ResolvedOptions, resolveOptions, type StartMockOptions } from './options.ts';
import { v1 } from './v1/index.ts';
import { v4 } from './v4/index.ts';

/** Generations of the API. The first is meant where none is named. */
export type Generations = readonly [Generation, ...Generation[]];

/** What every mock serves. */
const generations: Generations = [v1, v4];

/** The account that may call where none is named. */
const administrator = String(generations[0].contract.queryParameters.identifier?.example);

/**
 * Makes a mock without a port; it is reached through `mock.fetch`.
 *
 * @throws MockOptionError for an unknown option, or one that is invalid
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  const resolved = resolveOptions('createMock', options, administrator);
  return new MockCore(resolved, await loadContracts(generations));
}

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
  const resolved = resolveOptions('startMock', options, administrator);
  const mock = new ListeningMock(resolved, await loadContracts(generations));
  await mock.listen(resolved);
  return mock;
}

/** Compiles generations, each once in a process. */
export async function loadContracts([first, ...others]: Generations): Promise<
  readonly [Contract, ...Contract[]]
> {
  return [await loadContractOnce(first), ...(await Promise.all(others.map(loadContractOnce)))];
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
    const server = createNodeAdapter(this.handle, {
      ...options,
      closing: this.#closing.signal,
      // Longer than a fault is silent.
      idleMilliseconds: longestMilliseconds + options.requestTimeoutMilliseconds,
    });
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw describeStartError(error, { host, port });
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

const causes: Readonly<Record<string, readonly [code: MockStartErrorCode, remedy: string]>> = {
  EADDRINUSE: ['port-in-use', 'Stop what listens there, or choose another port, such as 0 for any free one.'],
  EACCES: ['port-forbidden', 'Choose a port above 1023, or 0 for any free one.'],
  EADDRNOTAVAIL: ['host-unavailable', 'Choose an address of this machine, such as 127.0.0.1.'],
  ENOTFOUND: ['host-unavailable', 'Choose an address of this machine, such as 127.0.0.1.'],
};

function describeStartError(error: unknown, place: { host: string; port: number }): MockStartError {
  const name = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [code, remedy] = causes[name] ?? ['listen-failed', 'See the cause for what the system says.'];
  return new MockStartError(code, place, remedy, error);
}
