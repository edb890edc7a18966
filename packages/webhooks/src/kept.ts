import { randomBytes } from 'node:crypto';
import { type AnyEvent, contracts } from './generations.ts';
import { readPayload } from './receiver/claimed-event.ts';
import type { EventStore, KeptEvent, KeptList } from './stores/event-store.ts';

/** A webhook that a store keeps until it is handled. */
export interface KeptWebhook {
  /** Its fingerprint. */
  readonly id: string;
  /** Undefined where what was kept cannot be read. */
  readonly event: AnyEvent | undefined;
  /** When it came, in Unix milliseconds. */
  readonly receivedAt: number | undefined;
  /** How often its handler was begun; what claims it now counts. */
  readonly attempts: number;
  /**
   * Why its handler failed the last time, its record did not confirm it, or it was not begun, in a line without anything
   * that was sent.
   */
  readonly lastError: string | undefined;
}

/** A page of the list: what a store is asked for at once. */
const pageSize = 100;

/**
 * Lists what a store keeps, the oldest first, without claiming it: webhooks whose handler is at work, has failed or was
 * cut off. Receivers may be at work on the same store.
 *
 * @throws what the store throws when it cannot be asked
 */
export async function* listKept(store: KeptList): AsyncGenerator<KeptWebhook, void, undefined> {
  for await (const { key, payload, attempts, error } of listAll(store)) {
    const kept = readPayload(contracts, payload, Date.now());
    yield { id: key, event: kept?.event, receivedAt: kept?.origin.receivedAt, attempts, lastError: error };
  }
}

/**
 * Drops a kept webhook: no `recover` runs it again, and a repetition of it is acknowledged without its handler.
 *
 * @returns `in-flight` where its handler is at work, or was cut off a moment ago: nothing was changed
 * @throws what the store throws when it cannot be asked
 */
export async function dropKept<Transaction>(
  store: EventStore<Transaction> & KeptList,
  id: string,
): Promise<'dropped' | 'in-flight' | 'not-kept'> {
  let isKept = false;
  for await (const { key } of listAll(store)) {
    isKept = key === id;
    if (isKept) break;
  }
  // To claim what is not there would make it.
  if (!isKept) return 'not-kept';
  const token = `drop-${randomBytes(12).toString('base64url')}`;
  const verdict = await store.claim(id, { token, leaseMilliseconds: 3000 });
  if (verdict === 'done') return 'not-kept';
  const isDone = verdict === 'claimed' && (await store.complete(id, token, contracts.doneMilliseconds));
  return isDone ? 'dropped' : 'in-flight';
}

async function* listAll(store: KeptList): AsyncGenerator<KeptEvent, void, undefined> {
  let after = 0;
  for (;;) {
    const page = await store.listKept({ limit: pageSize, after });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
  }
}
