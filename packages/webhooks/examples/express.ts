import type { Server } from 'node:http';
import type { Receiver } from '@trtc-call/webhooks';
import express from 'express';

/** Express, in front of the parser that reads JSON for the rest: bodies are held to the receiver's limits then. */
export function serve(receiver: Receiver): Server {
  const app = express();
  app.all('/hooks/:secret', (request, response) => receiver.node(request, response));
  app.use(express.json());
  return app.listen(0, '127.0.0.1');
}

/** Behind the parser, what it has read is taken from `request.body`; how long it waits for a body is its own affair. */
export function serveBehindParser(receiver: Receiver): Server {
  const app = express();
  app.use(express.json());
  app.all('/hooks/:secret', (request, response) => receiver.node(request, response));
  return app.listen(0, '127.0.0.1');
}
