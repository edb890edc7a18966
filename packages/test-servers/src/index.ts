export { freePort, portOf } from './free-port.ts';
export { hasPostgres, PostgresServer } from './postgres-server.ts';
export { hasRedisServer, RedisServer } from './redis-server.ts';
