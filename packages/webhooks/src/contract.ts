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

/** What is known of an event before its body is read. */
export type EventHead = Omit<Received, 'fingerprint' | 'misfits'>;

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

/** A value as it was written: the canonical text of what is neither an object nor an array. */
export type Written = string | WrittenObject | readonly Written[];

/** An object as it was written: what `JSON.parse` rounds, drops or mixes up is told apart here. */
export interface WrittenObject {
  /** Each member by its name; of a repeated name the last one, as `JSON.parse` takes it. */
  readonly members: ReadonlyMap<string, Written>;
  /** Names that are there more than once. */
  readonly repeated: ReadonlySet<string>;
  /** Names of members that hold bytes that are not UTF-8. */
  readonly undecodable: ReadonlySet<string>;
  /** All of it in one spelling: names sorted, repeated members kept. */
  readonly canonical: string;
}

/** The members of a record of v4 that an event is held against. */
export interface ConfirmingRecordV4 {
  readonly CallId: string;
  readonly Caller_Account: string;
  readonly MediaType: string;
  readonly CallType: string;
  readonly CallResult: string | number;
}

/** The members of a record of v1 that an event is held against. */
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
 * Whether a record has another word than an event. The pages spell words in several ways (V1-23), and have numbers for
 * results without their meaning (V4-03): neither contradicts anything, and what the record leaves out does not either.
 */
export function hasOtherWord(said: string | undefined, recorded: unknown): boolean {
  const [one, other] = [said, recorded].map(toPlainWord);
  return one !== undefined && other !== undefined && one !== other;
}

function toPlainWord(word: unknown): string | undefined {
  const isWord = typeof word === 'string' && !/^\d*$/.test(word);
  return isWord ? word.toLowerCase().replaceAll(/[\s_-]/g, '') : undefined;
}

/** Whether a record has another id than an event. What the record leaves out, or a parser has rounded, says nothing. */
export function hasOtherId(said: string | number | undefined, recorded: unknown): boolean {
  if (said === undefined || !(Number.isSafeInteger(recorded) || typeof recorded === 'string')) return false;
  return recorded !== '' && String(recorded) !== String(said);
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
  /** The documented members of all bodies: a body that has none of them is not that of a webhook. */
  readonly members: ReadonlySet<string>;
  /** What the documents name: these words may stand in a log, everything else in a request is the sender's. */
  readonly words: ReadonlySet<string>;
  /** The wait before each attempt of a delivery, in seconds. */
  readonly retryWaitsSeconds: readonly number[];
  /** For how long the service keeps the record of a call. */
  readonly recordSeconds: number;
  /** How a webhook is signed where the app has a token; undefined where no page knows of one. */
  readonly signature: Signature | undefined;
  /** Makes the event of a body, with its identity. It never throws. */
  readEvent(head: EventHead, command: string, written: WrittenObject): Event | UnknownEvent;
  /** The body of an answer. An ErrorCode of 0 acknowledges. */
  writeAnswer(errorCode: number, message: string): string;
  /** When it happened, in Unix milliseconds; undefined where the event does not say. */
  findTime(event: Event | UnknownEvent): number | undefined;
  /** The call that it is about; undefined where the event does not say in a text. */
  findCallId(event: Event | UnknownEvent): string | undefined;
  /** Whether the service keeps a record that the event can be held against. */
  hasRecord(event: Event | UnknownEvent): boolean;
  /** What the record of its call says against the event; undefined when it confirms it. */
  findContradiction(event: Event | UnknownEvent, record: object): string | undefined;
  /** The code by which the service refuses a call that it has no record of. */
  readonly recordNotFound: number;
}

/** The signature of a webhook, which stands in its query. */
export interface Signature {
  /** The names of the query parameters. */
  readonly names: { readonly sign: string; readonly time: string };
  /** How far the time may be off. */
  readonly windowMilliseconds: number;
  /** @param time as it was sent, in Unix seconds */
  sign(token: string, time: string): string;
}

/** A query, and the generation that it belongs to. */
export interface ChosenContract<Event extends Received = Received> {
  readonly contract: WebhookContract<Event>;
  readonly parameters: URLSearchParams;
  /** Whether it names the command of any generation: without one it is not that of a webhook. */
  readonly hasCommand: boolean;
}

/** Whether no page says that the webhook of an event is sent again: what fails is lost then, unless it is kept. */
export function isSentOnce(contracts: Pick<Contracts, 'find'>, event: Pick<Received, 'generation'>): boolean {
  return contracts.find(event).retryWaitsSeconds.length === 1;
}

/** The generations that are received, together. */
export interface Contracts<Event extends Received = Received> {
  readonly all: readonly WebhookContract<Event>[];
  /** Every command word. */
  readonly commands: readonly string[];
  /** Every word that may stand in a log. */
  readonly words: ReadonlySet<string>;
  /** How long it is remembered by default that an event is done: a day longer than any record of it can be read. */
  readonly doneMilliseconds: number;
  /**
   * Reads a query by the generation whose app and command it names; where none is whole, that of which it has the one or
   * the other, and else the newest. A second question mark, where the callback address has a query of its own, is read as
   * `&` (V4-U-39), also where a framework has encoded it.
   */
  choose(search: string): ChosenContract<Event>;
  /** The generation that an event or a query names. */
  find(named: Pick<Received, 'generation'>): WebhookContract<Event>;
}

/** @param contracts the oldest first */
export function joinContracts<Event extends Received>(
  ...contracts: readonly [WebhookContract<Event>, ...WebhookContract<Event>[]]
): Contracts<Event> {
  const [oldest] = contracts;
  const newest = contracts.at(-1) ?? oldest;
  // A framework may hand it on encoded, as Next.js does: it parses the query and writes it anew.
  const names = contracts.flatMap(({ query }) => Object.values(query)).join('|');
  const encodedMark = new RegExp(`%3F(${names})(?:=|%3D)`, 'gi');
  const findWhole = (parameters: URLSearchParams) =>
    contracts.find(({ query }) => parameters.has(query.command) && parameters.has(query.app));
  return {
    all: contracts,
    commands: contracts.flatMap(({ commands }) => commands),
    words: new Set(contracts.flatMap(({ words }) => [...words])),
    doneMilliseconds: 1000 * (86_400 + Math.max(...contracts.map(({ recordSeconds }) => recordSeconds))),
    choose(search) {
      const parameters = new URLSearchParams(search);
      const whole = findWhole(parameters);
      if (whole) return { contract: whole, parameters, hasCommand: true };
      const joined = search.replaceAll('?', '&').replaceAll(encodedMark, '&$1=');
      if (joined !== search) {
        const others = new URLSearchParams(joined);
        const contract = findWhole(others);
        if (contract) return { contract, parameters: others, hasCommand: true };
      }
      const named = contracts.find(({ query }) => parameters.has(query.command));
      const contract = named ?? contracts.find(({ query }) => parameters.has(query.app)) ?? newest;
      return { contract, parameters, hasCommand: named !== undefined };
    },
    find: ({ generation }) => contracts.find((contract) => contract.generation === generation) ?? newest,
  };
}

/** A value of a member: text wherever a page has text, also of an account that came as a number. */
export type MemberValue<Row> = Row extends { readonly items: infer Item }
  ? readonly MemberValue<Item>[]
  : Row extends { readonly members: infer Members }
    ? { readonly [Name in keyof Members]?: MemberValue<Members[Name]> }
    : Row extends { readonly words: readonly (infer Word)[] }
      ? Word | (string & {})
      : Row extends { readonly type: 'integer'; readonly or: 'string' }
        ? number | string
        : Row extends { readonly type: 'integer' }
          ? number
          : string;
