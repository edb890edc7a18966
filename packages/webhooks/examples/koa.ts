import type { Server } from 'node:http';
import type { Receiver } from '@trtc-call/webhooks';
import Koa from 'koa';

/** Koa: the receiver answers, so Koa must not. */
export function serve(receiver: Receiver): Server {
  const app = new Koa();
  app.use(async (context, next) => {
    if (!context.path.startsWith('/hooks/')) return next();
    context.respond = false;
    await receiver.node(context.req, context.res);
  });
  return app.listen(0, '127.0.0.1');
}
