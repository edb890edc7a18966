import { signUserSig } from '@trtc-call/client/usersig';

/** Who calls: an app, an account of it, and the key or the UserSig that proves it. */
export interface Account {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly secretKey?: string;
  readonly userSig?: string;
}

/** What must not be written down of an account. */
export function secretsOf({ secretKey, userSig }: Account): string[] {
  return [secretKey, userSig].filter((secret) => secret !== undefined);
}

/** What a UserSig is made for, where it is to be wrong. */
export interface SignOptions {
  readonly sdkAppId?: number;
  readonly identifier?: string;
  readonly secretKey?: string;
  /** Seconds. */
  readonly lifetimeSeconds?: number;
  /** How long ago it was signed, in seconds. */
  readonly ageSeconds?: number;
}

// Nobody's key: with it a sign is well-formed and still not the account's.
const foreignKey = 'f0'.repeat(32);

/** A UserSig of the account, or, without its key, the one it was given; the options make it wrong in one way. */
export function signFor(account: Account, now: () => number, options: SignOptions = {}): string {
  const isChanged = Object.keys(options).length > 0;
  if (account.userSig !== undefined && !isChanged) return account.userSig;
  const { ageSeconds = 0, lifetimeSeconds = 86_400 } = options;
  return signUserSig({
    sdkAppId: options.sdkAppId ?? account.sdkAppId,
    identifier: options.identifier ?? account.identifier,
    secretKey: options.secretKey ?? account.secretKey ?? foreignKey,
    lifetimeSeconds,
    now: () => now() - ageSeconds * 1000,
  });
}

/** A UserSig that is whole, and signed with a key that is not the account's. */
export function foreignSignFor(account: Account, now: () => number): string {
  return signFor(account, now, { secretKey: foreignKey });
}
