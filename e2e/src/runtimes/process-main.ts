// A program as a process, in Node, Bun and Deno: input as the first argument, output on stdout. Without an input it is
// the program of webhooks.
import { once } from 'node:events';
import { createServer } from 'node:http';
import process from 'node:process';
import { createReceiver, type Receiver } from '@trtc-call/webhooks';
import { runProgram } from './program.ts';
import { runReceiverProgram, sdkAppId, sendTwice } from './receiver-program.ts';

const input = JSON.parse(process.argv[2] ?? 'null');
console.log(JSON.stringify(input ? await runProgram(input) : await receive()));

async function receive() {
  const { origin, stop } = await serve(createReceiver({ sdkAppId, on: { normal_end: () => {} } }));
  const handedOver = await sendTwice(origin, (url, body) => fetch(url, { method: 'POST', body }));
  await stop();
  return { ...(await runReceiverProgram()), handedOver };
}

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
