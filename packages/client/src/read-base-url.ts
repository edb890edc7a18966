import type { Region } from '@trtc-call/spec/v1';
import { ArgumentError } from './errors.ts';
import { hosts } from './generated/v1-tables.gen.ts';

/** The URL in front of every path. @throws ArgumentError when it is neither a region nor a URL that may be asked. */
export function readBaseUrl(caller: string, region: string): string {
  if (isRegion(region)) return hosts[region];
  const url = typeof region === 'string' && URL.canParse(region) ? new URL(region) : undefined;
  if (!url) return refuseRegion(caller, 'is neither a region nor a URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return refuseRegion(caller, 'has more than a host and a path');
  }
  const isLocal = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) return refuseRegion(caller, 'is not secure');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function refuseRegion(caller: string, problem: string): never {
  const regions = Object.keys(hosts).join(', ');
  const remedy = `pass one of ${regions}, or an https: URL (http: for loopback hosts only)`;
  throw new ArgumentError(caller, 'region', problem, remedy);
}

function isRegion(region: unknown): region is Region {
  return typeof region === 'string' && Object.hasOwn(hosts, region);
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.[\d.]+$/.test(host)
  );
}
