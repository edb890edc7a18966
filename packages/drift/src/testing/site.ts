import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { onTestFinished } from 'vitest';
import { createPageFetcher } from '../on-demand.ts';
import type { FetchOptions } from '../pages/fetch-page.ts';

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** A site that allows everything, unless it says otherwise. */
export async function site(
  answer: RequestListener,
  robots: RequestListener = (_, response) => response.writeHead(404).end(),
) {
  const asked: IncomingMessage[] = [];
  const url = await listen(
    createServer((request, response) => {
      asked.push(request);
      if (request.url === '/robots.txt') robots(request, response);
      else answer(request, response);
    }),
  );
  return { url, asked, pages: () => asked.filter((request) => request.url !== '/robots.txt') };
}

export function fetcher(options: FetchOptions = {}) {
  const waited: number[] = [];
  const wait = async (milliseconds: number) => waited.push(milliseconds);
  const made = createPageFetcher({ environment: {}, wait, ...options });
  onTestFinished(() => made.close());
  return { ...made, waited };
}

export const page: RequestListener = (_, response) => {
  response.writeHead(200, {
    'content-type': 'text/html',
    etag: '"a"',
    'last-modified': 'Mon, 01 Jan 2026 00:00:00 GMT',
  });
  response.end('<h1>A page</h1>');
};
