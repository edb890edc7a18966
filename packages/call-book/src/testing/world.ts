import { createTrtcCallClient } from '@trtc-call/client';
import { createMock, type SimulateCallOptions, type SimulateCallOptionsV4 } from '@trtc-call/mock';
import { type AnyEvent, createReceiver } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import { createCallBook } from '../book.ts';
import { type ReconcileOptions, reconcile } from '../reconcile/reconcile.ts';
import { sqliteBook } from '../stores/sqlite.ts';

/** The moment at which everything is reconciled, in Unix seconds. */
export const present = Date.UTC(2026, 10, 20, 12) / 1000;
export const hour = 3600;

export const openBook = () => createCallBook({ store: sqliteBook({ path: ':memory:' }) });

export async function bookAll(events: readonly AnyEvent[]) {
  const book = openBook();
  for (const event of events) await book.handle(event);
  return book;
}

/** A vendor with its clock, a receiver and the book that it writes. */
export async function openWorld() {
  const clock = { seconds: present };
  const now = () => clock.seconds * 1000;
  const mock = await createMock({ records: [], rateLimit: false, now });
  const { sdkAppId, secretKey } = mock;
  /** What becomes of the requests of the clients. */
  const service = { fetch: mock.fetch };
  const account = { sdkAppId, secretKey, now, limiter: false as const, retry: false as const };
  const options = {
    ...account,
    region: 'http://127.0.0.1',
    fetch: (...given: Parameters<typeof fetch>) => service.fetch(...given),
  };
  const v1 = createTrtcCallClient({ generation: 'v1', ...options });
  const v4 = createTrtcCallClient({ generation: 'v4', ...options });
  const store = sqliteStore({ path: ':memory:' });
  const book = createCallBook({ store: sqliteBook({ database: store.database }) });
  const receiver = createReceiver({ sdkAppId, store, on: { '*': book.handler } });

  /** Plays a call that has ended some hours ago; the receiver gets those of its webhooks that are not lost. */
  async function play(
    call: (SimulateCallOptions | SimulateCallOptionsV4) & { hoursAgo?: number },
    isLost = (_command: string) => false,
  ) {
    const { hoursAgo = 2, ...simulated } = call;
    clock.seconds = present - hoursAgo * hour;
    const deliver = async (request: Request) => {
      const { searchParams } = new URL(request.url);
      const command = searchParams.get('command') ?? searchParams.get('CallbackCommand') ?? '';
      const lost = { ErrorCode: 0, ErrorMessage: '', ErrorInfo: '', ActionStatus: 'OK' };
      return isLost(command) ? Response.json(lost) : receiver.fetch(request);
    };
    const options = { to: 'https://receiver.example/', fetch: deliver, ...simulated };
    const played = options.generation === 'v4' ? mock.simulateCall(options) : mock.simulateCall(options);
    await played.done;
    clock.seconds = present;
  }
  const compare = (given: Partial<ReconcileOptions> = {}) =>
    reconcile({ client: v1, book, from: present - 24 * hour, to: present - hour, now, ...given });
  return { mock, service, clock, now, v1, v4, store, book, receiver, play, compare, sdkAppId };
}
