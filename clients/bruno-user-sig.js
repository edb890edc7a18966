// Signs a UserSig of the environment's account. The safe sandbox has no zlib: the token holds its text uncompressed,
// which the format of zlib allows.
const { HmacSHA256, enc } = require('crypto-js');

const [sdkAppId, identifier, secretKey] = ['sdkappid', 'identifier', 'secretKey'].map((name) =>
  bru.getEnvVar(name),
);
const [time, seconds] = [Math.floor(Date.now() / 1000), 86400];
const signed = `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkAppId}\nTLS.time:${time}\nTLS.expire:${seconds}\n`;
const content = JSON.stringify({
  'TLS.ver': '2.0',
  'TLS.identifier': identifier,
  'TLS.sdkappid': Number(sdkAppId),
  'TLS.time': time,
  'TLS.expire': seconds,
  'TLS.sig': HmacSHA256(signed, secretKey).toString(enc.Base64),
});
const bytes = [...content].map((letter) => letter.charCodeAt(0));
let [a, b] = [1, 0];
for (const byte of bytes) {
  a = (a + byte) % 65521;
  b = (b + a) % 65521;
}
const { length } = bytes;
const header = [0x78, 0x01, 1, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255];
const checksum = [b >> 8, b & 255, a >> 8, a & 255];
const token = btoa(String.fromCharCode(...header, ...bytes, ...checksum));
bru.setVar(
  'usersig',
  token.replace(/[+/=]/g, (letter) => ({ '+': '*', '/': '-', '=': '_' })[letter]),
);
bru.setVar('random', Math.floor(Math.random() * 2 ** 32));
