import { BlockList, isIP } from 'node:net';
import { AdminError } from './errors.ts';
import { type Handle, jsonAnswer, type MockRequest } from './exchange.ts';

/** Pages of which origins may read answers: all, none, or those listed. */
export type CorsOption = boolean | readonly string[];

const adminPrefix = '/_mock';
const longestShown = 100;

/** Whether a path, or a path with its query, belongs to the mock itself and not to the API that it plays. */
export function isAdminPath(target: string): boolean {
  if (!target.startsWith(adminPrefix)) return false;
  return ['', '/', '?'].includes(target.charAt(adminPrefix.length));
}

/** Refuses a request that a web page may have sent; `undefined` when it is let in. */
export type PageGuard = (request: MockRequest, isAdmin: boolean) => AdminError | undefined;

/**
 * Makes the guard against web pages: a browser sends what any page on the web asks for, also to this machine. Programs
 * such as curl, tests and clients send neither `Origin` nor `Sec-Fetch-Site`, and are let in.
 */
export function createPageGuard(isOwnHost: (host: string) => boolean, cors: CorsOption): PageGuard {
  const isOwn = (text: string): boolean => {
    const host = readHost(text);
    return host !== undefined && isOwnHost(host);
  };

  const guardAdmin = (request: MockRequest): AdminError | undefined => {
    const foreign = request.hosts().find((text) => !isOwn(text));
    if (foreign !== undefined) {
      const message = `The host ${cut(foreign)} is not one of this mock. Use 127.0.0.1 or localhost, or name the host with --allow-host (the option allowHosts).`;
      return new AdminError('host-not-allowed', message);
    }
    if (!isFromPage(request) || isSameOrigin(request)) return undefined;
    return refusePage(
      request,
      `Pages may not use ${adminPrefix}, whatever the option cors says. Send it from a program, such as a test or curl.`,
    );
  };

  const guardApi = (request: MockRequest): AdminError | undefined => {
    if (cors === true || !isFromPage(request)) return undefined;
    const origin = request.header('origin');
    if (cors !== false && origin !== undefined && cors.includes(origin)) return undefined;
    if (request.hosts().every(isOwn) && isSameOrigin(request)) return undefined;
    // The proxy of a development server passes the origin on, and the browser takes both for one.
    if (request.header('sec-fetch-site') === 'same-origin' && isLoopbackOrigin(origin)) return undefined;
    return refusePage(request, 'Start the mock with --cors, or with the option cors, to let pages call it.');
  };

  return (request, isAdmin) => (isAdmin ? guardAdmin(request) : guardApi(request));
}

/** Whether a page may have caused it. What the user enters into the address bar has the site `none`. */
function isFromPage({ header }: MockRequest): boolean {
  if (header('origin') !== undefined) return true;
  const site = header('sec-fetch-site');
  return site !== undefined && site !== 'none';
}

/** Whether the page was loaded from the address that it calls. */
function isSameOrigin({ header, hosts }: MockRequest): boolean {
  const [origin, site] = [header('origin'), header('sec-fetch-site')];
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return true;
  const page = origin.replace(/^https?:\/\//, '').toLowerCase();
  const called = hosts();
  return page !== origin && called.length > 0 && called.every((host) => host.toLowerCase() === page);
}

function isLoopbackOrigin(origin: string | undefined): boolean {
  const url = origin === undefined ? undefined : URL.parse(origin);
  const host = url ? readHost(url.host) : undefined;
  return host !== undefined && isLoopbackHost(host);
}

function refusePage({ header }: MockRequest, remedy: string): AdminError {
  const origin = header('origin');
  const sender = origin === undefined ? `Sec-Fetch-Site: ${header('sec-fetch-site')}` : `Origin: ${origin}`;
  return new AdminError('page-not-allowed', `This was sent by a web page (${cut(sender)}). ${remedy}`);
}

function cut(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** How long a browser may go on without asking again, in seconds. */
const preflightSeconds = 600;

/**
 * Lets pages of the allowed origins read the answers of the API. The paths of the mock itself are for no page. What a
 * browser asks for before it sends is granted whole, since which requests are valid is for the mock to say.
 */
export function withCors(handle: Handle, cors: Exclude<CorsOption, false>): Handle {
  return (request) => {
    if (isAdminPath(request.target)) return handle(request);
    const allowed = allowOrigin(request.header('origin'), cors);
    const preflight = allowPreflight(request);
    const answer = preflight ? jsonAnswer('', 204) : handle(request);
    return { ...answer, headers: [...answer.headers, ...allowed, ...(preflight ?? [])] };
  };
}

/** The headers by which a page of this origin may read an answer. */
function allowOrigin(origin: string | undefined, cors: Exclude<CorsOption, false>): string[] {
  const readable = ['access-control-expose-headers', '*'];
  if (cors === true) return ['access-control-allow-origin', '*', ...readable];
  const isAllowed = origin !== undefined && cors.includes(origin);
  return ['vary', 'origin', ...(isAllowed ? ['access-control-allow-origin', origin, ...readable] : [])];
}

/** The headers that grant what a preflight asks for; `undefined` for a request that is none. */
function allowPreflight({ method, header }: MockRequest): string[] | undefined {
  const asked = header('access-control-request-method');
  if (method !== 'OPTIONS' || header('origin') === undefined || asked === undefined) return undefined;
  const headers = header('access-control-request-headers');
  return [
    'access-control-allow-methods',
    asked,
    'access-control-max-age',
    String(preflightSeconds),
    ...(headers ? ['access-control-allow-headers', headers] : []),
  ];
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address, in any spelling, is one of this machine's own; an IPv4 address within IPv6 too. */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a host that has been read leads to this machine, by its address or as the name `localhost`. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
}

/**
 * Reads a host with or without a port, from a header or an option, into one spelling: lower case, without brackets
 * or a dot at the end, an IPv4 address with its four numbers. `undefined` when there is more in it, or no host.
 */
export function readHost(text: string): string | undefined {
  if (/[\s/\\?#@]/.test(text)) return undefined;
  const url = URL.parse(`http://${isIP(text) === 6 ? `[${text}]` : text}`);
  return url?.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/**
 * Creates the check of the hosts by which the mock may be called. A web page can point its own name at this machine (DNS
 * rebinding), so only names that no page can own are accepted.
 *
 * - this machine's own, and `allowed`
 * - where it listens for other machines: the address it listens on, any IP address, and any name without a dot,
 *   such as the names of services in Docker and CI
 */
export function createHostCheck(listensOn: string, allowed: readonly string[]): (host: string) => boolean {
  const own = readHost(listensOn);
  const named = new Set([own, ...allowed.map(readHost)]);
  const isOpen = own === undefined || !isLoopbackHost(own);
  return (host) =>
    isLoopbackHost(host) || named.has(host) || (isOpen && (isIP(host) !== 0 || !host.includes('.')));
}
