import type { EventStore } from '@trtc-call/webhooks';
import type { InnerTroubles, WorkerMessage } from './receiver-workers.ts';

/** Tells the proof. */
export const tell = (message: WorkerMessage) => void process.send?.(message);

/** Steps of a clock of the day: an hour back, ten seconds ahead, further ahead than it is remembered what is done. */
const steps = [-3_600_000, 0, 10_000, 9 * 86_400_000];

/** Lets the event loop stand still for longer than a lease, and sets the clock of the day, again and again. */
export function makeTroubles(
  { stalls = false, clockSteps = false }: InnerTroubles,
  leaseMilliseconds: number,
) {
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
export function withResets<Transaction>(
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
export function withLeaseForOwnership<Transaction>(
  store: EventStore<Transaction>,
  leaseMilliseconds: number,
): EventStore<Transaction> {
  const ends = new Map<string, number>();
  const isLate = (key: string) => Date.now() >= (ends.get(key) ?? 0);
  const begin = (key: string) => void ends.set(key, Date.now() + leaseMilliseconds);
  return {
    claim: async (key, claim) => {
      const verdict = await store.claim(key, claim);
      if (verdict === 'claimed') begin(key);
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
