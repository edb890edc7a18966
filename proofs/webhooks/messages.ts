/** The ways in which a receiver can be made; all but `right` are wrong, to show that the ledger tells. */
export type ReceiverKind =
  | 'right'
  | 'forgetful'
  | 'effect-before-mark'
  | 'acknowledges-first'
  | 'keeps-nothing';

/** Where a receiver remembers events and writes effects. */
export type StoreSettings =
  | { readonly store: 'sqlite'; readonly path: string }
  | { readonly store: 'redis'; readonly port: number };

/** What the process of a receiver is started with. */
export interface ReceiverSettings {
  readonly kind: ReceiverKind;
  readonly where: StoreSettings;
  readonly sdkAppId: number;
  readonly port: number;
  /** Of so many handlers of a hundred, one that fails before it has written, and one of a fifth as many behind that. */
  readonly failingPercent: number;
  /** Until then, in milliseconds since 1970, every handler fails. */
  readonly awayUntil: number;
}
