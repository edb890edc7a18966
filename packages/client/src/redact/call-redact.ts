import { createPatternRedact, createRedact, type Redact } from './create-redact.ts';
import { createWordRedact } from './redact-words.ts';

/** Takes the credentials of a call out of what the service, or a `fetch`, says. */
export interface CallRedact {
  /** For what users get as it came: only the credentials themselves are taken out. */
  readonly answer: Redact;
  /** For messages and names: short, and without anything like a credential. */
  readonly words: Redact;
  /** For recordings: without anything like a credential. */
  readonly exchange: Redact;
}

/** Each of the three is made when it is needed first: most calls need one. */
export function createCallRedact(secrets: readonly string[]): CallRedact {
  return {
    answer: once(() => createPatternRedact(secrets, [])),
    words: once(() => createWordRedact(secrets)),
    exchange: once(() => createRedact({ secrets })),
  };
}

function once(make: () => Redact): Redact {
  let made: Redact | undefined;
  return (text) => {
    made ??= make();
    return made(text);
  };
}
