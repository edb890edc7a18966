import { type OperationContract, readContract } from '../contract/contract.ts';
import type { Exchange, ExchangeSink } from '../exchanges/exchange.ts';
import { JsonReader } from '../exchanges/json-reader.ts';
import { readElement } from '../exchanges/read-entry.ts';
import { operationOf } from './is-this-api.ts';
import { judgeExchange, type ProbeStart } from './judge-exchange.ts';
import { type OperationCounts, OperationTally } from './operation-tally.ts';
import { requestPartsOf } from './request-parts.ts';

/** A probe of an operation. */
export interface ScreenedStart extends ProbeStart {
  readonly operationId: string;
  /** Of the element in its batch. */
  readonly number: number;
}

/** What came of one batch. */
export interface ScreenedBatch {
  /** Numbers of the elements that somebody else has to look at: they do not conform, or are no exchange. */
  readonly left: readonly number[];
  /** In the order of the file. */
  readonly starts: readonly ScreenedStart[];
  /** What the exchanges that conform add up to, by operation. */
  readonly counts: readonly (readonly [string, OperationCounts])[];
}

/** Counts exchanges that conform and leaves the others, so that it can work on another thread than who describes them. */
export class Screen {
  readonly #contract = readContract();
  readonly #json = new JsonReader();

  /** @param spans where each element begins and ends in the bytes */
  batch(bytes: Buffer, spans: ArrayLike<number>): ScreenedBatch {
    const left: number[] = [];
    const starts: ScreenedStart[] = [];
    const tallies = new Map<OperationContract, OperationTally>();
    let isLeft = true;
    let number = 0;
    const sink: ExchangeSink = {
      exchange: (exchange) => {
        isLeft = !this.#conforms(exchange, number, starts, tallies);
      },
      violation: () => {},
    };
    for (; number * 2 < spans.length; number += 1) {
      isLeft = true;
      this.#read(bytes, spans[number * 2] ?? 0, spans[number * 2 + 1] ?? 0, sink);
      if (isLeft) left.push(number);
    }
    const counts = [...tallies].map(([{ operationId }, tally]) => [operationId, tally.counts()] as const);
    return { left, starts, counts };
  }

  #read(bytes: Buffer, start: number, end: number, sink: ExchangeSink): void {
    try {
      readElement(this.#json.read(bytes, start, end), sink);
    } catch {
      // It is left: who looks at it says what is wrong with it.
    }
  }

  #conforms(
    exchange: Exchange,
    number: number,
    starts: ScreenedStart[],
    tallies: Map<OperationContract, OperationTally>,
  ): boolean {
    const parts = requestPartsOf(exchange.url);
    const operation = operationOf(parts, this.#contract);
    if (!operation) return false;
    let tally = tallies.get(operation);
    if (!tally) {
      tally = new OperationTally(operation);
      tallies.set(operation, tally);
    }
    const judgement = judgeExchange(exchange, parts, operation, this.#contract, tally.seen);
    if (judgement.unjudged !== undefined || judgement.evidence.length > 0) return false;
    tally.add(judgement, exchange.sensor);
    const { operationId } = operation;
    if (judgement.start) starts.push({ operationId, number, ...judgement.start });
    return true;
  }
}
