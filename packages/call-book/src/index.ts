export { type CallBook, type CallBookOptions, createCallBook } from './book.ts';
export type { BookedCall, BookedUser } from './booked-call.ts';
export type { CallKey, CallState, Source } from './evidence.ts';
export type { ReconcileClient } from './generations.ts';
export type { AnyRecord } from './read-record.ts';
export type { Difference, Finding, FindingKind, ReconcileCounts } from './reconcile/findings.ts';
export type { Unread } from './reconcile/judge.ts';
export { type ReconcileOptions, type Reconciliation, reconcile } from './reconcile/reconcile.ts';
export {
  CallBookError,
  type CallFilter,
  type CallTotals,
  type MaybePromise,
  type UserTotals,
} from './store.ts';
export type { BookStore } from './stores/book-store.ts';
