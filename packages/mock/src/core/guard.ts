import { AdminError } from '../errors.ts';
import type { CorsOption } from '../http/cors.ts';
import type { MockRequest } from './exchange.ts';
import { isLoopbackHost, readHost } from './hosts.ts';

/** Says why a request is not let in; `undefined` when it is. */
export interface Guard {
  /** To a path of the mock itself. */
  admin(request: MockRequest): AdminError | undefined;
  /** To the API. */
  api(request: MockRequest): AdminError | undefined;
}

const adminPrefix = '/_mock';
const longestShown = 100;

/** Whether a path, or a path with its query, belongs to the mock itself and not to the API that it plays. */
export function isAdminPath(target: string): boolean {
  if (!target.startsWith(adminPrefix)) return false;
  return ['', '/', '?'].includes(target.charAt(adminPrefix.length));
}

/**
 * Makes the guard against web pages: a browser sends what any page on the web asks for, also to this machine. Programs
 * such as curl, tests and clients send neither `Origin` nor `Sec-Fetch-Site`, and are let in.
 */
export function createGuard(isOwnHost: (host: string) => boolean, cors: CorsOption): Guard {
  return {
    admin(request) {
      const foreign = request.hosts().find((text) => !isOwn(text));
      if (foreign !== undefined) {
        const message = `The host ${shown(foreign)} is not one of this mock. Use 127.0.0.1 or localhost, or name the host with --allow-host (the option allowHosts).`;
        return new AdminError(403, 'host-not-allowed', message);
      }
      if (!isOfPage(request) || isSameOrigin(request)) return undefined;
      const message = `${senderOf(request)} Pages may not use ${adminPrefix}, whatever the option cors says. Send it from a program, such as a test or curl.`;
      return new AdminError(403, 'page-not-allowed', message);
    },
    api(request) {
      const { origin } = request;
      if (cors === true || !isOfPage(request)) return undefined;
      if (cors !== false && origin !== undefined && cors.includes(origin)) return undefined;
      if (request.hosts().every(isOwn) && isSameOrigin(request)) return undefined;
      // The proxy of a development server passes the origin on, and the browser takes both for one.
      if (request.site === 'same-origin' && isLoopbackOrigin(origin)) return undefined;
      const message = `${senderOf(request)} Start the mock with --cors, or with the option cors, to let pages call it.`;
      return new AdminError(403, 'page-not-allowed', message);
    },
  };

  function isOwn(text: string): boolean {
    const host = readHost(text);
    return host !== undefined && isOwnHost(host);
  }
}

/** Whether a page may have caused it. What the user enters into the address bar has the site `none`. */
function isOfPage({ origin, site }: MockRequest): boolean {
  return origin !== undefined || (site !== undefined && site !== 'none');
}

/** Whether the page was loaded from the address that it calls. */
function isSameOrigin({ origin, site, hosts }: MockRequest): boolean {
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

function senderOf({ origin, site }: MockRequest): string {
  const header = origin === undefined ? `Sec-Fetch-Site: ${site}` : `Origin: ${origin}`;
  return `This was sent by a web page (${shown(header)}).`;
}

function shown(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
