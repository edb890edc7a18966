import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveLocally } from './free-port.ts';
import { spellings, tokenSpellings } from './spellings.ts';

/** What it answers with: a refusal, a success, a redirect, a text, or all of them in turn. */
export type EchoAnswer = 'refusal' | 'success' | 'redirect' | 'text';

/** A service that repeats the credentials of each request, in every spelling, wherever an answer has room. */
export interface EchoServer extends AsyncDisposable {
  readonly url: string;
  /** The UserSigs that were sent. */
  readonly userSigs: ReadonlySet<string>;
  /** Every form in which it has said one of them. */
  readonly said: ReadonlySet<string>;
}

const answers: readonly EchoAnswer[] = ['refusal', 'success', 'redirect', 'text'];

/**
 * @param options.secrets repeated as well, such as the secret key and the identifier
 * @param options.answer default: each of them in turn
 * @param options.data what stands in `data` of a success beside the echoes
 * @param options.times how many requests are answered in every spelling; later ones by their address alone. Default: all
 */
export async function startEchoServer(
  options: {
    secrets?: readonly string[];
    answer?: EchoAnswer;
    data?: object;
    times?: number | undefined;
  } = {},
): Promise<EchoServer> {
  const { secrets = [], data = {}, times = Number.POSITIVE_INFINITY } = options;
  const userSigs = new Set<string>();
  const said = new Set<string>();
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const userSig = new URL(request.url ?? '', 'http://localhost').searchParams.get('usersig') ?? '';
    const whole = userSig.length > 100 ? [userSig] : [];
    for (const sent of whole) userSigs.add(sent);
    const turn = count;
    count += 1;
    const echoes = turn < times ? spell(whole, secrets) : [];
    for (const echo of echoes) said.add(echo);
    const kind = options.answer ?? answers[turn % answers.length] ?? 'refusal';
    respond(request, response, { body, echoes, turn, kind, data });
  });
  return { ...(await serveLocally(server)), userSigs, said };
}

function spell(userSigs: readonly string[], secrets: readonly string[]): string[] {
  const any = Object.values(spellings);
  const token = [...any, ...Object.values(tokenSpellings)];
  return [
    ...userSigs.flatMap((userSig) => token.map((write) => write(userSig))),
    ...secrets.flatMap((secret) => any.map((write) => write(secret))),
  ];
}

interface Echo {
  readonly body: string;
  readonly echoes: readonly string[];
  readonly turn: number;
  readonly kind: EchoAnswer;
  readonly data: object;
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { body, echoes, turn, kind, data }: Echo,
) {
  const echo = echoes[turn % Math.max(1, echoes.length)] ?? '';
  const headerValue = echo.replaceAll(/[^\x20-\x7e]/g, '');
  response.setHeader('x-request-url', request.url ?? '');
  response.setHeader('x-echo', headerValue);
  response.setHeader('set-cookie', `session=${headerValue}`);
  response.setHeader('link', `<http://127.0.0.1${request.url}>; rel="self"`);
  if (kind === 'redirect') {
    response.writeHead(302, headerValue.slice(0, 500), { location: `http://127.0.0.1:1${request.url}` });
    response.end(echoes.join('\n'));
    return;
  }
  if (kind === 'text') {
    response.end(`${request.url} ${body} ${echoes.join(' ')}`);
    return;
  }
  const errorCode = kind === 'success' ? 0 : 70001;
  const messages = { errorMessage: `not accepted: ${echo}`, requestId: echo };
  const content = { ...data, echo, url: request.url, body, echoes, [headerValue]: 1 };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ errorCode, ...messages, data: content }));
}
