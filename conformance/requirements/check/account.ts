import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

/** Who calls: an app, an account of it, and the key or the UserSig that proves it. */
export interface Account {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly secretKey?: string;
  readonly userSig?: string;
}

export function listSecrets({ secretKey, userSig }: Account): string[] {
  return [secretKey, userSig].filter((secret) => secret !== undefined);
}

export interface SignOptions {
  readonly sdkAppId?: number;
  readonly identifier?: string;
  readonly secretKey?: string;
  /** Seconds. */
  readonly lifetimeSeconds?: number;
  /** How long ago it was signed, in seconds. */
  readonly ageSeconds?: number;
}

// A made-up key: with it a sign is well-formed and still not the account's.
const foreignKey = 'f0'.repeat(32);

/** A UserSig of the account, or, without its key, the one it was given; the options make it wrong in one way. */
export function signFor(account: Account, now: () => number, options: SignOptions = {}): string {
  const isChanged = Object.keys(options).length > 0;
  if (account.userSig !== undefined && !isChanged) return account.userSig;
  const { ageSeconds = 0, lifetimeSeconds = 86_400 } = options;
  const time = Math.floor(now() / 1000) - ageSeconds;
  const sdkAppId = options.sdkAppId ?? account.sdkAppId;
  const key = options.secretKey ?? account.secretKey ?? foreignKey;
  const identifier = options.identifier ?? account.identifier;
  const Api = loadSigner({ now: () => time * 1000 });
  return new Api(sdkAppId, key).genUserSig(identifier, lifetimeSeconds);
}

/** A UserSig that is whole, and signed with a key that is not the account's. */
export function foreignSignFor(account: Account, now: () => number): string {
  return signFor(account, now, { secretKey: foreignKey });
}

/** What is used of `tls-sig-api-v2`, which has no types. */
type Signer = new (
  sdkAppId: number,
  key: string,
) => { genUserSig(identifier: string, lifetimeSeconds: number): string };

const require = createRequire(import.meta.url);
const runModule = compileFunction(readFileSync(require.resolve('tls-sig-api-v2'), 'utf8'), [
  'exports',
  'require',
  'Date',
]);

/**
 * The vendor's own signer: by the client's it would be checked that the client agrees with itself. It reads the time of
 * the machine and takes no other, so it is loaded like any other CommonJS module, with a `Date` that is passed in.
 */
function loadSigner(date: Pick<DateConstructor, 'now'>): Signer {
  const exports: { Api?: Signer } = {};
  runModule(exports, require, date);
  if (!exports.Api) throw new TypeError('tls-sig-api-v2 exports no Api');
  return exports.Api;
}
