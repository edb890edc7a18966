import { type AddressList, senderOf } from './address-list.ts';
import type { Incoming } from './incoming.ts';
import type { RefusalCode } from './outcome.ts';
import type { SecretCheck } from './secret-check.ts';

/** A reason to refuse, and what was wrong. */
export interface Refusal {
  readonly code: RefusalCode;
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
    const sender = senderOf(incoming.address, incoming.header('x-forwarded-for'), rules.proxies);
    if (!rules.allow(sender))
      return { code: 'address-not-allowed', detail: `${shown(sender)} is not in \`allow\`` };
  }
  if (incoming.method !== 'POST')
    return { code: 'wrong-method', detail: `${shown(incoming.method)} is not POST` };
  const type = incoming.header('content-type');
  if (type !== undefined && !isJsonOrPlain(type)) {
    return { code: 'wrong-content-type', detail: `${shown(type)} is not JSON` };
  }
  const length = Number(incoming.header('content-length') ?? 0);
  if (length > rules.bodyBytes) {
    return {
      code: 'body-too-large',
      detail: `${length} bytes are announced, ${rules.bodyBytes} are the limit`,
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

/** Whatever somebody sent, in a line of a log. */
export function shown(text: string): string {
  const json = JSON.stringify(text);
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}
