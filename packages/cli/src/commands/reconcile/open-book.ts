import { type CallBook, CallBookError, createCallBook } from '@trtc-call/call-book';
import { CommandError, readErrorCode } from '../../command-error.ts';
import { checkSqliteFile, findDatabaseKind, openPostgres } from '../../databases.ts';

/** A book, as a command uses it; closed when it is done. */
export interface OpenBook extends AsyncDisposable {
  readonly book: CallBook<never>;
}

const option = '--book';
const columns = ['generation', 'app', 'call_id', 'state', 'talk_seconds', 'began', 'evidence'];

/**
 * Opens a book by a file of SQLite or an address of Postgres. None is made where there is none: a misspelt name would
 * miss every call.
 *
 * @throws CommandError without the address, which may hold a password
 */
export async function openBook(text: string, table = 'trtc_calls'): Promise<OpenBook> {
  const wanted = { option, owner: 'the book', table, columns };
  const kind = findDatabaseKind(text);
  if (kind === 'postgres') {
    const { postgresBook } = await import('@trtc-call/call-book/postgres');
    const pool = await openPostgres(text, wanted);
    const book = createCallBook({ store: postgresBook({ pool, table }) });
    return { book, [Symbol.asyncDispose]: () => pool.end() };
  }
  if (kind !== 'file')
    throw new CommandError(`${option}: give a file of SQLite, or postgres://HOST/DATABASE`);
  await checkSqliteFile(text, wanted);
  const { sqliteBook } = await import('@trtc-call/call-book/sqlite');
  const store = sqliteBook({ path: text, table });
  return { book: createCallBook({ store }), [Symbol.asyncDispose]: async () => store.close() };
}

/** What a book or its database says when it cannot read or write, as a line with the remedy; any other error as it is. */
export function toBookError(error: unknown): unknown {
  if (error instanceof CallBookError) {
    return new CommandError(`${option}: ${error.message.replace(/^\w+: /, '')}`, 2, { cause: error });
  }
  const code = readErrorCode(error);
  const isOfDatabase = code === 'ERR_SQLITE_ERROR' || /^[\dA-Z]{5}$/.test(code);
  if (!(error instanceof Error && isOfDatabase)) return error;
  const why = error.message || code;
  return new CommandError(`${option}: the book cannot be read or written: ${why}: run it again`, 2, {
    cause: error,
  });
}
