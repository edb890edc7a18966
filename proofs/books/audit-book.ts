import type { BookedCall, CallBook } from '@trtc-call/call-book';
import type { TrueCall } from './play-calls.ts';

/** Where the book is not what the vendor's records are. */
export interface WrongRows {
  readonly calls: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

/**
 * Compares every row with the record of its call. No record says when a user of a group came and left: that is known of
 * the calls of which all webhooks have come, and else it may be left open, but not wrong.
 *
 * @param truth the calls that have to be in the book
 * @param delivered calls of which all webhooks have come
 */
export async function findWrongRows(
  book: CallBook<never>,
  truth: ReadonlyMap<string, TrueCall>,
  delivered: ReadonlySet<string>,
): Promise<WrongRows> {
  const wrong = new Set(truth.keys());
  const sums = new Map<string, number>();
  const inBook = new Set<string>();
  for await (const call of book.calls()) {
    const known = truth.get(call.callId);
    if (!known) continue;
    // A call that is there twice stays wrong.
    if (isRight(call, known, delivered) && !inBook.has(call.callId)) wrong.delete(call.callId);
    else wrong.add(call.callId);
    inBook.add(call.callId);
    for (const { user, talkSeconds } of call.users) {
      sums.set(user, (sums.get(user) ?? 0) + (talkSeconds === null ? 0 : known.talkSeconds));
    }
  }
  const wrongUsers = new Set(sums.keys());
  for await (const { user, talkSeconds } of book.userTotals()) {
    if (sums.get(user) === talkSeconds) wrongUsers.delete(user);
  }
  return { calls: wrong, users: wrongUsers };
}

function isRight(
  call: BookedCall,
  { users, talkSeconds }: TrueCall,
  delivered: ReadonlySet<string>,
): boolean {
  const mayBeOpen = users.length > 2 && !delivered.has(call.callId);
  return (
    call.talkSeconds === talkSeconds &&
    call.participants.length === users.length &&
    users.every((user) => call.participants.includes(user)) &&
    call.users.every((user) => user.talkSeconds === talkSeconds || (mayBeOpen && user.talkSeconds === null))
  );
}
