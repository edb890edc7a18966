import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Receiver } from '@trtc-call/webhooks';
import { Hono } from 'hono';

/** Hono, and whatever else has `Request` and `Response`. */
export function serve(receiver: Receiver): Server {
  const app = new Hono();
  app.all('/hooks/:secret', (context) => receiver.fetch(context.req.raw));
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!('closeAllConnections' in server)) throw new TypeError('this example is for HTTP/1.1');
  return server.listen(0, '127.0.0.1');
}
