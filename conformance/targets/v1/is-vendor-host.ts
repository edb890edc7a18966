import { servers } from '@trtc-call/spec/v1';

/**
 * Whether a base URL is one of the vendor's own. Only what was asked there counts as verified live: with
 * `TRTC_CALL_BASE_URL` anything can stand in for the live endpoint, a mock too.
 */
export function isVendorHost(baseUrl: string): boolean {
  return Object.values(servers).some((server) => server === baseUrl);
}
