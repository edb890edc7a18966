import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPageFetcher } from '../on-demand.ts';
import { fetcher, page, site } from '../testing/site.ts';

/** Takes connections and handles them as asked; `closed` resolves when it has no connection any more. */
async function listenRaw(take: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    take(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { host: `127.0.0.1:${port}`, sockets };
}
const dribble = (socket: Socket, text: string) => {
  socket.write(text);
  const timer = setInterval(() => socket.write('x'), 10);
  socket.on('close', () => clearInterval(timer));
};
const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n';
const stalls = {
  'accepts and says nothing': () => {},
  'sends a part of the head': (socket: Socket) => void socket.write(head),
  'sends the head and no body': (socket: Socket) => void socket.write(`${head}content-length: 9\r\n\r\n`),
  'sends a byte of the head now and then': (socket: Socket) => dribble(socket, `${head}x-long: `),
  'sends a byte of the body now and then': (socket: Socket) =>
    dribble(socket, `${head}content-length: 999999\r\n\r\n`),
};
const failed = {
  outcome: 'failed',
  reason: expect.stringMatching(/did not come within 0 s|not asked any more/),
};

test.each(Object.entries(stalls))(
  'one that %s is given up in time, and leaves no connection',
  async (_, stall) => {
    const { host, sockets } = await listenRaw((socket) => {
      socket.on('data', (request) => {
        if (String(request).includes('/robots.txt'))
          socket.write('HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n');
        else stall(socket);
      });
    });
    const { fetch } = fetcher({ timeoutMilliseconds: 100 });
    for (let page = 0; page < 5; page += 1)
      expect(await fetch(`http://${host}/${page}`, {})).toMatchObject(failed);
    await vi.waitFor(() => expect(sockets.size).toBe(0));
  },
);

test.each(['http', 'https'])('a proxy that never answers is given up in time for %s', async (scheme) => {
  const { host, sockets } = await listenRaw((socket) => void socket.resume());
  const environment = { http_proxy: `http://${host}`, https_proxy: `http://${host}` };
  const { fetch } = fetcher({ timeoutMilliseconds: 100, environment });
  for (let page = 0; page < 5; page += 1) {
    expect(await fetch(`${scheme}://pages.example/${page}`, {})).toMatchObject(failed);
  }
  await vi.waitFor(() => expect(sockets.size).toBe(0));
});

test('an interruption ends the wait for a tunnel at once, and its connection', async () => {
  const controller = new AbortController();
  const { host, sockets } = await listenRaw((socket) => void socket.once('data', () => controller.abort()));
  const { fetch } = fetcher({ signal: controller.signal, environment: { https_proxy: `http://${host}` } });
  expect(await fetch('https://pages.example/', {})).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('interrupted'),
  });
  await vi.waitFor(() => expect(sockets.size).toBe(0));
});

test('an interruption ends a pause between two requests at once', { timeout: 10_000 }, async () => {
  const controller = new AbortController();
  const { url } = await site((_, response) => {
    response.writeHead(503, { 'retry-after': '30' }).end(() => setTimeout(() => controller.abort(), 50));
  });
  const made = createPageFetcher({ environment: {}, signal: controller.signal, pauseMilliseconds: 0 });
  onTestFinished(() => made.close());
  expect(await made.fetch(url, {})).toMatchObject({ reason: expect.stringContaining('interrupted') });
});

test('a site that fails three times in a row is not asked any more, another one is', async () => {
  const broken = await site((_, response) => response.writeHead(500).end());
  const sound = await site(page);
  const { fetch } = fetcher();
  for (let id = 0; id < 5; id += 1) await fetch(`${broken.url}/${id}`, {});
  // Each is tried once more.
  expect(broken.pages()).toHaveLength(6);
  expect(await fetch(`${broken.url}/6`, {})).toMatchObject({
    reason: expect.stringMatching(/failed 3 times in a row and is not asked any more/),
  });
  expect(await fetch(`${sound.url}/1`, {})).toMatchObject({ outcome: 'read' });
});
