import { once } from 'node:events';
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

export function readPort(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('The server listens on no port.');
  return address.port;
}
