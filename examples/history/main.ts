import { type BookedCall, createCallBook } from '@trtc-call/call-book';
import { sqliteBook } from '@trtc-call/call-book/sqlite';
import { createReceiver } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import express from 'express';
import { listen, readSettings, type Service } from '../service.ts';

const pageSize = 20;

export async function start(environment: NodeJS.ProcessEnv): Promise<Service> {
  const { account, hookSecret, port } = readSettings(environment);
  const { sdkAppId } = account;
  const store = sqliteStore({ path: environment.DATABASE_FILE ?? 'history.db' });
  const book = createCallBook({ store: sqliteBook({ database: store.database }) });
  const receiver = createReceiver({ sdkAppId, store, secret: hookSecret, on: { '*': book.handler } });

  const app = express();
  app.all('/hooks/:secret', (request, response) => receiver.node(request, response));
  // Put your authentication here: who calls whom is for the user alone.
  app.get('/users/:user/calls', async (request, response) => {
    const { user } = request.params;
    const before = request.query.before === undefined ? undefined : Number(request.query.before);
    if (before !== undefined && !Number.isSafeInteger(before)) {
      response.status(400).json({ error: 'before must be Unix seconds, the `next` of an earlier page' });
      return;
    }
    const calls: BookedCall[] = [];
    let next: number | null = null;
    for await (const call of book.calls({ app: sdkAppId, user, to: before })) {
      const last = calls.at(-1);
      // A page ends with a whole second, so that the next one begins before it and misses none.
      if (last && calls.length >= pageSize && toTime(call) !== toTime(last)) {
        next = toTime(last);
        break;
      }
      calls.push(call);
    }
    response.json({ calls: calls.map((call) => toEntry(call, user)), next });
  });
  return listen(app, port, async () => {
    await receiver.close();
    await store.close();
  });
}

/** The call as one of its users sees it. */
function toEntry(call: BookedCall, user: string) {
  const { callId, caller, participants, result, media, users } = call;
  const isCaller = caller === user;
  return {
    callId,
    media,
    result,
    startTime: call.startTime,
    direction: isCaller ? 'outgoing' : 'incoming',
    missed: !isCaller && (result === 'not_answer' || result === 'cancel'),
    with: participants.filter((other) => other !== user),
    // `null` where it is not known yet, such as while the call goes on.
    talkSeconds: users.find((one) => one.user === user)?.talkSeconds ?? null,
  };
}

function toTime({ startTime, acceptTime, endTime }: BookedCall): number {
  return startTime ?? acceptTime ?? endTime ?? 0;
}

if (import.meta.main) console.log(`listening at ${(await start(process.env)).url}`);
