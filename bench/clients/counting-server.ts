import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sampleCall } from '../sample-call.ts';

/** A server that answers every call alike, slowly enough that calls overlap, and counts its connections. */
export interface CountingServer extends AsyncDisposable {
  readonly url: string;
  /** The call that it answers with. */
  readonly callId: string;
  connections(): number;
}

const milliseconds = 20;

export async function startCountingServer(): Promise<CountingServer> {
  const { answer, callId } = await sampleCall();
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => {
      response.setHeader('content-type', 'application/json').end(answer);
    }, milliseconds);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    callId,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
