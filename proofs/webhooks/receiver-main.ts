import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createReceiver, type EventStore, type Handlers, type Receiver } from '@trtc-call/webhooks';
import { openEffects, type Write } from './effects.ts';
import type { InnerTroubles, ReceiverSettings, WorkerMessage } from './receiver-workers.ts';

/** Tells the proof. */
const tell = (message: WorkerMessage) => void process.send?.(message);

/** Steps of a clock of the day: an hour back, ten seconds ahead, further ahead than it is remembered what is done. */
const steps = [-3_600_000, 0, 10_000, 9 * 86_400_000];

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

/** Lets the event loop stand still for longer than a lease, and sets the clock of the day, again and again. */
function makeTroubles({ stalls = false, clockSteps = false }: InnerTroubles, leaseMilliseconds: number) {
  if (stalls) {
    setInterval(() => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leaseMilliseconds * 1.5 + 100);
      tell('stall');
    }, leaseMilliseconds * 4);
  }
  if (clockSteps) {
    const { now } = Date;
    let step = 0;
    Date.now = () => now() + step;
    setInterval(() => {
      step = steps[Math.floor(Math.random() * steps.length)] ?? 0;
      tell('clock-step');
    }, leaseMilliseconds * 0.7);
  }
}

/**
 * A store whose connection is reset again and again, before it has carried out what it was asked to, or behind that.
 *
 * @param names the methods that it happens to; one without leases would never end a claim whose answer is lost
 */
function withResets<Transaction>(
  store: EventStore<Transaction>,
  percent: number,
  names: readonly (keyof EventStore)[],
): EventStore<Transaction> {
  const resetAtTimes = () => {
    if (Math.random() * 100 >= percent / 2) return;
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  };
  return new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      if (!names.some((each) => each === name)) return method.bind(target);
      return async (...given: unknown[]) => {
        resetAtTimes();
        const answer: unknown = await Reflect.apply(method, target, given);
        resetAtTimes();
        return answer;
      };
    },
  });
}

/** A store that takes the lease for ownership, by the clock of the day: what comes late is refused. */
function withLeaseForOwnership<Transaction>(
  store: EventStore<Transaction>,
  leaseMilliseconds: number,
): EventStore<Transaction> {
  const ends = new Map<string, number>();
  const isLate = (key: string) => Date.now() >= (ends.get(key) ?? 0);
  const begin = (key: string) => void ends.set(key, Date.now() + leaseMilliseconds);
  return {
    claim: async (key, claim) => {
      const verdict = await store.claim(key, claim);
      if (verdict === 'claimed' || verdict === 'kept') begin(key);
      return verdict;
    },
    renew: (key, claim) => {
      if (isLate(key)) return false;
      begin(key);
      return store.renew(key, claim);
    },
    keep: (key, ...given) => !isLate(key) && store.keep(key, ...given),
    complete: async (key, token, ...given) => {
      if (!isLate(key)) return store.complete(key, token, ...given);
      await store.release(key, token);
      return false;
    },
    release: (...given) => store.release(...given),
    takeOver: (...given) => store.takeOver(...given),
  };
}
