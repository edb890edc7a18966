import { createRequestRedact, type RequestRedact } from '@trtc-call/client/har';
import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import { Ring } from '../state/ring.ts';
import type { FaultKind } from './faults.ts';
import { redactTarget } from './redact-target.ts';

/** One request that the mock has seen, and what it answered. */
export interface JournalEntry {
  /** When it came, in milliseconds of the mock's clock. */
  readonly at: number;
  readonly method: string;
  /** Path and query, without credentials. */
  readonly url: string;
  readonly operationId: OperationId | undefined;
  readonly sdkAppId: number | undefined;
  /** The body as text, cut after 16 Ki characters. */
  readonly body: string;
  /** `errorCode` of the answer; `undefined` when the answer was no envelope. */
  readonly errorCode: number | string | undefined;
  readonly requestId: string | undefined;
  /** The mistake that was found in the request, by its id in the contract. */
  readonly mistake: MistakeId | undefined;
  readonly field: string | undefined;
  readonly fault: FaultKind | undefined;
  /**
   * Whether the operation did its work, however its answer fared: `false` when it was refused, when the answer was
   * a named example, and when a fault came before.
   */
  readonly carriedOut: boolean;
}

/** What is kept until somebody looks; the target still holds its credentials. */
export interface Noted extends Omit<JournalEntry, 'url'> {
  readonly target: string;
}

const longestBody = 16 * 1024;

/** The last requests. */
export class Journal {
  readonly #ring: Ring<Noted>;
  readonly #request: RequestRedact;
  readonly #shown = new WeakMap<Noted, JournalEntry>();

  /** @param secretKey a request may hold it by mistake */
  constructor(capacity: number, secretKey: string) {
    this.#ring = new Ring(capacity);
    this.#request = createRequestRedact({ secrets: [secretKey] });
  }

  note(entry: Noted): void {
    this.#ring.add(entry);
  }

  /** Entries from the oldest to the newest; reading is where they are redacted, since notes are hot. */
  entries(): JournalEntry[] {
    return this.#ring.list().map((noted) => {
      const shown = this.#shown.get(noted) ?? this.#show(noted);
      this.#shown.set(noted, shown);
      return { ...shown };
    });
  }

  #show({ target, body, ...entry }: Noted): JournalEntry {
    const { learn, redact } = this.#request;
    learn(target);
    // What is cut off by half is not known for what it is any more.
    const shownBody = redact(body.slice(0, 2 * longestBody)).slice(0, longestBody);
    return { ...entry, url: redactTarget(target, redact), body: shownBody };
  }

  clear(): void {
    this.#ring.clear();
  }
}
