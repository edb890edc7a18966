import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createReceiver, type EventStore, type Handlers, type Receiver } from '@trtc-call/webhooks';
import { openEffects, type Write } from './effects.ts';
import { makeTroubles, tell, withLeaseForOwnership, withResets } from './inner-troubles.ts';
import type { ReceiverSettings } from './receiver-workers.ts';

const settings: ReceiverSettings = JSON.parse(process.argv[2] ?? '{}');
const { kind, sdkAppId, failingPercent, slowPercent, leaseMilliseconds, inner } = settings;
// The right clock of SQLite is that of the machine, which is not set.
const effects = await openEffects(settings.where, kind === 'clock-of-the-day' ? () => Date.now() : undefined);
let { isAway } = settings;
process.on('message', () => {
  isAway = false;
});
const failsOnce = (percent: number) => {
  if (Math.random() * 100 < percent) throw new Error('a failure of the proof');
};
/** Some are slower than the answer may be, so that the vendor sends their event again while they are at work. */
const takeTime = async () => {
  if (Math.random() * 100 < slowPercent) await wait(2500);
};
const resettable = [['complete'], ['claim', 'renew', 'keep', 'complete', 'release', 'takeOver']] as const;
const common = { sdkAppId, leaseMilliseconds, onOutcome: () => {} };

function openReceiver(): Receiver {
  // Its claims and marks are gone with each process.
  if (kind === 'forgetful')
    return createReceiver({ ...common, on: writing((call) => effects.writeAlone(call)) });
  return effects.use(<Transaction>(opened: EventStore<Transaction>, write: Write<Transaction>) => {
    const { resetPercent = 0 } = inner;
    const reached = withResets(opened, resetPercent, resettable[settings.where.store === 'memory' ? 0 : 1]);
    const store =
      kind === 'lease-for-ownership' ? withLeaseForOwnership(reached, leaseMilliseconds) : reached;
    if (kind !== 'right' && kind !== 'keeps-nothing') {
      const on = writing<Transaction>((call) => effects.writeAlone(call));
      return createReceiver({ ...common, store, on, keep: kind === 'right-alone' ? 'all' : 'acknowledged' });
    }
    return createReceiver({
      ...common,
      store,
      keep: kind === 'keeps-nothing' ? 'acknowledged' : 'all',
      on: {
        '*': async (event, { commit }) => {
          tell({ begun: readCall(event) });
          await takeTime();
          failsOnce(isAway ? 100 : failingPercent);
          await commit(write(readCall(event)));
          failsOnce(failingPercent / 5);
        },
      },
    });
  });
}

/** A handler that writes by itself, and then lives on for a moment in which it may be killed. */
function writing<Transaction>(write: (call: string) => Promise<void>): Handlers<Transaction> {
  return {
    '*': async (event) => {
      tell({ begun: readCall(event) });
      await takeTime();
      failsOnce(failingPercent);
      await write(readCall(event));
      await wait(100);
    },
  };
}

function readCall({ raw }: { raw: { body: Readonly<Record<string, unknown>> } }): string {
  return String(raw.body.CallId ?? Object(raw.body.CallRecord).CallId);
}

const receiver = openReceiver();
if (kind === 'right' || kind === 'right-alone') {
  const recover = () => receiver.recover().catch(() => {});
  void recover();
  setInterval(recover, 1000);
}
const server = createServer((request, response) => {
  if (kind !== 'acknowledges-first') return void receiver.node(request, response);
  // Answers before the work is done, as many receivers do.
  request.toArray().then(
    async (chunks: Buffer[]) => {
      response.end('{"ErrorCode":0,"ErrorMessage":"Success"}');
      await wait(20);
      const call = readCall({ raw: { body: JSON.parse(Buffer.concat(chunks).toString()) } });
      if (Math.random() * 100 >= failingPercent) await effects.writeAlone(call);
    },
    () => {},
  );
});
server.listen({ port: settings.port, host: '127.0.0.1', reusePort: true }, () => {
  tell('listening');
  makeTroubles(inner, leaseMilliseconds);
});
