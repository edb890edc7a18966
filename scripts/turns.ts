// Which check of `npm test` may begin. Turbo starts all that are ready, and each waits here for its turn: the longest
// begin first, and another one whenever the cores are not busy.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';

/** How many cores a check keeps busy, in the order in which they begin: the longest first. Others take one, and come last. */
const shares = new Map([
  // Everything else waits for these.
  ['spec-generated', 1],
  ['client-generated', 1],
  ['cli-unit', 0.5],
  ['e2e', 0.9],
  ['proofs', 0.8],
  ['conformance-unit', 0.5],
  ['drift-unit', 1],
  ['site', 0.6],
  ['client-unit', 0.9],
  ['webhooks-unit', 0.5],
  ['scripts', 0.8],
  ['examples', 0.3],
]);
/** It measures time. */
const alone = 'proofs-alone';
const ranks = [...shares.keys()];
const readShare = (suite: string) => (suite === alone ? Number.POSITIVE_INFINITY : (shares.get(suite) ?? 1));
const readRank = (suite: string) => (shares.has(suite) ? ranks.indexOf(suite) : ranks.length);

interface Turn {
  readonly suite: string;
  readonly begin: () => void;
}

/** The turns of one run of checks. */
export class Turns {
  readonly #waiting = new Set<Turn>();
  readonly #running = new Set<Turn>();
  readonly #cores: number;

  constructor(cores: number = availableParallelism()) {
    this.#cores = cores;
  }

  /** Calls `begin` when it is the turn of the suite. @returns what ends the turn, also before it came */
  ask(suite: string, begin: () => void): () => void {
    const turn = { suite, begin };
    this.#waiting.add(turn);
    this.#give();
    return () => {
      this.#waiting.delete(turn);
      this.#running.delete(turn);
      this.#give();
    };
  }

  #give(): void {
    for (const turn of [...this.#waiting].toSorted((a, b) => readRank(a.suite) - readRank(b.suite))) {
      const used = [...this.#running].reduce((sum, { suite }) => sum + readShare(suite), 0);
      // A longer check is not overtaken by shorter ones, which would leave it no room until the end.
      if (used >= this.#cores) return;
      if (turn.suite === alone && used > 0) continue;
      this.#waiting.delete(turn);
      this.#running.add(turn);
      turn.begin();
    }
  }
}

/** Gives turns to other processes, which ask by `takeTurn`. @returns the port */
export async function serveTurns(turns: Turns): Promise<number> {
  const server = createServer((socket) => {
    socket.once('data', (suite) => {
      // A process that has ended, however that was, has closed its connection.
      socket.on(
        'close',
        turns.ask(String(suite), () => socket.write('begin')),
      );
    });
    socket.on('error', () => {});
  });
  await once(server.unref().listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Waits for the turn of a suite, which ends with the connection. */
export async function takeTurn(suite: string, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write(suite);
  await once(socket, 'data');
  return socket;
}
