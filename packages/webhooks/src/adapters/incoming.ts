import { isObject, nearestName } from '@trtc-call/reporting/values';
import { decodeBody } from '../events/read-event.ts';
import type { Answer, Refusal, Reply } from '../receiver/answers.ts';
import { ReceiverOptionError } from '../receiver/options.ts';

/** One request, from whichever adapter. */
export interface Incoming {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  /** Of the socket; undefined where the adapter does not know it. */
  readonly address: string | undefined;
  /** @param name in lower case */
  header(name: string): string | undefined;
  readBody(rules: BodyRules): Promise<ReadBody>;
  /** Keeps the runtime from ending what goes on after the answer. It never throws. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** What an adapter hands requests to. */
export interface RequestHandler {
  /** Answers one request. It never rejects. */
  receive(incoming: Incoming): Promise<Reply>;
  /** Writes an answer in the way of the generation that the query belongs to. */
  reply(answer: Answer, search: string): Reply;
}

/** How a body is read. */
export interface BodyRules {
  readonly bodyBytes: number;
  readonly bodyMilliseconds: number;
}

/** A body as text, or why it could not be read. */
export type ReadBody =
  | {
      readonly text: string;
      /** Whether it was written anew from what a parser has made of it, which has rounded numbers beyond 2^53. */
      readonly isParsed?: boolean;
    }
  | Refusal;

const problems = {
  'wrong-content-encoding': 'the `content-encoding` is not identity: bodies are read as they come',
  'body-too-large': 'the body is over `limits.bodyBytes`',
  'body-too-slow': 'the body was not whole within `limits.bodyMilliseconds`',
  'body-cut-off': 'the sender went away in the middle of the body',
} as const;

/** A body that was not read, or did not come in whole, with what had come. */
export function refuseBody(code: keyof typeof problems, body?: Uint8Array): Refusal {
  return { code, detail: problems[code], body };
}

/** Whether a body says that it is compressed: nothing is decompressed here, and it is not JSON. */
export function isEncoded(contentEncoding: string | undefined): boolean {
  const codings = contentEncoding?.split(',') ?? [];
  return codings.some((coding) => !['', 'identity'].includes(coding.trim().toLowerCase()));
}

/** A body that something in front has read: bytes, text, or what a parser has made of it. */
export function takeGiven(given: unknown): ReadBody {
  if (typeof given === 'string') return { text: given };
  if (given instanceof ArrayBuffer) return { text: decodeBody(Buffer.from(given)) };
  if (ArrayBuffer.isView(given)) {
    return { text: decodeBody(Buffer.from(given.buffer, given.byteOffset, given.byteLength)) };
  }
  try {
    return { text: JSON.stringify(given) ?? '', isParsed: true };
  } catch {
    // A bigint, for one.
    const detail =
      'the body that a parser in front has made cannot be written as JSON: pass its bytes as `body`';
    return { code: 'unknown-shape', detail };
  }
}

/** What stands beside a request: details of ours, or whatever a runtime passes there. */
export interface Details {
  readonly body: unknown;
  readonly address: string | undefined;
  readonly url: string | undefined;
}

/**
 * Reads what was passed beside the request. Runtimes that a method is handed to pass arguments of their own there: a
 * server, the variables of an environment, the parameters of a path. So only members that are its own and of the right
 * type count, and a name that is nearly that of a detail is taken for a misspelling only in an object without a class
 * whose members are all details, or nearly.
 *
 * @param names the details that there are
 * @param more what was passed behind it: a runtime passes more, and then none of it is ours
 * @throws ReceiverOptionError for a detail whose name is misspelt
 */
export function readDetails(
  method: 'fetch' | 'node',
  given: unknown,
  names: readonly (keyof Details | 'waitUntil')[],
  more: readonly unknown[],
): Details {
  const none: Details = { body: undefined, address: undefined, url: undefined };
  if (typeof given !== 'object' || given === null || more.length > 0) return none;
  if (isPlain(given)) refuseMisspelt(method, given, names);
  const read = (name: keyof Details): unknown =>
    names.includes(name) && Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
  const readText = (name: 'address' | 'url') => {
    const value = read(name);
    return typeof value === 'string' ? value : undefined;
  };
  return { body: read('body'), address: readText('address'), url: readText('url') };
}

/** Finds what keeps a runtime at work after the answer: the context of Workers and of edge functions has it, or our details. */
export function findWaitUntil(beside: readonly unknown[]): Incoming['waitUntil'] {
  const context = beside.find(hasWaitUntil);
  return (
    context &&
    ((work) => {
      try {
        context.waitUntil(work);
      } catch {
        // The context is of a request that is over: what goes on is not awaited.
      }
    })
  );
}

function hasWaitUntil(context: unknown): context is { waitUntil(work: Promise<unknown>): void } {
  return isObject(context) && 'waitUntil' in context && typeof context.waitUntil === 'function';
}

/** Variables of an environment may be called nearly as a detail is: beside a member that resembles none it is theirs. */
function refuseMisspelt(method: string, given: object, names: readonly string[]): void {
  const misspelt = Object.keys(given).filter((name) => !names.includes(name));
  const meant = misspelt.map((name) => nearestName(name, names));
  const [name] = misspelt;
  if (name === undefined || meant.includes(undefined)) return;
  throw new ReceiverOptionError(`${method}.${name}`, 'there is no such option', `Did you mean ${meant[0]}?`);
}

/** Whether it was made by `{}`, by `JSON.parse` or without a prototype, in whichever realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Path and query of a request line; a proxy's names the whole URL. */
export function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = origin.indexOf('?');
  return mark < 0
    ? { path: origin, search: '' }
    : { path: origin.slice(0, mark), search: origin.slice(mark + 1) };
}

/** The vendor's pages do not say which type the header names; only one that is clearly something else is refused. */
export function isJsonOrPlain(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType === 'application/json') return true;
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^(?:application\/(?:json|octet-stream|[\w.-]+\+json)|text\/(?:json|plain)|)$/.test(type);
}
