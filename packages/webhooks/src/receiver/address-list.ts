import net from 'node:net';
import { ReceiverOptionError } from './errors.ts';

/** Whether an address is one of those listed. */
export type AddressList = (address: string) => boolean;

/** @throws ReceiverOptionError for an entry that is neither an address nor a CIDR range */
export function addressList(field: string, entries: readonly string[]): AddressList {
  if (!Array.isArray(entries)) {
    throw new ReceiverOptionError(field, 'it is no list', "Give an array such as ['203.0.113.0/24'].");
  }
  const list = new net.BlockList();
  for (const entry of entries) addEntry(list, entry, field);
  // One sender sends many: what was found of the last address holds for the next request.
  let last: string | undefined;
  let isListed = false;
  return (address) => {
    if (address === last) return isListed;
    const plain = plainAddress(address);
    const family = familyOf(plain);
    isListed = family !== undefined && list.check(plain, family);
    last = address;
    return isListed;
  };
}

function addEntry(list: net.BlockList, entry: string, field: string): void {
  const [address = '', bits, ...rest] = String(entry).split('/');
  const family = familyOf(address);
  const most = family === 'ipv4' ? 32 : 128;
  const isRange = bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  if (family && rest.length === 0 && bits === undefined) list.addAddress(address, family);
  else if (family && rest.length === 0 && isRange) list.addSubnet(address, Number(bits), family);
  else {
    throw new ReceiverOptionError(
      field,
      `${JSON.stringify(entry)} is no address`,
      'Give addresses or ranges such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
    );
  }
}

const isPlain = /^\d+\.\d+\.\d+\.\d+$/;

/** A socket for both families shows an IPv4 address as `::ffff:192.0.2.1`; proxies may add a port or brackets. */
function plainAddress(text: string): string {
  if (isPlain.test(text)) return text;
  const trimmed = text.trim();
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed)?.[1];
  const withoutPort =
    bracketed ?? (/^[^:]*:\d+$/.test(trimmed) ? trimmed.slice(0, trimmed.indexOf(':')) : trimmed);
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutPort)?.[1] ?? withoutPort;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = net.isIP(address);
  if (version === 4) return 'ipv4';
  return version === 6 ? 'ipv6' : undefined;
}

/**
 * Who sent it. Each of our own proxies adds at the end whom it was sent by, so the list is read from there, as long as
 * who speaks is trusted.
 */
export function senderOf(
  peer: string,
  forwardedFor: string | undefined,
  proxies: AddressList | undefined,
): string {
  let sender = plainAddress(peer);
  if (!proxies || forwardedFor === undefined) return sender;
  const hops = forwardedFor.split(',');
  while (proxies(sender)) {
    const hop = hops.pop();
    if (hop === undefined) return sender;
    sender = plainAddress(hop);
  }
  return sender;
}
