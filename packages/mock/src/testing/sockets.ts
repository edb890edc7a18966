import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** Sends bytes and reads until the other side closes; `shut` ends our side after sending. */
export async function rawExchange(
  port: number,
  bytes: string | Uint8Array,
  { shut = false }: { readonly shut?: boolean } = {},
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  // A connection that is cut is an answer too; what came before it is what counts.
  socket.on('error', () => {});
  if (shut) socket.end(bytes);
  else socket.write(bytes);
  await once(socket, 'close');
  return received;
}

/** A server on this machine, until the test has finished, and the requests that it got. */
export async function serve(
  listener: RequestListener,
): Promise<{ port: number; url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`);
    request.resume();
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, url: `http://127.0.0.1:${port}`, seen };
}
