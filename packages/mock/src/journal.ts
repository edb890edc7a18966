import { createRequestRedact, type Redact, type RequestRedact } from '@trtc-call/client/har';
import { type MistakeId, readText } from './checks.ts';
import { splitTarget } from './exchange.ts';
import type { FaultKind } from './faults.ts';
import { BoundedMap } from './state/bounded.ts';

/** A request and its response. */
export interface JournalEntry {
  /** Time of the request, in milliseconds of the mock's clock. */
  readonly at: number;
  readonly method: string;
  /** Path and query, without credentials. */
  readonly url: string;
  /** Such as `getRecordByCallId`. Generations may share an id; the path tells them apart. */
  readonly operationId: string | undefined;
  readonly sdkAppId: number | undefined;
  /** The request body as text, truncated to 16 KiB. */
  readonly body: string;
  /** Size of the whole body in bytes; `undefined` if it was larger than `maxBodyBytes`. */
  readonly bodyBytes: number | undefined;
  /** The code of the response; `undefined` if it was not an envelope. */
  readonly errorCode: number | string | undefined;
  readonly requestId: string | undefined;
  /** Id of the mistake found in the request, as in the contract. */
  readonly mistake: MistakeId | undefined;
  readonly field: string | undefined;
  readonly fault: FaultKind | undefined;
  /**
   * Whether the operation was carried out, whatever the caller received. `false` for a refusal, a named example, and a
   * fault that came before.
   */
  readonly carriedOut: boolean;
}

/** An entry before redaction: the target still holds its credentials. */
export interface Noted extends Omit<JournalEntry, 'url'> {
  readonly target: string;
}

/** Longest part of a body that is shown, in characters. */
const longestBody = 16 * 1024;
/** Longest part of a body that is kept, in bytes: a secret that is cut off by half would not be known for one. */
const keptBody = longestBody + 1024;
/** What an entry takes besides its texts. */
const entryBytes = 500;

/** What is kept of a body. */
export function cutBody(body: Uint8Array | 'too-large'): Pick<JournalEntry, 'body' | 'bodyBytes'> {
  if (body === 'too-large') return { body: '', bodyBytes: undefined };
  return { body: readText(body.subarray(0, keptBody)), bodyBytes: body.length };
}

/** The last requests, bounded in number and in bytes. */
export class Journal {
  readonly #log: BoundedMap<Noted, Noted>;
  readonly #request: RequestRedact;
  readonly #shown = new WeakMap<Noted, JournalEntry>();
  /** Number of requests since the start or the last reset. */
  count = 0;

  /** @param secretKey a request may hold it by mistake */
  constructor(entries: number, bytes: number, secretKey: string) {
    this.#log = new BoundedMap({ entries, bytes });
    this.#request = createRequestRedact({ secrets: [secretKey] });
  }

  /** Number of dropped requests. */
  get dropped(): number {
    return this.#log.dropped;
  }

  note(entry: Noted): void {
    this.count += 1;
    // Two bytes for a character is the most that a string takes.
    this.#log.set(entry, entry, entryBytes + 2 * (entry.target.length + entry.body.length));
  }

  /** Entries from the oldest to the newest; reading is where they are redacted, since notes are hot. */
  entries(): JournalEntry[] {
    return this.#log.values().map((noted) => {
      const shown = this.#shown.get(noted) ?? this.#show(noted);
      this.#shown.set(noted, shown);
      return { ...shown };
    });
  }

  #show({ target, body, ...entry }: Noted): JournalEntry {
    const { learn, redact } = this.#request;
    learn(target);
    const shownBody = redact(body).slice(0, longestBody);
    return { ...entry, url: redactTarget(target, redact), body: shownBody };
  }

  clear(): void {
    this.#log.clear();
    this.count = 0;
  }
}

const openParameters = new Set(['sdkappid', 'identifier', 'random', 'contenttype']);
const longestName = 40;

/**
 * Hides what may be a credential in the target (path and query) of a request: the value of every parameter
 * but those that are known to be harmless, and whatever looks like a credential in the rest.
 */
export function redactTarget(target: string, redact: Redact): string {
  const { path, query } = splitTarget(target);
  const shown = redact(path.replace(/(usersig)(?:=|%3d).*/i, '$1=[redacted]'));
  if (query === undefined) return shown;
  const parts = query.split('&').map((part) => {
    const equals = part.indexOf('=');
    const name = equals === -1 ? part : part.slice(0, equals);
    if (openParameters.has(name)) return redact(part);
    return equals === -1 ? '[redacted]' : `${redact(name).slice(0, longestName)}=[redacted]`;
  });
  return `${shown}?${parts.join('&')}`;
}
