import { connect } from 'node:net';
import { median } from './measure.ts';

/** One request that is sent again and again. */
export interface Shot {
  url: string;
  body: string;
  /** Digits of the body in whose place each request has another number; in the body it stands once. */
  counter?: string;
}

const connections = 16;
const endOfHead = Buffer.from('\r\n\r\n');

/**
 * Loads with each of the shots in turn, round by round, after a second each to warm up: requests per second.
 *
 * @returns what a rate, or one rate to another of the same round, is in the median of the rounds
 */
export async function measureShots<Name extends string>(
  shots: Readonly<Record<Name, Shot>>,
  rounds: number,
  secondsEach: number,
): Promise<(pick: (round: Readonly<Record<Name, number>>) => number) => number> {
  const all = Object.entries<Shot>(shots);
  for (const [, shot] of all) await requestsPerSecond(shot, 1);
  const seen: Record<Name, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rates: Record<string, number> = {};
    for (const [name, shot] of all) rates[name] = await requestsPerSecond(shot, secondsEach);
    seen.push(rates);
  }
  return (pick) => median(seen.map(pick));
}

/**
 * Requests per second that a server carries at 16 keep-alive connections, each with one request under way. Sockets
 * are written to directly: autocannon spends more on a request than the servers that are compared here, so that it
 * would measure itself.
 *
 * @throws Error when an answer is not a 200 or a connection fails: a fast refusal is not a fast answer.
 */
async function requestsPerSecond(shot: Shot, seconds: number): Promise<number> {
  const { hostname, port, pathname, search } = new URL(shot.url);
  const head = [
    `POST ${pathname}${search} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(shot.body)}`,
  ];
  const request = Buffer.from(`${head.join('\r\n')}\r\n\r\n${shot.body}`);
  const next = shot.counter === undefined ? () => request : counting(request, shot.counter);
  const started = performance.now();
  const until = started + seconds * 1000;
  const lanes = Array.from({ length: connections }, () => fire(hostname, Number(port), next, until));
  using _ = awake();
  const answers = (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0);
  return answers / ((performance.now() - started) / 1000);
}

/**
 * Keeps this process from falling asleep: to wake it would cost the server more with each answer than many an answer
 * itself, and most where the server is the slower one.
 */
function awake(): Disposable {
  let next = setImmediate(spin);
  function spin(): void {
    next = setImmediate(spin);
  }
  return { [Symbol.dispose]: () => clearImmediate(next) };
}

let sent = 0;

/** Gives the request with another number each time, in a run and over all of them. */
function counting(request: Buffer, counter: string): () => Buffer {
  const at = request.indexOf(counter);
  if (at < 0) throw new Error(`the body holds no ${counter}`);
  return () => {
    sent += 1;
    const copy = Buffer.from(request);
    copy.write(String(sent).padStart(counter.length, '0'), at);
    return copy;
  };
}

/** One connection: as many requests as fit before `until`, one after the other. */
function fire(host: string, port: number, next: () => Buffer, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let answers = 0;
    let received: Buffer = Buffer.alloc(0);
    socket.on('connect', () => socket.write(next()));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${host}:${port} closed a connection under load`)));
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = answerLength(received);
      if (length === undefined || received.length < length) return;
      if (!received.subarray(0, 12).equals(ok)) {
        reject(new Error(`${host}:${port} answered ${received.subarray(0, 200).toString()}`));
        socket.destroy();
        return;
      }
      received = received.subarray(length);
      answers += 1;
      if (performance.now() < until) {
        socket.write(next());
      } else {
        resolve(answers);
        socket.destroy();
      }
    });
  });
}

const ok = Buffer.from('HTTP/1.1 200');

/** The bytes of a whole answer, once its head has come. */
function answerLength(received: Buffer): number | undefined {
  const end = received.indexOf(endOfHead);
  if (end < 0) return undefined;
  const length = /content-length: *(\d+)/i.exec(received.toString('latin1', 0, end))?.[1];
  if (length === undefined) throw new Error('an answer without Content-Length cannot be counted');
  return end + endOfHead.length + Number(length);
}
