// The vendor's library has no types. Declared is what the tests compare with.
declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, key: string);
    _hmacsha256(identifier: string, time: number, expire: number, base64UserBuf: string | null): string;
  }
}
