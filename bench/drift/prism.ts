import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Exchange, Generation } from '@trtc-call/drift';
import { startServer } from '../servers/start.ts';
import type { Said } from './same-exchanges.ts';

const { resolve } = createRequire(import.meta.url);
const main = join(resolve('@stoplight/prism-cli/package.json'), '../dist/index.js');
const numberHeader = 'x-exchange';
const atOnce = 16;
const patienceMilliseconds = 1000;

/** What Prism's validating proxy says of each exchange when it passes by: to a service that answers what was recorded. */
export async function askPrism(generation: Generation, exchanges: readonly Exchange[]): Promise<Said> {
  const service = await startService(exchanges);
  const contract = resolve(`@trtc-call/spec/${generation}/openapi.json`);
  const args = [main, 'proxy', contract, service.url, '-p', '0', '-h', '127.0.0.1'];
  const proxy = await startServer(args, (line) => line.includes('Prism is listening'));
  try {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(proxy.line)?.[0];
    if (!url) throw new Error(`no address in: ${proxy.line}`);
    return await replay(exchanges, url);
  } finally {
    await proxy.stop();
    service.server.closeAllConnections();
    service.server.close();
  }
}

async function replay(exchanges: readonly Exchange[], proxy: string): Promise<Said> {
  const said = new Map<number, string[]>();
  const numbers = exchanges.keys();
  const worker = async () => {
    for (const number of numbers) {
      const exchange = exchanges[number];
      if (exchange) said.set(number, await pass(exchange, number, proxy));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return said;
}

async function pass(exchange: Exchange, number: number, proxy: string): Promise<string[]> {
  const { method, url, requestContentType, requestBody } = exchange;
  const { pathname, search } = new URL(url);
  const headers: Record<string, string> = { [numberHeader]: String(number) };
  if (requestContentType !== undefined) headers['content-type'] = requestContentType;
  try {
    const answer = await fetch(`${proxy}${pathname}${search}`, {
      method,
      headers,
      // A body without a type is sent as bytes: fetch would add a type to a text.
      body: requestBody === undefined ? null : new TextEncoder().encode(requestBody),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    const text = await answer.text();
    const violations: unknown = JSON.parse(answer.headers.get('sl-violations') ?? '[]');
    const lines = Array.isArray(violations) ? violations.map((violation) => JSON.stringify(violation)) : [];
    // Prism answers by itself where it gives up.
    const isOwn = answer.status !== exchange.status || text.includes('stoplight.io/prism/errors');
    return isOwn ? [...lines, `Prism answers ${answer.status}`] : lines;
  } catch (error) {
    return [`no answer: ${error instanceof Error ? error.name : 'unknown'}`];
  }
}

/** Answers each request by what is on record under its number. */
async function startService(exchanges: readonly Exchange[]): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const exchange = exchanges[Number(request.headers[numberHeader])];
    request.resume();
    request.once('end', () => {
      const { status = 500, contentType, answerBody = '' } = exchange ?? {};
      response.writeHead(status, contentType === undefined ? {} : { 'content-type': contentType });
      response.end(status === 204 ? undefined : answerBody);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the service has no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}
