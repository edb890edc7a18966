import { createRequire } from 'node:module';
import type robotsParser from 'robots-parser';
import type { Gotten } from './get.ts';

// Its types say that it has a default export; what it exports is the function itself.
const parseRobots: typeof robotsParser.default = createRequire(import.meta.url)('robots-parser');

/** What a site lets us do. */
export interface Robots {
  allows(url: URL): boolean;
  /** Milliseconds between two requests; 0 where it does not say. */
  readonly pauseMilliseconds: number;
}

const longestPause = 30_000;

/** Reads a site's robots.txt. @returns undefined where the site does not say what it lets us do */
export function readRobots(address: URL, { status, body }: Gotten, userAgent: string): Robots | undefined {
  // No such file: everything is allowed (RFC 9309, 2.3.1.3); a server that fails allows nothing.
  if (status >= 400 && status < 500) return { allows: () => true, pauseMilliseconds: 0 };
  if (status !== 200) return undefined;
  const robots = parseRobots(address.href, body.toString('utf8'));
  const seconds = robots.getCrawlDelay(userAgent) ?? 0;
  return {
    allows: (url) => robots.isAllowed(url.href, userAgent) !== false,
    pauseMilliseconds: Math.min(longestPause, seconds * 1000),
  };
}
