import { isIP } from 'node:net';
import { type AddressList, senderOf } from './address-list.ts';
import type { Incoming } from './incoming.ts';
import type { RefusalCode } from './outcome.ts';
import type { SecretCheck } from './secret-check.ts';

/** A reason to refuse, and what was wrong. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Without anything that was sent: it goes into logs. */
  readonly detail: string;
}

/** What the head of a request is held against. */
export interface HeadRules {
  readonly checkSecret: SecretCheck | undefined;
  readonly allow: AddressList | undefined;
  readonly proxies: AddressList | undefined;
  readonly bodyBytes: number;
}

/** Everything that can be told before the body is read. Who does not know the address learns nothing else. */
export function checkHead(incoming: Incoming, path: string, rules: HeadRules): Refusal | undefined {
  if (rules.checkSecret && !rules.checkSecret(path)) {
    return { code: 'wrong-path', detail: 'the path does not end with the secret' };
  }
  if (rules.allow) {
    if (incoming.address === undefined) {
      return {
        code: 'address-not-allowed',
        detail: 'the address of the sender is not known: pass it as `receiver.fetch(request, { address })`',
      };
    }
    const sender = findSender(incoming, rules.proxies);
    if (sender === undefined || !rules.allow(sender)) {
      // Of the socket it is shown, so that somebody can add it to the list; of a header it is the sender's text.
      const isOfSocket = sender === findSender(incoming, undefined) && isIP(sender ?? '') !== 0;
      const shown = isOfSocket ? sender : 'the address in `x-forwarded-for`';
      return { code: 'address-not-allowed', detail: `${shown} is not in \`allow\`` };
    }
  }
  if (incoming.method !== 'POST') return { code: 'wrong-method', detail: 'the method is not POST' };
  const type = incoming.header('content-type');
  if (type !== undefined && !isJsonOrPlain(type)) {
    return { code: 'wrong-content-type', detail: 'the `content-type` is not JSON' };
  }
  const length = Number(incoming.header('content-length') ?? 0);
  if (length > rules.bodyBytes) {
    return {
      code: 'body-too-large',
      detail: `more bytes are announced than \`limits.bodyBytes\`, ${rules.bodyBytes}`,
    };
  }
  return undefined;
}

/** The vendor's pages do not say which type the header names; only one that is clearly something else is refused. */
function isJsonOrPlain(contentType: string): boolean {
  if (contentType === 'application/json') return true;
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^(?:application\/(?:json|octet-stream|[\w.-]+\+json)|text\/(?:json|plain)|)$/.test(type);
}

/** Who sent it, as far as the door and our own proxies tell. */
export function findSender(incoming: Incoming, proxies: AddressList | undefined): string | undefined {
  if (incoming.address === undefined) return undefined;
  return senderOf(incoming.address, incoming.header('x-forwarded-for'), proxies);
}
