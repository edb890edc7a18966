import { timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import type { Incoming } from '../adapters/incoming.ts';
import type { Signature, WebhookQuery } from '../contract.ts';
import type { Refusal } from './answers.ts';
import { ReceiverOptionError } from './options.ts';

interface SenderRules {
  readonly checkSecret: SecretCheck | undefined;
  readonly allow: AddressList | undefined;
  readonly proxies: AddressList | undefined;
}

/** Whether the sender knows the secret and has an address that may send. */
export function checkSender(
  incoming: Incoming,
  path: string,
  sender: string | undefined,
  rules: SenderRules,
): Refusal | undefined {
  if (rules.checkSecret && !rules.checkSecret(path)) {
    return { code: 'wrong-path', detail: 'the path does not end with the secret' };
  }
  if (!rules.allow) return undefined;
  const code = 'address-not-allowed';
  if (sender === undefined) {
    const remedy = 'pass it as `receiver.fetch(request, { address })`';
    return { code, detail: `the address of the sender is not known: ${remedy}` };
  }
  if (rules.allow(sender)) return undefined;
  // Of the socket it is shown, so that it can be added to the list; of a header it is the sender's text.
  const isOfSocket = sender === findSender(incoming, undefined) && net.isIP(sender) !== 0;
  const isProxy = isOfSocket && rules.proxies?.(sender);
  const shown = isOfSocket ? sender : 'the address in `x-forwarded-for`';
  const hint = isProxy ? ': it is one of `trustedProxies`, and `x-forwarded-for` names no other' : '';
  return { code, detail: `${shown} is not in \`allow\`${hint}` };
}

/**
 * Who sent it. Each of our own proxies adds at the end whom it was sent by, so the list is read from there, as long as
 * who speaks is trusted.
 *
 * @returns undefined where the adapter does not know the address of the socket
 */
export function findSender(incoming: Incoming, proxies: AddressList | undefined): string | undefined {
  if (incoming.address === undefined) return undefined;
  const forwardedFor = incoming.header('x-forwarded-for');
  let sender = toPlainAddress(incoming.address);
  if (!proxies || forwardedFor === undefined) return sender;
  // An empty element of a list means nothing (RFC 9110, 5.6.1).
  const hops = forwardedFor.split(',').filter((hop) => hop.trim() !== '');
  while (proxies(sender)) {
    const hop = hops.pop();
    if (hop === undefined) return sender;
    sender = toPlainAddress(hop);
  }
  return sender;
}

/** Whether a path ends with the secret segment. */
export type SecretCheck = (path: string) => boolean;

/** @throws ReceiverOptionError for a secret that is short or long, or that a path would not carry as it is */
export function createSecretCheck(secret: string | readonly string[]): SecretCheck {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const isPossible =
    Array.isArray(secrets) && secrets.length > 0 && secrets.every((text) => /^[\w.~-]{16,128}$/.test(text));
  if (!isPossible) {
    throw new ReceiverOptionError(
      'secret',
      'it is short, long, or has other characters',
      'Give 16 to 128 characters of a-z, A-Z, 0-9, "_", "-", "." and "~", such as `openssl rand -hex 16` prints.',
    );
  }
  const isOneOf = createComparison();
  return (path) => isOneOf(path.slice(path.lastIndexOf('/') + 1), secrets);
}

/** Every text is compared at this length: longer than any secret or signature. */
const comparedBytes = 256;

/**
 * Whether a text that was sent is one of those wanted. All are compared, and as many bytes of each whatever was sent, so that
 * the time taken shows neither which it is, nor a right beginning or length.
 */
function createComparison(): (sent: string, wanted: readonly string[]) => boolean {
  const guess = Buffer.alloc(comparedBytes);
  const other = Buffer.alloc(comparedBytes);
  const write = (text: string, bytes: Buffer) => bytes.fill(0, bytes.write(text));
  return (sent, wanted) => {
    write(sent, guess);
    return wanted.filter((text) => timingSafeEqual(guess, write(text, other))).length > 0;
  };
}

/** What is wrong with the signature of a webhook, without anything that was sent; undefined where it is right. */
export type SignatureCheck = (
  signature: Signature,
  query: Pick<WebhookQuery, 'raw'>,
  now: number,
) => string | undefined;

/**
 * @param milliseconds how far the time may be off; undefined for what the generation says
 * @throws ReceiverOptionError for a token that is empty or not a text
 */
export function createSignatureCheck(
  token: string | readonly string[],
  milliseconds: number | undefined,
): SignatureCheck {
  const tokens = typeof token === 'string' ? [token] : token;
  const isPossible =
    Array.isArray(tokens) &&
    tokens.length > 0 &&
    tokens.every((text) => typeof text === 'string' && text !== '');
  if (!isPossible) {
    throw new ReceiverOptionError(
      'token',
      'is not a text, or is empty',
      'Give a token, or a list of tokens.',
    );
  }
  const isOneOf = createComparison();
  return ({ names, windowMilliseconds, sign }, { raw }, now) => {
    const { [names.sign]: sent, [names.time]: time } = raw;
    if (!sent || !time) return `${sent ? names.time : names.sign} is missing`;
    const signatures = tokens.map((key) => sign(key, time));
    if (!isOneOf(sent, signatures)) return `${names.sign} is not that of \`token\``;
    if (!/^\d{1,15}$/.test(time)) return `${names.time} is not a time in seconds`;
    const off = Math.abs(now - Number(time) * 1000);
    // The seconds show whether it is a clock.
    return off <= (milliseconds ?? windowMilliseconds)
      ? undefined
      : `${names.time} is ${Math.ceil(off / 1000)} s off`;
  };
}

/** Whether an address is one of those listed. */
export type AddressList = (address: string) => boolean;

/** @throws ReceiverOptionError for an entry that is neither an address nor a CIDR range */
export function createAddressList(field: string, entries: readonly string[]): AddressList {
  if (!Array.isArray(entries)) {
    throw new ReceiverOptionError(field, 'is not a list', "Give an array such as ['203.0.113.0/24'].");
  }
  const list = new net.BlockList();
  for (const entry of entries) addEntry(list, entry, field);
  // All requests of one connection, and all behind one proxy, come from the same address.
  let last = { address: '', isListed: false };
  return (address) => {
    if (address === last.address) return last.isListed;
    const plain = toPlainAddress(address);
    const family = findIpVersion(plain);
    last = { address, isListed: family !== undefined && list.check(plain, family) };
    return last.isListed;
  };
}

function addEntry(list: net.BlockList, entry: string, field: string): void {
  const [address = '', bits, ...rest] = String(entry).split('/');
  const family = findIpVersion(address);
  const most = family === 'ipv4' ? 32 : 128;
  const isRange = bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  if (family && rest.length === 0 && bits === undefined) list.addAddress(address, family);
  else if (family && rest.length === 0 && isRange) list.addSubnet(address, Number(bits), family);
  else {
    throw new ReceiverOptionError(
      field,
      `${JSON.stringify(entry)} is not an address`,
      'Give addresses or ranges such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
    );
  }
}

const isPlain = /^\d+\.\d+\.\d+\.\d+$/;

/** A socket for both families shows an IPv4 address as `::ffff:192.0.2.1`; proxies may add a port, brackets or quotes. */
function toPlainAddress(text: string): string {
  if (isPlain.test(text)) return text;
  const trimmed = text.trim().replace(/^"(.*)"$/, '$1');
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed)?.[1];
  const withoutPort =
    bracketed ?? (/^[^:]*:\d+$/.test(trimmed) ? trimmed.slice(0, trimmed.indexOf(':')) : trimmed);
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutPort)?.[1] ?? withoutPort;
}

function findIpVersion(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = net.isIP(address);
  if (version === 4) return 'ipv4';
  return version === 6 ? 'ipv6' : undefined;
}
