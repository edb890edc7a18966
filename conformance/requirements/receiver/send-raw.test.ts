import { once } from 'node:events';
import { createServer } from 'node:http';
import { readPort } from '@trtc-call/test-servers';
import { expect, onTestFinished, test } from 'vitest';
import { rawSender } from './send-raw.ts';

test('an answer without an end is given up at its bound', async () => {
  const server = createServer((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
    };
    response.on('drain', more);
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${readPort(server)}/`);
  const { send, close } = rawSender(url);
  onTestFinished(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  await expect(send({ url, method: 'POST', headers: {}, body: '{}' }, 60_000)).rejects.toThrow(
    'the answer is longer than 1048576 characters',
  );
});
