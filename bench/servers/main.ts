// `node main.ts bare|mock|receiver [argument]`: one server in a process of its own; its first line is its address.
import { createServer, type RequestListener } from 'node:http';
import { startMock } from '@trtc-call/mock';
import { createReceiver } from '@trtc-call/webhooks';

const [kind, argument = ''] = process.argv.slice(2);
// Our mock as a user starts it, without its rate limits: they would refuse the load that is to be measured.
if (kind === 'mock') console.log((await startMock({ rateLimit: false })).url);
else listen(kind === 'receiver' ? receive(argument) : answerAlways(argument));

/** The floor: parses the body and answers the bytes that it was given. */
function answerAlways(answer: string): RequestListener {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, headers).end(answer);
    });
  };
}

/** Our receiver with everything on that asks no other service: secret, addresses, handler, memory store. */
function receive(secret: string): RequestListener {
  const receiver = createReceiver({
    sdkAppId: 1400000000,
    secret,
    allow: ['127.0.0.0/8', '::1'],
    trustedProxies: ['10.0.0.0/8'],
    on: { '*': async () => {} },
  });
  return receiver.node;
}

function listen(handle: RequestListener): void {
  // While others are measured, connections idle for longer than the five seconds after which they would be closed.
  const server = createServer({ keepAliveTimeout: 0 }, handle);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}`);
  });
}
