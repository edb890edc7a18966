import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';

/** Finds a free port of the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = readPort(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Serves on a free loopback port until it is disposed of, which ends all open connections. */
export async function serveLocally(server: HttpServer): Promise<AsyncDisposable & { readonly url: string }> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${readPort(server)}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}

export function readPort(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('The server listens on no port.');
  return address.port;
}
