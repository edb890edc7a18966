import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@trtc-call/webhooks';

/** A webhook that came in, with its body read as far as it came. */
export interface ReceivedRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  /** The command, in the query of either generation. */
  readonly command: string;
  readonly contentType: string | undefined;
  readonly text: string;
  /** The members of the body; none where it is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The call that it is about, where it says so. */
  readonly callId: string | undefined;
}

export interface ReceiverReply {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
}

export interface MutantReceiverTools {
  /** The right receiver: gives its answer to the request, or to one with another query. */
  forward(query?: URLSearchParams): Promise<ReceiverReply>;
  /** Adds to what has been handled of a call. */
  handle(callId: unknown): void;
  /** For as long as the receiver lives. */
  readonly memory: Set<string>;
  wait(milliseconds: number): Promise<void>;
  /**
   * Waits until this many requests wait here, or five seconds: what comes at the same moment overlaps, however busy the
   * machine is.
   *
   * @returns the number of this one among them, from 1
   */
  together(count: number): Promise<number>;
}

export type MutateWebhook = (request: ReceivedRequest, tools: MutantReceiverTools) => Promise<ReceiverReply>;

/** The right receiver with one thing broken: what it answers instead, or what it does with connections. */
export type MutantReceiver =
  | MutateWebhook
  | {
      /** Takes the request before its body is read; false lets it go on. */
      readonly intercept?: (
        request: IncomingMessage,
        response: ServerResponse,
        receiver: Receiver,
      ) => boolean;
      /** Takes connections that do not speak HTTP, and ends of them. Default they are answered and closed. */
      readonly diesOfGarbage?: true;
    };

/**
 * Broken receivers by the requirements that must find them, apart by spaces, and by their ids in kebab-case. A key
 * stands for the requirements of both generations. Others may find them too.
 */
export type ReceiverTable = Readonly<Record<string, Readonly<Record<string, MutantReceiver>>>>;

function replyWith(ErrorCode: number): ReceiverReply {
  const text = JSON.stringify({ ErrorCode, ErrorMessage: ErrorCode === 0 ? 'Success' : 'Refused' });
  return { status: 200, text, contentType: 'application/json' };
}

export const acknowledged = replyWith(0);
export const refused = replyWith(1);

export function refuse(condition: (request: ReceivedRequest) => boolean): MutateWebhook {
  return async (request, { forward }) => (condition(request) ? refused : forward());
}

/** A receiver that acknowledges what meets the condition, and does no more with it. */
export function acknowledge(condition: (request: ReceivedRequest) => boolean): MutateWebhook {
  return async (request, { forward }) => (condition(request) ? acknowledged : forward());
}

/** A receiver that handles one webhook of those that agree in this, and acknowledges all. */
export function handleOncePer(findKey: (request: ReceivedRequest) => unknown): MutateWebhook {
  return async (request, { handle, memory }) => {
    const key = JSON.stringify(findKey(request));
    if (!memory.has(key)) handle(request.callId);
    memory.add(key);
    return acknowledged;
  };
}
