import { Command } from 'commander';
import {
  accountHelp,
  choiceOption,
  generationOption,
  lazy,
  refuseIdle,
  wholeNumber,
  withAccount,
  withRegion,
  withService,
} from '../../options.ts';
import { generations } from '../../service.ts';
import type { ExportFlags } from './export/export-records.ts';
import type { ExportFormat } from './export/render-records.ts';

const formats = ['jsonl', 'csv'] as const satisfies readonly ExportFormat[];

const moments = `
A time is 24h or 7d (so long ago), now, today, yesterday, a day such as
2026-05-01, Unix seconds, or 2026-05-01T08:00:00+02:00. A day is that of this
machine's time zone: its first second with --from and --before, its last one
with --to. Calls are chosen by their start.

--result and --type take the words of either generation: normal_end is
NormalEnd in v4.`;

export function recordsCommand(): Command {
  const help = `
Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call records get 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10
  $ trtc-call records list --from 24h --result not_answer
  $ trtc-call records export --format csv --out calls.csv

Exit codes: 0 done, 1 the service refused the request, or there is no such
record, 2 could not run (one line says why), 128 + n ended by signal n, such as
130 by Ctrl-C.`;
  return new Command('records')
    .description('read call records: one, the newest, or all into a file')
    .addCommand(getCommand())
    .addCommand(listCommand())
    .addCommand(exportCommand())
    .addHelpText('after', help);
}

function getCommand(): Command {
  const help = `${accountHelp}

Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call records get 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10
  $ trtc-call records get 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10 --json

Exit codes: 0 found, 1 there is no such record or the service refused the
request, 2 could not run (one line says why).`;
  return withService(new Command('get'))
    .description('show the record of one call')
    .argument('<id>', 'id of the call')
    .option('--json', 'print the record as the service gives it')
    .addHelpText('after', help)
    .action(lazy(async () => (await import('./get-and-list.ts')).getRecord));
}

function listCommand(): Command {
  const help = `${moments}
${accountHelp}

Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call records list --from 24h --limit 20
  $ trtc-call records list --from yesterday --before today --json
  $ trtc-call records list --from 2026-05-01T08:00:00+02:00 --reverse

Exit codes: 0 done, 1 the service refused the request, 2 could not run (one line
says why), 128 + n ended by signal n, such as 130 by Ctrl-C.`;
  return withFilter(withService(new Command('list')))
    .description('list the newest records, the newest first')
    .option('--limit <number>', 'how many at most', wholeNumber(1, 1_000_000), 50)
    .option('--reverse', 'list the oldest records, the oldest first')
    .option('--json', 'print an array of the records as the service gives them')
    .addHelpText('after', help)
    .action(lazy(async () => (await import('./get-and-list.ts')).listRecords));
}

function exportCommand(): Command {
  const help = `${moments}
${accountHelp}

With --generation both each record has the form that the generations share, the
record itself under raw (JSON lines only).

Until it is whole, the export grows in FILE.part, with its progress in
FILE.part.state. The same command resumes an interrupted one, without a record
lost or doubled, also after a crash.

In CSV what begins with = + - @ or ', at the start of a cell or behind a ; tab
or line end in it, gets a ' before it; numbers stay. How many cells that were is
said at the end. CSV is data: a file or a pipe gets every character as the
service gave it, a terminal gets escapes for those that would steer it. JSON
lines have escapes everywhere.

Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call records export --format csv --out calls.csv
  $ trtc-call records export --from 24h --out - | jq .caller
  $ trtc-call records export --generation both --out calls.jsonl
  $ trtc-call records export --from yesterday --before today \\
      --out yesterday.jsonl                    each call in one day's file
  $ trtc-call records export --format jsonl --out calls.jsonl --restart

Exit codes: 0 whole, 1 the service refused the request, 2 could not run (one
line says why), 128 + n ended by signal n, such as 130 by Ctrl-C, or 141 because
the reader of standard output has stopped.`;
  return withFilter(withRegion(withAccount(new Command('export'))))
    .description('write all records to a file; resumes an interrupted export')
    .requiredOption('--out <file>', 'file to write; - is standard output, without resuming')
    .addOption(generationOption('generation of the API, or both in one file', [...generations, 'both']))
    .addOption(choiceOption('--format <name>', 'JSON lines or CSV', formats, 'jsonl'))
    .option('--no-formula-guard', 'CSV: leave cells that a spreadsheet would run as formulas as they are')
    .option('--overwrite', 'replace the file if it exists')
    .option('--restart', 'begin again instead of resuming an interrupted export')
    .addHelpText('after', help)
    .action(async (flags: ExportFlags, command: Command) => {
      if (flags.format !== 'csv') refuseIdle(command, ['formulaGuard'], 'needs --format csv');
      process.exitCode = await (await import('./export/export-records.ts')).exportRecords(flags);
    });
}

function withFilter(command: Command): Command {
  return command
    .option('--from <time>', 'earliest start of a call (default: all that the service keeps)')
    .option('--to <time>', 'latest start of a call (default: now)')
    .option('--before <time>', 'instead of --to: only calls that started before it')
    .option('--result <word>', 'only calls that ended so, such as normal_end')
    .option('--type <word>', 'only calls of this type, such as single');
}
