import { Command } from 'commander';
import { accountHelp, generationOption, lazy, withAccount, withRegion } from '../../options.ts';
import { generations } from '../../service.ts';

export function reconcileCommand(): Command {
  const help = `
BOOK is a file of sqliteBook, or an address of postgresBook, both of
@trtc-call/call-book. It is compared beside receivers that are at work, and
nothing but what the records prove is written, with --apply alone. Give the
password of a Postgres by PGPASSWORD: command lines are seen by others.

A time is 24h or 7d (so long ago), now, today, yesterday, a day such as
2026-05-01, Unix seconds, or 2026-05-01T08:00:00+02:00. Calls are chosen by
their start.
${accountHelp}

Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call reconcile --book calls.db --from 24h
  $ trtc-call reconcile --book calls.db --from 7d --generation both --apply
  $ trtc-call reconcile --book postgres://127.0.0.1/app --from yesterday \\
      --before today --json

Exit codes: 0 book and service agree, 1 they differ (also where --apply has
written it: run it again to see that they agree), 2 something could not be
known (a call is older than the service keeps records, the service refused, its
list is incomplete) or the command could not run, 128 + n ended by signal n.
What --apply had written then stays written: run it again.`;
  return withRegion(withAccount(new Command('reconcile')))
    .description('compare a book of calls with the records of the service')
    .requiredOption('--book <place>', 'SQLite file, or postgres:// address')
    .requiredOption('--from <time>', 'earliest start of a call')
    .option('--to <time>', 'latest start of a call (default: now)')
    .option('--before <time>', 'instead of --to: only calls that started before it')
    .addOption(generationOption('generation of the API, or both', [...generations, 'both']))
    .option('--apply', 'write what the records prove into the book')
    .option('--table <name>', 'table of the book, if it has another one than by default')
    .option('--json', 'print each finding, each user and the result as a line of JSON')
    .addHelpText('after', help)
    .action(lazy(async () => (await import('./reconcile.ts')).reconcileBook));
}
