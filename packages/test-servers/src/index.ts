export { type EchoAnswer, type EchoServer, startEchoServer } from './echo-server.ts';
export { freePort, readPort, serveLocally } from './free-port.ts';
export { hasPostgres, PostgresServer } from './postgres-server.ts';
export { hasRedisServer, RedisServer } from './redis-server.ts';
export { createLeakSearch, spellings, tokenSpellings } from './spellings.ts';

/** Whether proofs that have a short form take their long one: `npm test -- --full`. */
export const isFullProof = process.env.TRTC_CALL_FULL === '1';
