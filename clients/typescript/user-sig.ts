import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export function signUserSig(
  sdkAppId: number,
  secretKey: string,
  identifier: string,
  seconds = 86400,
): string {
  const time = Math.floor(Date.now() / 1000);
  const signed = `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkAppId}\nTLS.time:${time}\nTLS.expire:${seconds}\n`;
  const content = {
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': sdkAppId,
    'TLS.time': time,
    'TLS.expire': seconds,
    'TLS.sig': createHmac('sha256', secretKey).update(signed).digest('base64'),
  };
  const token = deflateSync(JSON.stringify(content)).toString('base64');
  return token.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}
