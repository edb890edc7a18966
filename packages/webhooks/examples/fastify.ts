import type { Server } from 'node:http';
import type { Receiver } from '@trtc-call/webhooks';
import { fastify } from 'fastify';

/** Fastify, in a scope of its own whose bodies are left for the receiver to read, within its own limits. */
export async function serve(receiver: Receiver): Promise<Server> {
  const app = fastify();
  await app.register(async (hooks) => {
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser('*', (_request, _payload, done) => done(null));
    hooks.all('/hooks/:secret', async (request, reply) => {
      reply.hijack();
      await receiver.node(request.raw, reply.raw);
    });
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
}
