/** The JSON Schemas of HAR 1.2 by name; the package has no types. */
declare module 'har-schema' {
  const schemas: Readonly<Record<string, Record<string, unknown>>>;
  export = schemas;
}

/** The vendor's library has no types. Declared is what the tests compare with. */
declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, key: string);
    _hmacsha256(identifier: string, time: number, expire: number, base64UserBuf: string | null): string;
  }
}
