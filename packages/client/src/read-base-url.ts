import type { Region } from '@trtc-call/spec/v1';
import { ArgumentError } from './errors.ts';
import { hosts, operationTable } from './generated/v1-tables.gen.ts';

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
  const path = url.pathname.replace(/\/+$/, '');
  const own = Object.values(operationTable).flatMap((operation) => prefixesOf(operation.path));
  const ending = own.find((prefix) => path.endsWith(prefix));
  if (ending === undefined) return url.origin + path;
  const remedy = `leave "${ending}" off the end: the client adds the paths of the API`;
  throw new ArgumentError(caller, 'region', 'ends with a path of the API', remedy);
}

/** `/v1`, `/v1/records` and `/v1/records/get` of the last one, the longest first. */
function prefixesOf(path: string): string[] {
  const parts = path.split('/').slice(1);
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
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
