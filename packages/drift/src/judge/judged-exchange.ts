import type { MistakeId } from '@trtc-call/spec/v1';
import type { Contract, OperationContract } from '../contract/contract.ts';
import type { SchemaNode } from '../contract/schema-node.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Difference } from '../findings/difference.ts';
import type { RequestParts } from './request-parts.ts';

/** An exchange with what was made of it: what a rule looks at. */
export interface JudgedExchange {
  readonly exchange: Exchange;
  readonly parts: RequestParts;
  readonly operation: OperationContract;
  readonly contract: Contract;
  readonly answer: Answer;
  /** What the contract calls a mistake in the request; none where the outcome cannot be read. */
  readonly mistakes: readonly SeenMistake[];
}

/** An answer's body, read as far as it can be. */
export interface Answer {
  /** Undefined where the outcome cannot be read. */
  readonly code: number | undefined;
  /** Why it cannot be held against the contract, where that is nobody's fault. */
  readonly unjudged?: string;
  /** Where it is an object, its members can be looked at. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is wrong with what stands around the data: nothing can be said of the rest then. */
  readonly broken?: BrokenEnvelope;
}

/** Why the outcome cannot be read. */
export interface BrokenEnvelope {
  readonly pointer: string;
  readonly node: SchemaNode;
  readonly before: string;
  readonly after: string;
}

/** A mistake that can be seen in a request, and where. */
export interface SeenMistake {
  readonly id: MistakeId;
  /** `/method`, `/query/random`, `/body/callId` or the like. */
  readonly pointer: string;
}

/** Takes one difference. */
export type Tell = (difference: Difference) => void;
