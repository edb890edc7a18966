import { createHash, timingSafeEqual } from 'node:crypto';
import { ReceiverOptionError } from './errors.ts';

/** Whether a path ends with the secret segment. */
export type SecretCheck = (path: string) => boolean;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Compares digests, so that the time taken tells neither a right beginning nor a right length.
 *
 * @throws ReceiverOptionError for a secret that is short, or that a path would not carry as it is
 */
export function secretCheck(secret: string | readonly string[]): SecretCheck {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const isPossible =
    Array.isArray(secrets) && secrets.length > 0 && secrets.every((one) => /^[\w.~-]{16,}$/.test(one));
  if (!isPossible) {
    throw new ReceiverOptionError(
      'secret',
      'it is short, or has other characters',
      'Give 16 characters or more of a-z, A-Z, 0-9, "_", "-", "." and "~", such as `openssl rand -hex 16` prints.',
    );
  }
  const digests = secrets.map(digest);
  return (path) => {
    const found = digest(path.slice(path.lastIndexOf('/') + 1));
    let isOne = false;
    for (const wanted of digests) isOne = timingSafeEqual(found, wanted) || isOne;
    return isOne;
  };
}
