import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@trtc-call/webhooks';

/** A webhook that came in, with its body read as far as it came. */
export interface ReceivedRequest {
  readonly method: string;
  /** Of the query. */
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly text: string;
  /** The members of the body; none where it is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The call that it is about, where it says so. */
  readonly callId: string | undefined;
}

/** An answer of a receiver. */
export interface ReceiverReply {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
}

/** What a mutant works with. */
export interface MutantReceiverTools {
  /** The right receiver: gives its answer to a request, this one or a changed one. */
  forward(
    change?: Partial<Pick<ReceivedRequest, 'method' | 'contentType' | 'text'>> & { query?: URLSearchParams },
  ): Promise<ReceiverReply>;
  /** Adds to what has been handled of a call. */
  handle(callId: unknown): void;
  /** For as long as the receiver lives. */
  readonly memory: Map<string, number>;
  wait(milliseconds: number): Promise<void>;
  /**
   * Waits until this many requests wait here, or five seconds: what comes at the same moment overlaps, however busy the
   * machine is.
   *
   * @returns the number of this one among them, from 1
   */
  together(count: number): Promise<number>;
}

/** The right receiver with one thing broken. */
export interface MutantReceiver {
  /** In kebab-case; says what is broken. */
  readonly id: string;
  /** The requirements that must find it. Others may find it too. */
  readonly breaks: readonly `V${1 | 4}-RC${string}-${string}`[];
  /** What it answers instead; undefined closes the connection. */
  mutate?(request: ReceivedRequest, tools: MutantReceiverTools): Promise<ReceiverReply | undefined>;
  /** Takes the request before its body is read; false lets it go on. */
  intercept?(request: IncomingMessage, response: ServerResponse, receiver: Receiver): boolean;
  /** Takes connections that do not speak HTTP. Default they are answered and closed. */
  readonly diesOfGarbage?: true;
}
