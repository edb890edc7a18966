// What the mock uses of Node's modules when it runs in a page.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer/index.js';
import { unzlibSync, zlibSync } from 'fflate';

// Packages of the mock take it for a global.
Object.assign(globalThis, { Buffer });

const toBytes = (text: string) => new TextEncoder().encode(text);

/** It is asked for SHA-256 alone. */
export function createHmac(_algorithm: string, key: string) {
  const hash = hmac.create(sha256, toBytes(key));
  return {
    update(text: string) {
      hash.update(toBytes(text));
      return this;
    },
    digest: (encoding: 'base64') => Buffer.from(hash.digest()).toString(encoding),
  };
}

export const timingSafeEqual = (a: Uint8Array, b: Uint8Array) => a.every((byte, at) => byte === b[at]);

export const deflateSync = (text: string) => Buffer.from(zlibSync(toBytes(text)));

/** With the count of bytes that Node gives for `info: true`. */
export const inflateSync = (bytes: Uint8Array) => ({
  buffer: unzlibSync(bytes),
  engine: { bytesWritten: bytes.length },
});

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== undefined;
  } catch {
    return false;
  }
}

export const setTimeout = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    globalThis.setTimeout(resolve, milliseconds);
  });

// Addresses are looked at for requests to `/_mock/`, and a page sends none.
export const isIP = () => 0;
export class BlockList {
  addAddress(): void {}
  addSubnet(): void {}
  check(): boolean {
    return false;
  }
}
