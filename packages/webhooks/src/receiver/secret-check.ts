import { timingSafeEqual } from 'node:crypto';
import { ReceiverOptionError } from './errors.ts';

/** Whether a path ends with the secret segment. */
export type SecretCheck = (path: string) => boolean;

/** Every secret and every guess is compared at this length. */
const comparedBytes = 256;

/**
 * Compares as many bytes whatever was sent, so that the time taken tells neither a right beginning nor a right length.
 *
 * @throws ReceiverOptionError for a secret that is short or long, or that a path would not carry as it is
 */
export function secretCheck(secret: string | readonly string[]): SecretCheck {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const isPossible =
    Array.isArray(secrets) && secrets.length > 0 && secrets.every((one) => /^[\w.~-]{16,128}$/.test(one));
  if (!isPossible) {
    throw new ReceiverOptionError(
      'secret',
      'it is short, long, or has other characters',
      'Give 16 to 128 characters of a-z, A-Z, 0-9, "_", "-", "." and "~", such as `openssl rand -hex 16` prints.',
    );
  }
  const wanted = secrets.map((one) => write(one, Buffer.alloc(comparedBytes)));
  const guess = Buffer.alloc(comparedBytes);
  return (path) => {
    write(path.slice(path.lastIndexOf('/') + 1), guess);
    let isOne = false;
    for (const one of wanted) isOne = timingSafeEqual(guess, one) || isOne;
    return isOne;
  };
}

/** Puts the text into the bytes, which are longer than any secret; what is longer still is cut. */
function write(text: string, bytes: Buffer): Buffer {
  return bytes.fill(0, bytes.write(text));
}
