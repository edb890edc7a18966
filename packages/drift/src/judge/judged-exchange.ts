import type { Mistake, MistakeId } from '@trtc-call/spec/v1';
import type { Contract, OperationContract } from '../contract/contract.ts';
import type { SchemaNode } from '../contract/schema-node.ts';
import type { Difference } from '../findings/difference.ts';
import type { Exchange } from '../traffic/exchange.ts';
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
  /** Undefined for a success, and where nothing can be told by the code. */
  readonly refusal: Refusal | undefined;
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

/** A mistake in a request, with what the contract says of it. */
export interface RatedMistake {
  readonly row: Mistake;
  readonly pointer: string;
  readonly level: Mistake['level'];
}

/** Why a request was refused, as far as its code and its mistakes tell. */
export interface Refusal {
  readonly code: number;
  readonly mistakes: readonly RatedMistake[];
  /** Whether the code may stand for something that no request shows. */
  readonly isForUnseen: boolean;
}

/** Takes one difference. */
export type Tell = (difference: Difference) => void;
