import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { AdminError } from '../errors.ts';
import { isLoopbackAddress, isLoopbackHost, readUrlHost } from '../hosts.ts';

/** Where webhooks may go that were asked for over HTTP. */
export interface Destinations {
  /** Throws an `AdminError` for an address that nothing may be sent to. */
  readonly require: (to: URL) => void;
  /** A `fetch` that reaches no other address. */
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * This machine, and the hosts that are allowed. What `localhost` means is looked up once for each connection, and
 * connected to as it was looked at, so that a name cannot change its meaning in between.
 *
 * @param allowed hosts in the spelling of `readHost`
 */
export function createDestinations(
  allowed: ReadonlySet<string>,
  lookup: typeof systemLookup = systemLookup,
): Destinations {
  const requireAllowed = (to: URL): void => {
    const host = readUrlHost(to);
    if (allowed.has(host) || isLoopbackHost(host)) return;
    throw refused(host, 'what is asked for over HTTP is sent to this machine only');
  };

  const lookupLoopback: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const foreign = addresses?.find(({ address }) => !isLoopbackAddress(address));
      const [first] = addresses ?? [];
      if (error || !first) callback(error ?? new Error(`${hostname} has no address`), '');
      else if (foreign) callback(refused(hostname, `it is ${foreign.address}, which is another machine`), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  return {
    require: requireAllowed,
    async fetch(request) {
      const url = new URL(request.url);
      requireAllowed(url);
      return allowed.has(readUrlHost(url)) ? globalThis.fetch(request) : send(request, url, lookupLoopback);
    },
  };
}

function refused(host: string, why: string): AdminError {
  const message = `Webhooks to ${host} are refused: ${why}. Name the host with --allow-webhooks-to ${host} (the option allowWebhooksTo), or call mock.simulateCall() in code.`;
  return new AdminError(403, 'destination-not-allowed', message);
}

/** Sends it over a connection of its own, past proxies. Redirects are not followed. */
async function send(request: Request, url: URL, lookup: LookupFunction): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer());
  const { method, signal } = request;
  const headers = { ...Object.fromEntries(request.headers), 'content-length': body.length };
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = start(url, { method, headers, signal, lookup, agent: false }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  const status = incoming.statusCode ?? 0;
  const hasBody = ![204, 205, 304].includes(status);
  if (!hasBody) incoming.resume();
  return new Response(hasBody ? toStream(incoming) : null, { status });
}

function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Buffer> = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: () => {
      incoming.destroy();
    },
  });
}
