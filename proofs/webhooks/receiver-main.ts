import { createServer } from 'node:http';
import { createReceiver, type EventStore, type Handlers, type Receiver } from '@trtc-call/webhooks';
import { openEffects, type Write } from './effects.ts';
import type { ReceiverSettings } from './messages.ts';

const settings: ReceiverSettings = JSON.parse(process.argv[2] ?? '{}');
const { kind, sdkAppId, failingPercent, awayUntil } = settings;
const effects = await openEffects(settings.where);
const failsOnce = (percent: number) => {
  if (Math.random() * 100 < percent) throw new Error('a failure of the proof');
};
const onOutcome = () => {};

function receiverOf(): Receiver {
  // Its claims and marks are gone with each process.
  if (kind === 'forgetful')
    return createReceiver({ sdkAppId, onOutcome, on: writing((call) => effects.writeAlone(call)) });
  return effects.use(<Transaction>(store: EventStore<Transaction>, write: Write<Transaction>) => {
    if (kind === 'effect-before-mark') {
      const on = writing<Transaction>((call) => effects.writeAlone(call));
      return createReceiver({ sdkAppId, onOutcome, store, on });
    }
    return createReceiver({
      sdkAppId,
      onOutcome,
      store,
      keep: kind === 'keeps-nothing' ? 'acknowledged' : 'all',
      on: {
        '*': async (event, { commit }) => {
          failsOnce(Date.now() < awayUntil ? 100 : failingPercent);
          await commit(write(callOf(event)));
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
      failsOnce(failingPercent);
      await write(callOf(event));
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}

function callOf({ raw }: { raw: { body: Readonly<Record<string, unknown>> } }): string {
  return String(raw.body.CallId);
}

const receiver = receiverOf();
if (kind === 'right') {
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
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { CallId } = JSON.parse(Buffer.concat(chunks).toString());
      if (Math.random() * 100 >= failingPercent) await effects.writeAlone(CallId);
    },
    () => {},
  );
});
server.listen({ port: settings.port, host: '127.0.0.1', reusePort: true }, () => process.send?.('listening'));
