import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers every call with success and notes when those to `path` came, in milliseconds of `performance.now`. */
export class NotingServer implements AsyncDisposable {
  readonly arrivals: number[] = [];
  readonly #path: string;
  readonly #server = createServer((request, response) => {
    if (request.url?.startsWith(this.#path)) this.arrivals.push(performance.now());
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end('{"errorCode":0,"errorMessage":"","requestId":"1"}');
  });

  private constructor(path: string) {
    this.#path = path;
  }

  static async start(path: string): Promise<NotingServer> {
    const server = new NotingServer(path);
    await once(server.#server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What came within these times. */
  between(from: number, to: number): number[] {
    return this.arrivals.filter((time) => time >= from && time < to);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

/** The most of these times (ms, any order) that any half-open window of `milliseconds` holds, and where it begins. */
export function mostInAnyWindow(
  times: readonly number[],
  milliseconds: number,
): { most: number; from: number } {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, from, first] = [0, 0, 0];
  for (const [last, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= milliseconds) first++;
    if (last - first + 1 <= most) continue;
    most = last - first + 1;
    from = sorted[first] ?? 0;
  }
  return { most, from };
}
