import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type robotsParser from 'robots-parser';
import manifest from '../../package.json' with { type: 'json' };
import { GetError, type Gotten, openConnections, type ProxyEnvironment } from './get.ts';
import type { FetchedPage, PageFetcher, Validators } from './load-page.ts';
import type { PageFormat } from './page-blocks.ts';
import { recognizeGate } from './recognize-page.ts';

/** How pages are fetched. */
export interface FetchOptions {
  /**
   * Until a whole page is there, from the start of its connection, in milliseconds. Default: 20000. It is tried twice; a
   * site that fails three pages in a row is not asked any more.
   */
  readonly timeoutMilliseconds?: number | undefined;
  /** Between two requests, in milliseconds. Default: 1000, or what robots.txt asks for. */
  readonly pauseMilliseconds?: number | undefined;
  /** The longest page, in bytes. Default: 8388608, which is 8 MiB. */
  readonly maxBytes?: number | undefined;
  /** Default: the name and the version of this package. */
  readonly userAgent?: string | undefined;
  /** Where a proxy is named: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. Default: `process.env`. */
  readonly environment?: ProxyEnvironment | undefined;
  /** Waits this many milliseconds, or rejects when the signal is aborted. Default: a timer. */
  readonly wait?: ((milliseconds: number, signal?: AbortSignal) => Promise<unknown>) | undefined;
  /** Ends it: no page is waited for or asked for any more. */
  readonly signal?: AbortSignal | undefined;
}

const mostRedirects = 5;
const longestRetryAfter = 30_000;
const mostFailures = 3;
const refusals: readonly number[] = [401, 403, 429, 503];

export function openFetcher(options: FetchOptions): PageFetcher {
  const { userAgent = `trtc-call-drift/${manifest.version}`, environment = process.env } = options;
  const {
    wait = (milliseconds: number, signal?: AbortSignal) => sleep(milliseconds, undefined, { signal }),
  } = options;
  const connections = openConnections(environment);
  const line = createLine(connections, { ...options, userAgent, wait });
  const robots = new Map<string, Promise<Robot>>();
  let last: Promise<unknown> = Promise.resolve();

  const findRobots = (url: URL) => {
    const known = robots.get(url.origin) ?? askRobots(url, line);
    robots.set(url.origin, known);
    return known;
  };
  return {
    fetch(url, validators) {
      // Whatever the caller does, the next one waits for this one.
      const page = last.then(() => fetchPage(new URL(url), validators, line, findRobots));
      last = page.catch(() => {});
      return page;
    },
    async close() {
      connections.close();
    },
  };
}

type Line = ReturnType<typeof createLine>;
type Robot = ReturnType<typeof robotsParser.default>;

/** One request after the other, each tried once more where that may help. */
function createLine(
  connections: ReturnType<typeof openConnections>,
  options: FetchOptions & {
    readonly userAgent: string;
    readonly wait: NonNullable<FetchOptions['wait']>;
  },
) {
  const { timeoutMilliseconds = 20_000, maxBytes = 8 * 1024 * 1024, signal, userAgent } = options;
  const wait = async (milliseconds: number) => {
    await options.wait(milliseconds, signal).catch((error: unknown) => {
      throw signal?.aborted ? new GetError('it was interrupted', false) : error;
    });
  };
  let pause = options.pauseMilliseconds ?? 1000;
  let isFirst = true;
  const getOnce = async (url: URL, headers: Readonly<Record<string, string>>) => {
    if (!isFirst) await wait(pause);
    isFirst = false;
    const accept = isMarkdownAddress(url)
      ? 'text/markdown, text/plain;q=0.9, text/html;q=0.5'
      : 'text/html, text/markdown;q=0.9, text/plain;q=0.5';
    const all = { 'user-agent': userAgent, accept, 'accept-encoding': 'gzip, br', ...headers };
    return connections.get(url, { headers: all, timeoutMilliseconds, maxBytes, signal });
  };
  const getTwice = async (url: URL, headers: Readonly<Record<string, string>>) => {
    try {
      const gotten = await getOnce(url, headers);
      if (!mayPass(gotten)) return gotten;
      const seconds = Number(gotten.header('retry-after') ?? 0);
      await wait(Math.min(longestRetryAfter, (Number.isFinite(seconds) ? seconds : 0) * 1000));
    } catch (error) {
      if (!(error instanceof GetError && error.mayPass)) throw error;
    }
    return getOnce(url, headers);
  };
  const failures = new Map<string, number>();
  return {
    userAgent,
    /** The next request waits at least so long after this one. */
    slowDown(milliseconds: number): void {
      pause = Math.max(pause, milliseconds);
    },
    async get(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<Gotten> {
      const failed = failures.get(url.origin) ?? 0;
      if (failed >= mostFailures) {
        throw new GetError(`${url.host} failed ${failed} times in a row and is not asked any more`, false);
      }
      failures.set(url.origin, failed + 1);
      const gotten = await getTwice(url, headers);
      if (!mayPass(gotten)) failures.set(url.origin, 0);
      return gotten;
    },
  };
}

function mayPass({ status }: Gotten): boolean {
  return status >= 500 || status === 429;
}

const longestPause = 30_000;

/** What a site lets us do. @throws GetError where it does not say */
async function askRobots(url: URL, { get }: Line): Promise<Robot> {
  const address = new URL('/robots.txt', url);
  try {
    let at = address;
    let gotten = await get(at);
    for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
      const location = findLocation(gotten);
      if (location === undefined) break;
      at = URL.parse(location, at) ?? at;
      gotten = await get(at);
    }
    // No such file: everything is allowed (RFC 9309, 2.3.1.3); a server that fails allows nothing.
    const isMissing = gotten.status >= 400 && gotten.status < 500;
    if (gotten.status === 200 || isMissing)
      return loadParser()(address.href, isMissing ? '' : gotten.body.toString('utf8'));
  } catch (error) {
    throw error instanceof GetError ? new GetError(`${address.href}: ${error.message}`, false) : error;
  }
  throw new GetError(`${address.href} cannot be read, and so does not allow it`, false);
}

async function fetchPage(
  wanted: URL,
  validators: Validators,
  line: Line,
  findRobots: (url: URL) => Promise<Robot>,
): Promise<FetchedPage> {
  try {
    let url = wanted;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const robots = await findRobots(url);
      if (robots.isAllowed(url.href, line.userAgent) === false)
        return failed(`robots.txt of ${url.host} does not allow it: save the page by hand`);
      line.slowDown(Math.min(longestPause, (robots.getCrawlDelay(line.userAgent) ?? 0) * 1000));
      const gotten = await line.get(url, writeConditions(validators));
      const location = findLocation(gotten);
      if (location === undefined) return readPage(url, gotten);
      const next = URL.parse(location, url);
      if (!next) return failed('it redirects to something that is not an address');
      if (!isSamePage(url, next)) return { outcome: 'moved', to: next.href };
      url = next;
    }
    return failed(`it is redirected more than ${mostRedirects} times: open it in a browser`);
  } catch (error) {
    if (!(error instanceof GetError)) throw error;
    return failed(`${error.message}: look at the network and the proxy, then try again`);
  }
}

/** Where it redirects to. */
function findLocation({ status, header }: Gotten): string | undefined {
  return status >= 300 && status < 400 && status !== 304 ? header('location') : undefined;
}

function failed(reason: string): FetchedPage {
  return { outcome: 'failed', reason };
}

function readPage(url: URL, gotten: Gotten): FetchedPage {
  const { status } = gotten;
  if (status === 304) return { outcome: 'unchanged' };
  if (status === 404 || status === 410) return { outcome: 'missing', status };
  const text = decodePage(gotten);
  const format = readFormat(url, gotten, text);
  // A challenge or a log-in often has such a status: that says more than its number.
  const isGate = refusals.includes(status) && recognizeGate(text, format) !== undefined;
  if (status !== 200 && !isGate)
    return failed(`the server answers with HTTP status ${status}: try again later`);
  const validators = { etag: gotten.header('etag'), lastModified: gotten.header('last-modified') };
  return { outcome: 'read', text, format, validators: isGate ? {} : validators };
}

function writeConditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

/** Another scheme, a slash at the end or a query make no other page. */
function isSamePage(one: URL, other: URL): boolean {
  const path = ({ pathname }: URL) => pathname.replace(/\/$/, '');
  return one.host === other.host && path(one) === path(other);
}

// Its types say that it has a default export; what it exports is the function itself.
function loadParser(): typeof robotsParser.default {
  return createRequire(import.meta.url)('robots-parser');
}

/** The text of a page in the encoding that it says it has, UTF-8 where it says nothing or something unknown. */
function decodePage({ header, body }: Pick<Gotten, 'header' | 'body'>): string {
  const stated = /charset\s*=\s*["']?([\w-]+)/i.exec(header('content-type') ?? '')?.[1];
  const written = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(body.toString('latin1', 0, 2048))?.[1];
  for (const encoding of [stated, written]) {
    if (encoding === undefined) continue;
    try {
      return new TextDecoder(encoding).decode(body);
    } catch {
      // An unknown name says nothing.
    }
  }
  return new TextDecoder().decode(body);
}

const htmlStart = /^\s*(<!--[\s\S]{0,1000}?-->\s*)?<(!doctype\s+html|html|head|body)\b/i;

/** How the page is written. What is sent for a Markdown file may all the same be the site's HTML. */
function readFormat(url: URL, { header }: Pick<Gotten, 'header'>, text: string): PageFormat {
  if (htmlStart.test(text.slice(0, 2000))) return 'html';
  const type = header('content-type') ?? '';
  if (/^text\/(x-)?markdown\b/i.test(type)) return 'markdown';
  return isMarkdownAddress(url) && !/^(text\/html|application\/xhtml\+xml)\b/i.test(type)
    ? 'markdown'
    : 'html';
}

function isMarkdownAddress({ pathname }: URL): boolean {
  return /\.(md|markdown)$/.test(pathname);
}
