/**
 * A page number of https://trtc.io/document, a page of the Chinese site, the name of a published library, or `observed`
 * for what was seen in answers and is stated nowhere.
 */
export type Source = number | string;

/** What a statement of the contract rests on. */
export interface Citation {
  readonly source: readonly Source[];
  /** Entries of decisions.md. */
  readonly decision: readonly string[];
}

/** What is known of one operation apart from its bodies. */
export interface OperationEntry<Id extends string = string> {
  readonly operationId: Id;
  /** The path with its leading slash; the method is always POST. */
  readonly path: string;
  /** At most `requests` calls within `perSeconds` seconds. */
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  /** Whether a repeated request leaves the service in the state in which one request leaves it. */
  readonly idempotent: boolean;
  /** The codes, other than 0, that the operation is documented or decided to return. */
  readonly errors: readonly number[];
  readonly source: readonly Source[];
}

/** One row of the table of error codes. */
export interface ErrorEntry<
  Code extends number = number,
  Name extends string = string,
  Id extends string = string,
  Mistake extends string = string,
> {
  readonly code: Code;
  /** The symbolic name, for example `UserSigExpired`. */
  readonly name: Name;
  /** What happened, in one sentence. */
  readonly cause: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** What the same number means in the vendor's Chat API, where it means something else. @see https://trtc.io/document/34348 */
  readonly inChat?: string;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** The service may have carried out the operation before it failed. By any other code it surely did not. */
  readonly possiblyApplied?: true;
  readonly operations: readonly Id[];
  readonly mistakes: readonly Mistake[];
  /** Why no mistake of a caller brings the code about. */
  readonly unprovoked?: string;
  readonly source: readonly Source[];
  /** Entries of decisions.md. */
  readonly decision: readonly string[];
}

/** How firmly the pages say that a mistake is refused. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** One way of being wrong, and the codes by which a service may refuse it. */
export interface MistakeEntry<
  Mistake extends string = string,
  Id extends string = string,
  Code extends number = number,
> {
  readonly id: Mistake;
  /** The part of the request, or of the service's state, that is wrong. */
  readonly place: 'method' | 'path' | 'query' | 'header' | 'body' | 'state' | 'rate';
  /** The mistake as a noun phrase, to be put into a sentence. */
  readonly sentence: string;
  readonly operations: readonly Id[];
  /** The codes that conform; `any` stands for every code but 0. */
  readonly allowed: readonly Code[] | 'any';
  /** The code that the mock answers; it is one of those allowed. */
  readonly answer: Code;
  readonly level: Level;
  /** Query parameters, or fields of the body, of which it has another level. */
  readonly levels?: Readonly<Record<string, Level>>;
  /** Whether a request need not show it: it lies in the signature, the account or the state of the service. */
  readonly hidden?: boolean;
  readonly source: readonly Source[];
  /** Entries of decisions.md. */
  readonly decision: readonly string[];
}

/** How the members of an answer are called. */
export interface Envelope {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly data: string;
  /** The member that says the outcome in a word, where there is one. */
  readonly outcome?: { readonly name: string; readonly success: string; readonly failure: string };
}

/** A query parameter that every operation takes. */
export interface QueryParameter {
  readonly name: string;
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The form outside of which a value is refused. */
  readonly pattern?: string;
  /** The form that a page states and that is not known to be enforced. */
  readonly documentedPattern?: string;
  /** The fixed words that it takes. */
  readonly words?: readonly string[];
  readonly example: unknown;
  readonly source: readonly Source[];
}

/** How to tell which generation an app needs: its clients place the calls. */
export interface FirstClients {
  /** The methods by which clients place calls of this generation. */
  readonly methods: readonly string[];
  /** The first versions whose calls are of this generation, by platform. */
  readonly versions: Readonly<Record<string, string>>;
  readonly source: readonly Source[];
}

/** A limit that no schema states. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** The member of a request body whose length it bounds. */
  readonly field?: string;
  /** The value in seconds, where the unit is one of time. */
  readonly seconds?: number;
  readonly source: readonly Source[];
}

/**
 * What one generation of the API states apart from its bodies. Whatever serves several generations (the engine of the
 * client, the mock, the suite, drift, the receiver) takes it as an argument; the bodies are in the OpenAPI document.
 */
export interface Contract {
  /** `v1` or `v4`. */
  readonly generation: string;
  /** `info.version` of the OpenAPI document. */
  readonly version: string;
  /** The clients whose calls are of this generation. */
  readonly firstClients: FirstClients;
  /** Region to address, without a trailing slash. */
  readonly servers: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, OperationEntry>>;
  readonly queryParameters: Readonly<Record<string, QueryParameter>>;
  readonly envelope: Envelope;
  readonly limits: Readonly<
    Record<'dataWindow' | 'backendTimeout', Limit & { readonly seconds: number }> &
      Record<'defaultPageSize', Limit>
  >;
  readonly errorCodes: readonly ErrorEntry[];
  /** What a code stands for that is in no list. */
  readonly otherErrorCode: Pick<
    ErrorEntry,
    'name' | 'cause' | 'remedy' | 'retryable' | 'possiblyApplied' | 'source'
  >;
  readonly mistakes: readonly MistakeEntry[];
}

/** Fields that a table of a page lists. */
export interface SourceTable {
  /** Pointer into the bundled contract. */
  readonly schema: string;
  /** JSON Pointer of the object in its body, with `*` for every index. */
  readonly at: string;
}

/** A page of the vendor, and what it states. Pointers are into the bundled contract. */
export interface SourcePage {
  readonly id: number;
  readonly about: string;
  /** Regions whose hosts it lists. */
  readonly hosts?: readonly string[];
  /** The query parameters that it lists: those of every operation, or of a webhook. */
  readonly parameters?: string;
  readonly path?: string;
  /** The tag of the operations that it lists. */
  readonly lists?: string;
  readonly rate?: string;
  readonly commands?: readonly string[];
  readonly tables?: {
    readonly request?: readonly SourceTable[];
    readonly answer?: readonly SourceTable[];
    readonly webhook?: readonly SourceTable[];
  };
  /** The operation or the webhook whose request and answer its samples show. */
  readonly samples?: string;
  /** The entry of decisions.md by which the words of its tables begin with a capital. */
  readonly capitals?: string;
  /** Sections that were not read to their end. */
  readonly unseen?: readonly string[];
  /** What it says otherwise, and the entry of decisions.md that settles it. */
  readonly known?: readonly { readonly fact: string; readonly says?: string; readonly decision: string }[];
}

/** The pages that the contract rests on. */
export interface Sources {
  /** Address of a page, with `{id}` in place of its id. */
  readonly address: string;
  readonly pages: readonly SourcePage[];
  /** Pages that are cited and not watched. */
  readonly excluded: readonly { readonly ids: readonly (number | string)[]; readonly reason: string }[];
}
