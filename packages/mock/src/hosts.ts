import { BlockList, isIP } from 'node:net';

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
 * Makes the check of names by which the mock may be called. A page can point a name of its own at this machine (DNS
 * rebinding), so only names are good that no page can own.
 *
 * - this machine's own, and `allowed`
 * - where it listens for other machines: what it was told to listen on, any IP address, and any name without a dot,
 *   such as the names of services in Docker and CI
 */
export function createHostCheck(listensOn: string, allowed: readonly string[]): (host: string) => boolean {
  const own = readHost(listensOn);
  const named = new Set([own, ...allowed.map(readHost)]);
  const isOpen = own === undefined || !isLoopbackHost(own);
  return (host) =>
    isLoopbackHost(host) || named.has(host) || (isOpen && (isIP(host) !== 0 || !host.includes('.')));
}
