// The program of webhooks as a process, in Node, Bun and Deno: output on stdout.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createReceiver, type Receiver } from '@trtc-call/webhooks';
import { runReceiverProgram } from './receiver-program.ts';
import { sdkAppId, sendTwice } from './send-twice.ts';

const receiver = createReceiver({ sdkAppId, on: { normal_end: () => {} } });
const { origin, stop } = await serve(receiver);
const handedOver = await sendTwice(origin, (url, body) => fetch(url, { method: 'POST', body }));
await stop();
console.log(JSON.stringify({ ...(await runReceiverProgram()), handedOver }));

/** Hands the receiver to the server that the runtime has, as it is. */
async function serve({ fetch: handler, node }: Receiver): Promise<{ origin: string; stop: () => unknown }> {
  const hostname = '127.0.0.1';
  const bun = Reflect.get(globalThis, 'Bun');
  if (bun) {
    const server = bun.serve({ port: 0, hostname, fetch: handler });
    return { origin: `http://${hostname}:${server.port}`, stop: () => server.stop(true) };
  }
  const deno = Reflect.get(globalThis, 'Deno');
  if (deno) {
    const server = deno.serve({ port: 0, hostname, onListen: () => {} }, handler);
    return { origin: `http://${hostname}:${server.addr.port}`, stop: () => server.shutdown() };
  }
  const server = createServer(node).listen(0, hostname);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has no port');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://${hostname}:${address.port}`, stop };
}
