import { sources } from '@trtc-call/spec/v1/sources';

/** Where the vendor has a page. */
export function addressOf(id: number): string {
  return sources.address.replace('{id}', String(id));
}
