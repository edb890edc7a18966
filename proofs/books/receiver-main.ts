// One process of many that receive webhooks and book their calls in one Postgres, until it is killed.
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createCallBook } from '@trtc-call/call-book';
import { postgresBook } from '@trtc-call/call-book/postgres';
import { createReceiver } from '@trtc-call/webhooks';
import { postgresStore } from '@trtc-call/webhooks/postgres';
import { Pool } from 'pg';
import type { BookReceiverSettings } from './run-books.ts';

const { sdkAppId, kind, port, postgres }: BookReceiverSettings = JSON.parse(process.argv[2] ?? '{}');
const pool = new Pool({ ...postgres, max: 10, connectionTimeoutMillis: 1000 }).on('error', () => {});
const store = postgresStore({ pool });
const book = createCallBook({ store: postgresBook({ pool }) });
const receiver = createReceiver({
  sdkAppId,
  store,
  leaseMilliseconds: 1000,
  keep: 'all',
  onOutcome: () => {},
  on: {
    '*':
      kind === 'right'
        ? book.handler
        : (event) => {
            // Marked as done first, and booked a moment later.
            wait(400)
              .then(() => book.handle(event))
              .catch(() => {});
          },
  },
});
const recover = () => receiver.recover().catch(() => {});
void recover();
setInterval(recover, 1000);
createServer(receiver.node).listen({ port, host: '127.0.0.1', reusePort: true }, () => {
  process.send?.('listening');
});
