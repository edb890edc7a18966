import { createServer, type Server } from 'node:http';
import type { Receiver } from '@trtc-call/webhooks';

/** node:http alone. */
export function serve(receiver: Receiver): Server {
  return createServer(receiver.node).listen(0, '127.0.0.1');
}
