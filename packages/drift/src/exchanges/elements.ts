import { Screen, type ScreenedBatch } from '../judge/screen.ts';
import { Batch } from './batch.ts';
import type { Damage, Exchange, ExchangeSink, ReportedViolation } from './exchange.ts';
import { Ordered } from './ordered.ts';
import { ScreenPool } from './screen-pool.ts';
import { isScreenedSink, type ScreenedSink } from './screened-sink.ts';
import type { TakeElement } from './splitter.ts';
import { Taker } from './taker.ts';

/** Takes the elements of a file, whoever works on them. */
export interface Elements {
  readonly take: TakeElement;
  readonly read: number;
  skipped(): { readonly reason: string; readonly count: number }[];
  /** Waits for what other threads are at. @returns the first damage that they have found */
  end(): Promise<Damage | undefined>;
}

/** @param threads how many others may help, where the sink lets itself be helped; default as many as are useful */
export function elementsFor(sink: ExchangeSink, threads?: number): Elements {
  return threads !== 0 && isScreenedSink(sink) ? new SharedElements(sink, threads) : new OwnElements(sink);
}

class OwnElements implements Elements {
  readonly #taker: Taker;

  constructor(sink: ExchangeSink) {
    this.#taker = new Taker(sink);
  }

  readonly take: TakeElement = (buffer, start, end) => this.#taker.take(buffer, start, end);

  get read(): number {
    return this.#taker.read;
  }

  skipped() {
    return this.#taker.skipped();
  }

  async end(): Promise<undefined> {}
}

/** A smaller file is read before a thread would have started. */
const smallBytes = 4 * 1024 * 1024;

interface Screened {
  readonly batch: Batch;
  readonly result: ScreenedBatch;
}

class SharedElements implements Elements {
  readonly #sink: ScreenedSink;
  readonly #taker: Taker;
  readonly #leftSink: ExchangeSink;
  readonly #threads: number | undefined;
  readonly #screen = new Screen();
  readonly #ordered = new Ordered<Screened>((screened) => this.#handOn(screened));
  #pool: ScreenPool | undefined;
  #batch: Batch | undefined;
  #bytes = 0;
  #damage: Damage | undefined;

  constructor(sink: ScreenedSink, threads: number | undefined) {
    this.#sink = sink;
    this.#threads = threads;
    this.#taker = new Taker(sink);
    this.#leftSink = {
      exchange: (exchange: Exchange) => sink.screened(exchange),
      violation: (violation: ReportedViolation) => sink.violation(violation),
    };
  }

  readonly take: TakeElement = (buffer, start, end, offset) => {
    if (!this.#pool) {
      this.#bytes += end - start;
      if (this.#bytes < smallBytes) return this.#taker.take(buffer, start, end);
      this.#pool = new ScreenPool(this.#threads);
    }
    if (this.#batch?.buffer !== buffer) {
      this.#flush();
      this.#batch = new Batch(buffer, offset - start);
    }
    this.#batch.add(start, end);
    if (this.#batch.isFull) this.#flush();
    return undefined;
  };

  get read(): number {
    return this.#taker.read;
  }

  skipped() {
    return this.#taker.skipped();
  }

  async end(): Promise<Damage | undefined> {
    this.#flush();
    await this.#pool?.end();
    return this.#damage;
  }

  #flush(): void {
    const batch = this.#batch;
    this.#batch = undefined;
    if (!batch) return;
    const take = this.#ordered.next();
    const own = () => take({ batch, result: this.#screen.batch(batch.buffer, batch.spans) });
    const isTaken = this.#pool?.offer(batch, (result) => (result ? take({ batch, result }) : own()));
    if (!isTaken) own();
  }

  #handOn({ batch, result: { left, starts, counts } }: Screened): void {
    this.#taker.read += batch.elements - left.length;
    this.#sink.counted(counts);
    let next = 0;
    for (const number of left) {
      for (let start = starts[next]; start && start.number < number; start = starts[next]) {
        this.#sink.started(start);
        next += 1;
      }
      this.#look(batch, number);
    }
    for (const start of starts.slice(next)) this.#sink.started(start);
  }

  /** At an element that a screen has left. */
  #look(batch: Batch, number: number): void {
    const start = batch.spans[number * 2] ?? 0;
    const end = batch.spans[number * 2 + 1] ?? start;
    const reason = this.#taker.take(batch.buffer, start, end, this.#leftSink);
    if (reason === undefined) return;
    this.#damage ??= { offset: batch.offset + start, reason };
  }
}
