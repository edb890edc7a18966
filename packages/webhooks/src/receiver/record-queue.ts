/** Where the records of one generation come from; `client.records` of @trtc-call/client is one. */
export interface RecordSource<CallRecord extends object = object> {
  /**
   * Gets a record, or `null` where the answer is that there is none. A rejection says that it is not known, except for the
   * refusal by which the service answers a call that it does not know (V1-U-09).
   */
  get(callId: string, options?: { signal?: AbortSignal | undefined }): PromiseLike<CallRecord | null>;
}

/** Why a record could not be asked for: too many others wait, or there was no answer in time. */
class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code: 'records-busy' | 'record-timeout';

  constructor(code: RecordError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * How many requests are under way: enough to use up the vendor's rate, and few enough that a new one does not wait long
 * behind them in the client's own limiter.
 */
const mostUnderWay = 10;
/** A source that gives no answer holds its place no longer. */
const longestMilliseconds = 10_000;
/**
 * How long an answer holds for the other events of its call, while others wait. The vendor's later attempts are to ask
 * anew.
 */
const heldMilliseconds = 2000;

interface Inquiry {
  readonly callId: string;
  /** Its turn has come. */
  begin(): void;
  /** By `performance.now`; undefined while it waits. */
  begunAt: number | undefined;
  readonly promise: Promise<object | null>;
  resolve(record: object | null): void;
  reject(error: unknown): void;
  /** Whose turn it takes; undefined when it is under way. */
  sender: string | undefined;
}

interface Held {
  readonly record: object | null;
  readonly until: number;
}

/**
 * Asks for records, few at a time. Calls can be invented faster than the service answers, so senders take turns,
 * the newest call of each first; when too many wait, the oldest of the sender with most gives way. All events of a call share one
 * request.
 */
export class RecordQueue {
  readonly #records: RecordSource;
  readonly #mostWaiting: number;
  readonly #inquiries = new Map<string, Inquiry>();
  /** What waits, of each sender the newest last; the sender whose turn is next stands first. */
  readonly #waiting = new Map<string, Inquiry[]>();
  readonly #held = new Map<string, Held>();
  readonly #underWay = new Set<Inquiry>();
  #waitingCount = 0;

  constructor(records: RecordSource, mostWaiting: number) {
    this.#records = records;
    this.#mostWaiting = mostWaiting;
  }

  /**
   * The record of a call; null where the service answers that it has none.
   *
   * @throws RecordError, and what the source throws, when it is unknown whether there is one
   */
  ask(callId: string, sender: string, notFound: number): Promise<object | null> {
    this.#dropCutOff();
    const held = this.#held.get(callId);
    const isBusy = this.#underWay.size >= mostUnderWay;
    if (isBusy && held && held.until > performance.now()) return Promise.resolve(held.record);
    const known = this.#inquiries.get(callId);
    if (known) {
      this.bump(callId, sender);
      return known.promise;
    }
    const turn = Promise.withResolvers<void>();
    const begin = () => turn.resolve();
    const answer = Promise.withResolvers<object | null>();
    const inquiry: Inquiry = { callId, sender, begin, begunAt: undefined, ...answer };
    // Begun by the event that waits for it, in its context: a Worker lets no other one do that.
    void turn.promise.then(() => this.#run(inquiry, notFound));
    this.#inquiries.set(callId, inquiry);
    this.#place(inquiry, sender);
    this.#startNext();
    if (this.#waitingCount > this.#mostWaiting) this.#evict();
    return inquiry.promise;
  }

  /** A call that is still waited for has come again: it is the newest of its sender now. */
  bump(callId: string, sender: string): void {
    const inquiry = this.#inquiries.get(callId);
    if (inquiry?.sender === undefined) return;
    const own = this.#waiting.get(sender);
    if (inquiry.sender === sender && own) {
      // The sender keeps its turn: an event that comes again must not wait longer than one that does not.
      own.splice(own.indexOf(inquiry), 1);
      own.push(inquiry);
      return;
    }
    this.#remove(inquiry);
    this.#place(inquiry, sender);
  }

  #place(inquiry: Inquiry, sender: string): void {
    inquiry.sender = sender;
    const others = this.#waiting.get(sender);
    if (others) others.push(inquiry);
    else this.#waiting.set(sender, [inquiry]);
    this.#waitingCount += 1;
  }

  #remove(inquiry: Inquiry): void {
    if (inquiry.sender === undefined) return;
    const others = this.#waiting.get(inquiry.sender) ?? [];
    others.splice(others.indexOf(inquiry), 1);
    if (others.length === 0) this.#waiting.delete(inquiry.sender);
    this.#waitingCount -= 1;
    inquiry.sender = undefined;
  }

  #startNext(): void {
    while (this.#underWay.size < mostUnderWay) {
      const [next] = this.#waiting;
      if (!next) return;
      const [sender, inquiries] = next;
      const inquiry = inquiries.at(-1);
      if (!inquiry) return;
      this.#remove(inquiry);
      // Behind all other senders.
      if (this.#waiting.delete(sender)) this.#waiting.set(sender, inquiries);
      this.#underWay.add(inquiry);
      inquiry.begunAt = performance.now();
      inquiry.begin();
    }
  }

  async #run(inquiry: Inquiry, notFound: number): Promise<void> {
    const { callId, resolve, reject } = inquiry;
    try {
      const record = await this.#get(callId, notFound);
      this.#hold(callId, record);
      resolve(record);
    } catch (error) {
      reject(error);
    } finally {
      this.#end(inquiry);
      this.#startNext();
    }
  }

  #end(inquiry: Inquiry): void {
    if (this.#inquiries.get(inquiry.callId) === inquiry) this.#inquiries.delete(inquiry.callId);
    this.#underWay.delete(inquiry);
  }

  /** What has outlasted its own timer was cut off with it, as in a Worker whose request is over. */
  #dropCutOff(): void {
    const before = performance.now() - 1.5 * longestMilliseconds;
    for (const inquiry of this.#underWay) {
      if (Number(inquiry.begunAt) > before) return;
      this.#end(inquiry);
    }
  }

  async #get(callId: string, notFound: number): Promise<object | null> {
    const controller = new AbortController();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const error = new RecordError('record-timeout', `no record within ${longestMilliseconds} ms`);
      late.reject(error);
      controller.abort(error);
    }, longestMilliseconds);
    try {
      const asked = this.#records.get(callId, { signal: controller.signal });
      return (await Promise.race([asked, late.promise])) ?? null;
    } catch (error) {
      if (isNotFound(error, notFound)) return null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #hold(callId: string, record: object | null): void {
    const now = performance.now();
    for (const [other, { until }] of this.#held) {
      if (until > now) break;
      this.#held.delete(other);
    }
    this.#held.delete(callId);
    this.#held.set(callId, { record, until: now + heldMilliseconds });
  }

  /** One gives way to the newest: the oldest of the sender that has most. */
  #evict(): void {
    let most: Inquiry[] = [];
    for (const inquiries of this.#waiting.values()) if (inquiries.length > most.length) most = inquiries;
    const [oldest] = most;
    if (!oldest) return;
    this.#remove(oldest);
    this.#inquiries.delete(oldest.callId);
    oldest.reject(new RecordError('records-busy', 'too many other calls wait to be confirmed'));
  }
}

/** Whether too many others wait. What a source throws may be anything, such as a proxy that throws when it is looked at. */
export function isBusy(error: unknown): boolean {
  try {
    return error instanceof RecordError && error.code === 'records-busy';
  } catch {
    return false;
  }
}

/**
 * Whether the service has answered that there is no such call, as it answers an unknown one, or whether no call can have
 * this id. Everything else leaves the question open: credentials, rate, connection.
 */
function isNotFound(error: unknown, notFound: number): boolean {
  try {
    const { kind, code, field } = Object(error);
    if (kind === 'argument') return field === 'callId';
    return kind === 'refused' && code === notFound;
  } catch {
    return false;
  }
}
