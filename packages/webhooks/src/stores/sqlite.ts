import { uptime } from 'node:os';
import type { DatabaseSync, StatementResultingChanges } from 'node:sqlite';
import {
  type Claim,
  type ClaimVerdict,
  checkTable,
  claimTwice,
  type EventStore,
  foreignTable,
  type KeptEvent,
  type KeptList,
  type Lapsed,
  type MaybePromise,
  mustBe,
  refuseUnknownOptions,
  renewalTime,
  type TakeOver,
  waitForRenewal,
} from './event-store.ts';
import { SqliteFile, writeEffect } from './sqlite-file.ts';
import { makeTable, prepareStatements } from './sqlite-statements.ts';

export type { EventStore } from './event-store.ts';
export { StoreError } from './event-store.ts';

/** What a SQLite store is made with. */
export interface SqliteStoreOptions {
  /**
   * The file; it is made when it is not there, readable and writable by its owner only. Processes of one machine may
   * share it.
   */
  readonly path: string;
  /** Default `trtc_call_events`. */
  readonly table?: string | undefined;
  /** Milliseconds since 1970: when it may be forgotten what is done. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * A clock in milliseconds that is never set and that all processes of the machine share: whose lease has run out.
   * Default that of the system, since it was booted.
   */
  readonly machineClock?: (() => number) | undefined;
  /**
   * How long a call waits for another process that is writing; the event loop goes on meanwhile. Default 2000
   * milliseconds.
   */
  readonly busyMilliseconds?: number | undefined;
}

/** A store in a file, with the database for tables of your own: an effect on them is committed together with `done`. */
export interface SqliteStore extends EventStore<DatabaseSync>, KeptList, Disposable {
  /**
   * Its `busy_timeout` is 0, so that no call blocks the event loop: outside of effects a statement of your own fails at
   * once while another process is writing.
   */
  readonly database: DatabaseSync;
  /** Closes the file. */
  close(): void;
}

/**
 * Remembers events in a SQLite file by `node:sqlite`.
 *
 * @example
 * ```ts
 * const store = sqliteStore({ path: 'events.db' });
 * const receiver = createReceiver({
 *   sdkAppId,
 *   store,
 *   on: {
 *     normal_end: (event, { commit }) =>
 *       commit((database) => {
 *         database.prepare('INSERT OR IGNORE INTO bills VALUES (?)').run(event.CallId || event.fingerprint);
 *       }),
 *   },
 * });
 * ```
 *
 * @throws StoreError when the file cannot be opened, or an option cannot be used
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  refuseUnknownOptions('sqliteStore', options, knownOptions);
  return new OpenSqliteStore(options);
}

/** How many old events are forgotten with each one that is claimed. */
const swept = 2;

const knownOptions = {
  path: true,
  table: true,
  now: true,
  machineClock: true,
  busyMilliseconds: true,
} satisfies Record<keyof SqliteStoreOptions, true>;

class OpenSqliteStore implements SqliteStore {
  readonly database: DatabaseSync;
  readonly #now: () => number;
  readonly #machineClock: () => number;
  readonly #file: SqliteFile;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor({
    path,
    table = 'trtc_call_events',
    now = Date.now,
    machineClock = readMachineClock,
    busyMilliseconds = 2000,
  }: SqliteStoreOptions) {
    // For an empty name SQLite opens a temporary file, which is deleted on close.
    if (typeof path !== 'string' || path === '')
      throw mustBe('sqliteStore', 'path', 'the name of a file', path);
    checkTable('sqliteStore', table, /^[A-Za-z_]\w{0,57}$/);
    for (const [name, clock] of Object.entries({ now, machineClock })) {
      if (typeof clock !== 'function') throw mustBe('sqliteStore', name, 'a function', clock);
    }
    if (!Number.isInteger(busyMilliseconds) || busyMilliseconds < 0) {
      throw mustBe('sqliteStore', 'busyMilliseconds', 'an integer from 0', busyMilliseconds);
    }
    this.#now = now;
    this.#machineClock = machineClock;
    this.#file = new SqliteFile(path, busyMilliseconds);
    this.database = this.#file.database;
    this.#statements = this.#file.prepare(() => {
      if (!makeTable(this.database, table)) throw foreignTable('sqliteStore', table);
      return prepareStatements(this.database, table);
    });
  }

  claim(key: string, claim: Claim, payload?: string): MaybePromise<ClaimVerdict> {
    const ask = (look?: Look) => this.#file.write(() => this.#claim(key, claim, payload, look));
    const verdict = claimTwice(ask, claim.leaseMilliseconds);
    return payload === undefined ? verdict : this.#file.toDisk(verdict);
  }

  renew(key: string, { token, leaseMilliseconds: lease }: Claim): MaybePromise<boolean> {
    return this.#file.write(() => {
      const given = { key, token, lease, ...this.#clocks() };
      return isChanged(this.#statements.renew.run(given)) || this.#isDoneBy(key, token);
    });
  }

  keep(key: string, token: string, payload: string): MaybePromise<boolean> {
    const isKept = this.#file.write(() => {
      const given = { key, token, payload, ...this.#clocks() };
      return isChanged(this.#statements.keep.run(given)) || this.#isDoneBy(key, token);
    });
    return this.#file.toDisk(isKept);
  }

  complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (database: DatabaseSync) => void | Promise<void>,
  ): MaybePromise<boolean> {
    const isDone = this.#file.write(() => {
      const given = { key, token, done: doneMilliseconds, ...this.#clocks() };
      if (!isChanged(this.#statements.complete.run(given))) return this.#isDoneBy(key, token);
      if (effect) writeEffect(this.database, effect);
      return true;
    });
    return this.#file.toDisk(isDone);
  }

  release(key: string, token: string, error?: string, isUntried = false): MaybePromise<void> {
    return this.#file.write(() => {
      this.#statements.release.run({ key, token, error: error ?? null, untried: Number(isUntried) });
      this.#statements.forget.run({ key, token });
    });
  }

  async takeOver(wanted: TakeOver): Promise<readonly KeptEvent[]> {
    const { token, leaseMilliseconds: lease, limit, after, maxAttempts } = wanted;
    const range = { limit, after, maxAttempts };
    // It could be read while another process has it locked, but then no owner could renew its claim.
    const lapsed = await this.#file.write(() =>
      this.#statements.lapsed.all({ ...range, machine: this.#machineClock() }),
    );
    const until = lookUntil(lease);
    if (lapsed.length > 0) await waitForRenewal(lease);
    return this.#file.write(() => {
      const clocks = this.#clocks();
      const seen = JSON.stringify(isRecent({ until }) ? lapsed : []);
      const free = this.#statements.free.all({ ...range, machine: clocks.machine, lapsed: seen });
      return free.map(readKept).map((kept) => {
        this.#statements.takeOver.run({ token, lease, number: kept.position, ...clocks });
        return { ...kept, attempts: kept.attempts + 1 };
      });
    });
  }

  listKept({ limit, after }: Pick<TakeOver, 'limit' | 'after'>): MaybePromise<readonly KeptEvent[]> {
    return this.#file.read(() => this.#statements.kept.all({ limit, after }).map(readKept));
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** @param look what was seen of the claim before: it is taken only where it is still the same */
  #claim(
    key: string,
    { token, leaseMilliseconds: lease }: Claim,
    payload: string | undefined,
    look: Look | undefined,
  ): ClaimVerdict | Lapsed<Look> {
    const { day, machine } = this.#clocks();
    this.#statements.sweep.run({ day, machine, limit: swept });
    const seen = look && isRecent(look) ? look.since : -1;
    const given = { key, token, lease, day, machine, seen, payload: payload ?? null };
    if (isChanged(this.#statements.claim.run(given))) return payload === undefined ? 'claimed' : 'kept';
    const { state, since } = this.#statements.state.get({ key, machine }) ?? {};
    if (state === 'lapsed') return { lapsed: { since: Number(since), until: lookUntil(lease) } };
    return state === 'done' ? 'done' : 'in-flight';
  }

  #clocks(): { day: number; machine: number } {
    return { day: this.#now(), machine: this.#machineClock() };
  }

  #isDoneBy(key: string, token: string): boolean {
    return this.#statements.isDoneBy.get({ key, token }) !== undefined;
  }
}

function isChanged({ changes }: StatementResultingChanges): boolean {
  return Number(changes) > 0;
}

function readKept({ key, payload, attempts, number, error }: Readonly<Record<string, unknown>>): KeptEvent {
  return {
    key: String(key),
    payload: String(payload),
    attempts: Number(attempts),
    position: Number(number),
    error: typeof error === 'string' ? error : undefined,
  };
}

/** What was seen of a claim that has lapsed. */
interface Look {
  readonly since: number;
  /** A process that looks again later has waited for the file meanwhile, and so may the owner have. */
  readonly until: number;
}

function lookUntil(lease: number): number {
  return performance.now() + renewalTime(lease) + 500;
}

function isRecent({ until }: Pick<Look, 'until'>): boolean {
  return performance.now() < until;
}

/** The time since the boot. In Deno and Bun `hrtime` begins with the process; what they have comes in whole seconds. */
function readMachineClock(): number {
  const { bun, deno } = process.versions;
  if (bun !== undefined || deno !== undefined) return Math.floor(uptime() * 1000);
  return Number(process.hrtime.bigint() / 1_000_000n);
}
