import { Command, type Option } from 'commander';
import {
  addFormerName,
  choiceOption,
  lazy,
  list,
  liveHelp,
  refuseIdle,
  targetName,
  wholeNumber,
} from '../../options.ts';
import type { DriftCheckFlags, DriftDocsFlags, DriftFormat, FailOn } from './check.ts';
import type { DriftRecordFlags } from './record.ts';

const formats = [
  'terminal',
  'json',
  'sarif',
  'markdown',
  'github',
  'html',
] as const satisfies readonly DriftFormat[];
const generations = ['v1', 'v4', 'both'] as const satisfies readonly DriftRecordFlags['generation'][];
const failOns = ['breaking', 'additive', 'informational', 'never'] as const satisfies readonly FailOn[];

const exitCodes = `
Exit codes: 0 no finding at or above --fail-on, 1 some, 2 could not check (one
line says why), 128 + n ended by signal n, such as 130 by Ctrl-C.`;

export function driftCommand(): Command {
  const help = `
Examples:
  $ trtc-call drift record --target live --out today.har
  $ trtc-call drift check today.har --accepted drift-baseline.yaml
  $ trtc-call drift docs --update
${exitCodes}`;
  return new Command('drift')
    .description('has the vendor changed? compare its answers and its pages with the contract')
    .addCommand(recordCommand())
    .addCommand(checkCommand())
    .addCommand(docsCommand())
    .addHelpText('after', help);
}

function recordCommand(): Command {
  const help = `
Every operation, every mistake that is refused without an effect, and every
observation is asked once: the requests are those of \`trtc-call conformance\`.
UserSigs, keys and whatever looks like one are taken out.
${liveHelp}

Examples:
  $ trtc-call drift record --target live --out today.har
  $ trtc-call drift record --target http://127.0.0.1:4010

Exit codes: 0 recorded, 2 could not (one line says why), 128 + n ended by
signal n, such as 130 by Ctrl-C.`;
  return withProbes(new Command('record'))
    .description('ask a target and write what it answers to a HAR file')
    .requiredOption('--target <name>', 'mock, live, or a base URL', targetName)
    .option('--out <file>', 'the file; one that is there already is not touched', 'trtc-call.har')
    .addOption(generationOption('whose requests are sent (default: those that the target answers to)'))
    .option('--redact-identifier', 'take out the account that calls, too')
    .addHelpText('after', help)
    .action(lazy(async () => (await import('./record.ts')).runDriftRecord));
}

function checkCommand(): Command {
  const help = `
A file is HAR 1.2, as \`drift record\`, the client's HAR hook, browsers and
proxies write it, or NDJSON of HAR entries and of what clients reported by
onContractViolation. \`-\` is standard input.
${liveHelp}

Examples:
  $ trtc-call drift check today.har
  $ trtc-call drift check --target live --docs --out reports/drift
  $ trtc-call drift check production/*.ndjson today.har --fail-on breaking \\
      --format github
${exitCodes}`;
  return withReport(withPages(withProbes(new Command('check')), 'with --docs: '))
    .description('compare exchanges with the contract')
    .argument('[files...]', 'HAR or NDJSON files')
    .option('--target <name>', 'ask mock, live, or a base URL first, as record does', targetName)
    .addOption(generationOption('whose exchanges and pages are judged (default: both)'))
    .option('--docs', "compare the vendor's pages too")
    .option(
      '--never-seen-after <number>',
      'report documented fields missing from all of the last N exchanges',
      wholeNumber(1, 1_000_000_000),
      20,
    )
    .addHelpText('after', help)
    .action(async (files: string[], flags: DriftCheckFlags, command: Command) => {
      if (!flags.docs) refuseIdle(command, ['from', 'lock', 'only'], 'needs --docs');
      if (flags.target === undefined) {
        refuseIdle(command, ['allowMutations', 'exhaustRateLimit'], 'needs --target');
        if (files.length === 0) {
          refuseIdle(command, ['neverSeenAfter'], 'needs files or --target');
          if (!flags.docs) refuseIdle(command, ['generation'], 'needs files, --target or --docs');
        }
      }
      if (flags.state === undefined) refuseIdle(command, ['staleAfter'], 'needs --state');
      process.exitCode = await (await import('./check.ts')).runDriftCheck(files, flags);
    });
}

function docsCommand(): Command {
  const help = `
The pages are those of spec/v1/sources.yaml and spec/v4/sources.yaml. Each is
fetched as the vendor's Markdown, and as HTML where there is none; one at a
time, only when it changed, and as robots.txt allows; a proxy is taken from
HTTPS_PROXY, HTTP_PROXY and NO_PROXY. A page has 20 seconds, twice; a site that
fails three times in a row is not asked any more.

A page that is missing from --from, or that is not what it should be (a log-in,
a challenge, an empty page), could not be checked: its facts are kept, and the
exit code is 2. --only checks the pages that you have.

Examples:
  $ trtc-call drift docs
  $ trtc-call drift docs --from saved-pages --only 60138,60135
  $ trtc-call drift docs --generation v4 --update
${exitCodes}`;
  const pages = withPages(new Command('docs'))
    .addOption(generationOption('whose pages are compared (default: both)'))
    .option('--update', 'note in that file what the pages say now')
    .option('--accept-loss', 'with --update: note a page that states fewer facts than before, too');
  return withReport(pages)
    .description("compare the vendor's pages with the contract and with what they said last time")
    .addHelpText('after', help)
    .action(async (flags: DriftDocsFlags, command: Command) => {
      if (flags.state === undefined) refuseIdle(command, ['staleAfter'], 'needs --state');
      if (!flags.update) refuseIdle(command, ['acceptLoss'], 'needs --update');
      process.exitCode = await (await import('./check.ts')).runDriftDocs(flags);
    });
}

function withPages(command: Command, condition = ''): Command {
  return command
    .option('--from <folder>', `${condition}read saved pages, such as 60138.md, instead of fetching them`)
    .option('--only <ids>', `${condition}compare these pages alone, such as 60138,60135`, list)
    .option(
      '--lock <file>',
      `${condition}what they said the last time (default: in a checkout, sources.lock.yaml of each generation)`,
    );
}

function generationOption(description: string): Option {
  return choiceOption('--generation <generation>', description, generations);
}

function withProbes(command: Command): Command {
  return command
    .option('--allow-mutations', 'may change the callback configuration; the former one is restored')
    .option('--exhaust-rate-limit', 'may send requests until the target refuses more');
}

function withReport(command: Command): Command {
  return addFormerName(command, 'baseline', 'accepted')
    .option('--accepted <file>', 'findings that are accepted, each with reason, author and expiry')
    .option('--state <file>', 'keeps when a check last succeeded')
    .option(
      '--stale-after <days>',
      'with --state: checks that fail for longer are a finding',
      wholeNumber(1, 3650),
      7,
    )
    .addOption(choiceOption('--fail-on <class>', 'the mildest finding that counts', failOns, 'additive'))
    .addOption(choiceOption('--format <format>', 'how the report is printed', formats, 'terminal'))
    .option('--out <directory>', 'write report.json, report.sarif, report.md and report.html there')
    .option('--fix', 'in a checkout: apply what is safe to spec/, generate, and write changesets');
}
