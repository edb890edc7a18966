import { once } from 'node:events';
import { connect } from 'node:net';

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
