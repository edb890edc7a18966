// The package has no types. Declared is only what is used: its clock cannot be passed in, so the token is put
// together here and the signature alone, which takes the time, is left to the vendor's code.
declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, key: string);
    _hmacsha256(identifier: string, time: number, expire: number, base64UserBuf: string | null): string;
  }
}
