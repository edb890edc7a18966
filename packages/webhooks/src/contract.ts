/** What was sent, as it was sent. */
export interface RawWebhook {
  readonly query: Readonly<Record<string, string>>;
  /** The body as `JSON.parse` reads it: it rounds numbers beyond 2^53, and takes the last of a name that comes again. */
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * The body as it came, every digit of it, without a byte order mark; behind a parser, what the parsed body is written
   * as. A byte that is not UTF-8 stands in it as a surrogate from U+DC80 to U+DCFF.
   */
  readonly text: string;
}

/** A documented member of a body that is not of the type in the contract. It never holds the value. */
export interface Misfit {
  /** JSON Pointer (RFC 6901) of the member. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** What every event has, whatever its generation and family. */
export interface Received {
  /** The generation of the API that sent it, such as `v1`. */
  readonly generation: string;
  /** The app that it is about. */
  readonly sdkappid: number;
  /** The address of the client whose action led to it, as the vendor says. */
  readonly clientip?: string;
  /** The platform of that client: `iOS`, `Android`, `Web`, `miniProgram`, or another word. */
  readonly optplatform?: string;
  /** The same for every delivery of the same event, and for no other event. */
  readonly fingerprint: string;
  /**
   * Where documented members of the body are of another type than in the contract. What can be read without a doubt is
   * read all the same: digits in place of a number, a whole number in place of a text, both up to 2^53 - 1. Any other such
   * member is absent here, and stands in `raw`. Empty where the command word is unknown.
   */
  readonly misfits: readonly Misfit[];
  readonly raw: RawWebhook;
}

/** A webhook whose command word the contract does not know. */
export interface UnknownEvent extends Received {
  readonly family: 'unknown';
  readonly command: '*';
  /** The command word as it was sent. */
  readonly word: string;
}

/** The query of a webhook. */
export interface WebhookQuery extends Pick<Received, 'generation' | 'sdkappid'> {
  readonly command: string;
  readonly clientip: string | undefined;
  readonly optplatform: string | undefined;
  /** Every parameter as it was sent; of a repeated one the first. */
  readonly raw: Readonly<Record<string, string>>;
}

/** A body as it was written: what `JSON.parse` rounds, drops or mixes up is told apart here. */
export interface WrittenObject {
  /** The canonical text of each member by its name; of a repeated name the last one, as `JSON.parse` takes it. */
  readonly members: ReadonlyMap<string, string>;
  /** Names that are there more than once. */
  readonly repeated: ReadonlySet<string>;
  /** Names of members that hold bytes that are not UTF-8. */
  readonly undecodable: ReadonlySet<string>;
  /** All of it in one spelling: names sorted, repeated members kept. */
  readonly canonical: string;
}

/** The members of a record that an event is held against. */
export interface ConfirmingRecord {
  readonly callId: string;
  readonly sdkAppId: number;
  readonly mediaType: string;
  readonly roomId: string;
  readonly caller: string;
  readonly callResult: string;
  readonly callees?: readonly string[] | undefined;
}

/**
 * What one generation of the API states about its webhooks. The receiver takes it as an argument and knows nothing else
 * about a generation: another one is a folder with such an object, and a line in `generations.ts`.
 *
 * @typeParam Event the events of this generation
 */
export interface WebhookContract<Event extends Received = Received> {
  readonly generation: string;
  /** The names of the query parameters. The one of the command tells which generation a request belongs to. */
  readonly query: Readonly<Record<'app' | 'command' | 'contentType' | 'clientIp' | 'platform', string>>;
  /** Every command word that is documented. */
  readonly commands: readonly string[];
  /** What the documents name: these words may stand in a log, everything else in a request is the sender's. */
  readonly words: ReadonlySet<string>;
  /** The wait before each attempt of a delivery, in seconds. */
  readonly retryWaitsSeconds: readonly number[];
  /** Makes the event of a body, with its identity. It never throws. */
  readEvent(query: WebhookQuery, raw: RawWebhook, written: WrittenObject): Event | UnknownEvent;
  /** The body of an answer. An ErrorCode of 0 acknowledges. */
  writeAnswer(errorCode: number, message: string): string;
  /** When it happened, in Unix milliseconds; undefined where the event does not say. */
  findTime(event: Event | UnknownEvent): number | undefined;
  /** The call that it is about; undefined where the event does not say in a text. */
  findCallId(event: Event | UnknownEvent): string | undefined;
  /** Whether the service keeps a record that the event can be held against. */
  hasRecord(event: Event | UnknownEvent): boolean;
  /** What the record of its call says against the event; undefined when it confirms it. */
  findContradiction(event: Event | UnknownEvent, record: ConfirmingRecord): string | undefined;
  /** The code by which the service refuses a call that it has no record of. */
  readonly recordNotFound: number;
}

/** The generations that are received, together. */
export interface Contracts<Event extends Received = Received> {
  /** Every command word. */
  readonly commands: readonly string[];
  /** Every word that may stand in a log. */
  readonly words: ReadonlySet<string>;
  /** The generation that a request belongs to, by its query; the first where it names none. */
  choose(parameters: URLSearchParams): WebhookContract<Event>;
  /** The generation that an event or a query names. */
  find(named: Pick<Received, 'generation'>): WebhookContract<Event>;
}

export function joinContracts<Event extends Received>(
  first: WebhookContract<Event>,
  ...others: readonly WebhookContract<Event>[]
): Contracts<Event> {
  const all = [first, ...others];
  return {
    commands: all.flatMap(({ commands }) => commands),
    words: new Set(all.flatMap(({ words }) => [...words])),
    choose: (parameters) => all.find(({ query }) => parameters.has(query.command)) ?? first,
    find: ({ generation }) => all.find((contract) => contract.generation === generation) ?? first,
  };
}
