import type { WebhookContract } from '../contract.ts';

/** What the vendor sends to the configured address. */
export interface OutgoingWebhook {
  /** Names and values of the query, in the order in which they are sent. */
  readonly query: Readonly<Record<string, string>>;
  /** Sent in place of `query`, as it is: what came in once is sent again. */
  readonly search?: string | undefined;
  /** Sent as JSON; a text is sent as it is. */
  readonly body: unknown;
}

/** What a sender needs of the webhooks of one generation. */
export interface Sender {
  readonly contract: Pick<
    WebhookContract,
    'generation' | 'commands' | 'query' | 'retryWaitsSeconds' | 'signature'
  >;
  /** What webhooks of a command look like; of a word that is not documented, those of the most general family. */
  findSample(command: string): {
    readonly query: Readonly<Record<string, { readonly example: string | number }>>;
    readonly body: object;
  };
  /** The body as it would be at another time, in Unix seconds. */
  moveTimes(at: number, body: object): object;
  /** The members that the command and the call decide. */
  writeMembers(command: string, callId: string | undefined): object;
  /** Whether an answer that does not acknowledge leads to a further attempt; no answer always does. */
  readonly repeatsRefused: boolean;
  /** How long an attempt waits for its answer. */
  readonly attemptMilliseconds: number;
  /** Why an answer whose ErrorCode is 0 does not acknowledge. */
  findProblem(answer: Readonly<Record<string, unknown>>): string | undefined;
}

/** The URL to which it is sent: what the address has in its query stays, and stands first. */
export function buildUrl(
  { query, search }: OutgoingWebhook,
  to: URL,
  signature?: Readonly<Record<string, string>>,
): string {
  const url = new URL(to);
  let given = search ?? new URLSearchParams(query).toString();
  if (signature) {
    // What is sent again was signed long ago.
    const signed = new URLSearchParams(given);
    for (const [name, value] of Object.entries(signature)) signed.set(name, value);
    given = signed.toString();
  }
  url.search = url.search === '' ? given : `${url.search}&${given}`;
  url.hash = '';
  return url.href;
}

/** The body as it is sent. */
export function writeBody({ body }: OutgoingWebhook): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** An option of sending that cannot be used, or is not known. */
export class SendOptionError extends TypeError {
  override readonly name = 'SendOptionError';
  readonly code = 'send-option';
  /** The option. */
  readonly field: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** What to give instead. */
  readonly remedy: string;

  constructor(field: string, problem: string, remedy: string) {
    super(`${field}: ${problem}. ${remedy}`);
    this.field = field;
    this.problem = problem;
    this.remedy = remedy;
  }
}

/**
 * The address of a receiver.
 *
 * @throws SendOptionError unless it is a URL of http or https, without a user name
 */
export function readAddress(field: string, to: string | URL): URL {
  const url = URL.parse(to);
  if (!url)
    throw new SendOptionError(field, 'it is not a URL', 'Give one such as http://127.0.0.1:3000/hooks.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SendOptionError(
      field,
      `unsupported protocol ${JSON.stringify(url.protocol)}`,
      'Give a URL of http or https.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new SendOptionError(field, 'it must not have a user name', 'Give the URL without one.');
  }
  return url;
}

/** An address to be shown: path and query may hold the secret of a receiver. */
export function shownAddress(to: string | URL): string {
  const url = URL.parse(to);
  if (!url) return 'the address';
  const hides = url.pathname !== '/' || url.search !== '';
  return hides ? `${url.origin}/…` : url.origin;
}
