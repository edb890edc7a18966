// Sends an event to a receiver for each way in which a hook or a handler can fail, over real sockets, and prints what each
// is answered. Whatever ends this process is a failure of the receiver.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { readPort } from '@trtc-call/test-servers';
import { createReceiver } from '../create-receiver.ts';
import type { ReceiverOptions } from '../receiver/options.ts';

const sdkAppId = 1400000000;
const body = process.argv[2] ?? '';

/** Values that cannot be made a text, or throw when they are read. */
const oddValues: Readonly<Record<string, () => unknown>> = {
  'an error': () => new Error('broken'),
  'an object without a prototype': () => Object.create(null),
  undefined: () => undefined,
  'a symbol': () => Symbol('odd'),
  'an error whose message throws': () =>
    Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('no message');
      },
    }),
  'a proxy that throws': () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no member');
        },
        getPrototypeOf: () => {
          throw new Error('no prototype');
        },
      },
    ),
};

const throwing = (make: () => unknown) => (): never => {
  throw make();
};
const rejecting = (make: () => unknown) => async () => {
  throw make();
};
const thenable = (make: () => unknown) => () => ({
  // biome-ignore lint/suspicious/noThenProperty: what looks like a promise and throws is one of the ways to fail
  then: throwing(make),
});
const ways: Readonly<Record<string, (make: () => unknown) => () => unknown>> = {
  throws: throwing,
  'rejects with': rejecting,
  'gives a thenable that throws': thenable,
};

const cases: [string, Omit<ReceiverOptions, 'sdkAppId'>][] = [];
for (const [way, fail] of Object.entries(ways)) {
  for (const [value, make] of Object.entries(oddValues)) {
    cases.push([`onOutcome ${way} ${value}`, { on: { '*': () => {} }, onOutcome: fail(make) }]);
    // With the default log, which is to print it.
    cases.push([`the handler ${way} ${value}`, { on: { '*': fail(make) } }]);
    const get = async () => {
      await fail(make)();
      return null;
    };
    cases.push([`confirm ${way} ${value}`, { on: { '*': () => {} }, confirm: { v1: { get } }, keep: 'all' }]);
  }
}
cases.push([
  'the handler does not wait for a commit that fails',
  {
    on: {
      '*': (_, { commit }) => {
        void commit(() => Promise.reject(new Error('no database')));
      },
    },
  },
]);
cases.push(['the clock throws', { on: { '*': () => {} }, now: throwing(() => new Error('no clock')) }]);

const told: Record<string, unknown> = {};
for (const [name, options] of cases) {
  const receiver = createReceiver({ sdkAppId, ...options });
  const server = createServer(receiver.node).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${readPort(server)}/?sdkappid=${sdkAppId}&command=normal_end`;
  const init = { method: 'POST', body, signal: AbortSignal.timeout(5000), headers: { connection: 'close' } };
  told[name] = await fetch(url, init).then(
    async (response) => (await response.json()).ErrorCode,
    (error: Error) => error.name,
  );
  server.close();
}
// What was left behind rejects by now.
await wait(50);
console.log(JSON.stringify(told));
