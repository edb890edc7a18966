import { createTrtcCallClient } from '@trtc-call/client';
import { createReceiver } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import express from 'express';
import { listen, readSettings, type Service } from '../service.ts';

const tables = `
CREATE TABLE IF NOT EXISTS balances (user TEXT PRIMARY KEY, seconds INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS charged (call TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS running (call TEXT PRIMARY KEY, user TEXT NOT NULL, ends REAL NOT NULL, answered INTEGER)`;

/** How long a call may ring before it counts as answered, should the webhook of its answer be lost. */
const ringSeconds = 60;

export async function start(environment: NodeJS.ProcessEnv): Promise<Service> {
  const { account, hookSecret, port } = readSettings(environment);
  const client = createTrtcCallClient({ generation: 'v4', ...account });
  const store = sqliteStore({ path: environment.DATABASE_FILE ?? 'prepaid.db' });
  const { database } = store;
  database.exec(tables);
  const seconds = (user: string) => {
    const row = database.prepare('SELECT seconds FROM balances WHERE user = ?').get(user);
    return Number(row?.seconds ?? 0);
  };
  /** What the other calls in which the user talks leave of it. */
  const unused = (user: string, call: string, time: number) => {
    const others =
      'SELECT total(max(0, ends - ?)) AS used FROM running WHERE user = ? AND call <> ? AND answered';
    const row = database.prepare(others).get(time / 1000, user, call);
    return Math.max(0, seconds(user) - Number(row?.used));
  };

  // Every change is written in the transaction that marks its webhook as done: a restart forgets no limit.
  const receiver = createReceiver({
    sdkAppId: account.sdkAppId,
    store,
    secret: hookSecret,
    on: {
      'Call.CallbackAfterStartCall': ({ CallInfo, UserList = [], EventTime = Date.now() }, { commit }) =>
        commit((transaction) => {
          // The one who placed the call is in it while the others are still being called.
          const user = UserList.find(({ Status }) => Status === 'Calling')?.User_Account;
          if (!CallInfo?.CallId || !user) return;
          const ends = EventTime / 1000 + ringSeconds + unused(user, CallInfo.CallId, EventTime);
          const insert = 'INSERT INTO running VALUES (?, ?, ?, 0) ON CONFLICT (call) DO NOTHING';
          transaction.prepare(insert).run(CallInfo.CallId, user, ends);
        }),
      'Call.CallbackAfterMemberChanged': ({ CallId, ChangedUserList = [], ...event }, { commit }) =>
        commit((transaction) => {
          if (!CallId || !ChangedUserList.some(({ ActionType }) => ActionType === 'Accept')) return;
          const find = transaction.prepare('SELECT user FROM running WHERE call = ?');
          const user = find.get(CallId)?.user;
          if (typeof user !== 'string') return;
          const { EventTime = Date.now() } = event;
          const ends = EventTime / 1000 + unused(user, CallId, EventTime);
          // The first answer counts.
          const answer = 'UPDATE running SET ends = min(ends, ?), answered = 1 WHERE call = ?';
          transaction.prepare(answer).run(ends, CallId);
        }),
      'Call.CallbackAfterEndCall': ({ CallRecord: record }, { commit }) =>
        commit((transaction) => {
          if (!record?.CallId) return;
          transaction.prepare('DELETE FROM running WHERE call = ?').run(record.CallId);
          if (!record.Caller_Account || !record.AcceptTime || !record.EndTime) return;
          // By the call: its end may come again, as another webhook.
          const once = transaction.prepare('INSERT INTO charged VALUES (?) ON CONFLICT (call) DO NOTHING');
          if (once.run(record.CallId).changes === 0) return;
          const talked = record.EndTime - record.AcceptTime;
          const charge = 'UPDATE balances SET seconds = seconds - ? WHERE user = ?';
          transaction.prepare(charge).run(talked, record.Caller_Account);
        }),
    },
  });

  async function endOverdue(): Promise<void> {
    const now = (Date.now() + client.clockDifference()) / 1000;
    for (const { call } of database.prepare('SELECT call FROM running WHERE ends <= ?').all(now)) {
      try {
        await client.calls.end(String(call));
        database.prepare('DELETE FROM running WHERE call = ?').run(String(call));
      } catch (error) {
        // It is tried again in a second.
        console.error(error);
      }
    }
  }
  let ending = Promise.resolve();
  const timer = setInterval(() => {
    ending = ending.then(endOverdue);
  }, 1000);

  const app = express();
  app.all('/hooks/:secret', (request, response) => receiver.node(request, response));
  // Who may ask and pay is for the authentication of your service.
  app.get('/balances/:user', (request, response) => {
    response.json({ user: request.params.user, seconds: seconds(request.params.user) });
  });
  app.post('/balances/:user', express.json(), (request, response) => {
    const { user } = request.params;
    const added: unknown = request.body?.seconds;
    if (typeof added !== 'number' || !Number.isInteger(added) || added <= 0 || added > 1e9) {
      response.status(400).json({ error: 'seconds must be an integer from 1 to 1000000000' });
      return;
    }
    const add = `INSERT INTO balances VALUES (?, ?)
      ON CONFLICT (user) DO UPDATE SET seconds = seconds + excluded.seconds`;
    database.prepare(add).run(user, added);
    response.json({ user, seconds: seconds(user) });
  });
  return listen(app, port, async () => {
    clearInterval(timer);
    await ending;
    await receiver.close();
    await store.close();
  });
}

if (import.meta.main) console.log(`listening at ${(await start(process.env)).url}`);
