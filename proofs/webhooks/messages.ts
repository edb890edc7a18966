/**
 * The ways in which a receiver can be made. Those that begin with `right` are right: one commits its effects together with
 * the mark, the other writes them by itself. All others are wrong, to show that the ledger tells.
 */
export type ReceiverKind =
  | 'right'
  | 'right-alone'
  | 'forgetful'
  | 'effect-before-mark'
  | 'acknowledges-first'
  | 'keeps-nothing'
  | 'lease-for-ownership'
  | 'clock-of-the-day';

/** Where a receiver remembers events and writes effects. */
export type StoreSettings =
  /** Events in memory, effects in a file. */
  | { readonly store: 'memory'; readonly path: string }
  | { readonly store: 'sqlite'; readonly path: string }
  | { readonly store: 'redis'; readonly port: number }
  | { readonly store: 'postgres'; readonly port: number };

/** What goes wrong within the process of a receiver. */
export interface InnerTroubles {
  /** Its event loop stands still for longer than a lease, again and again. Default not. */
  readonly stalls?: boolean;
  /** Its clock of the day is set, back and forth. Default not. */
  readonly clockSteps?: boolean;
  /** Of so many calls of the store of a hundred the connection is reset, half of them after they were carried out. Default 0. */
  readonly resetPercent?: number;
}

/** What the process of a receiver is started with. */
export interface ReceiverSettings {
  readonly kind: ReceiverKind;
  readonly where: StoreSettings;
  readonly sdkAppId: number;
  readonly port: number;
  readonly leaseMilliseconds: number;
  /** Of so many handlers of a hundred, one that fails before it has written, and one of a fifth as many behind that. */
  readonly failingPercent: number;
  /** Of so many handlers of a hundred, one that takes longer than the vendor is kept waiting for its answer. */
  readonly slowPercent: number;
  /** Until then, in milliseconds since 1970, every handler fails. */
  readonly awayUntil: number;
  readonly inner: InnerTroubles;
}

/** What the process of a receiver tells; also which calls its handlers have begun. */
export type WorkerMessage = 'listening' | 'stall' | 'clock-step' | { readonly begun: string };
