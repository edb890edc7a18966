import { Command, InvalidArgumentError } from 'commander';
import {
  addFormerName,
  choiceOption,
  levelList,
  list,
  liveHelp,
  refuseIdle,
  targetName,
  wholeNumber,
} from '../../options.ts';
import type { ConformanceFlags, Format } from './run.ts';

const formats = ['text', 'json', 'github'] as const satisfies readonly Format[];

const generations = ['v1', 'v4', 'both'] as const;

const app = wholeNumber(1, Number.MAX_SAFE_INTEGER);

const help = `${liveHelp}

Examples:
  $ trtc-call conformance --target mock --out reports
  $ trtc-call conformance --target live --level MUST,SHOULD
  $ trtc-call conformance --target live --generation v4 --allow-calls alice,bob
  $ trtc-call conformance --target http://127.0.0.1:4010 \\
      --only V1-SIG-007,V1-FLT --json
  $ trtc-call conformance --receiver http://127.0.0.1:3000/hooks \\
      --effects http://127.0.0.1:3000/effects
  $ trtc-call conformance --list

Standard output is the report, standard error the progress.
Exit codes: 0 nothing that counts failed, 1 a MUST fails (with --strict a SHOULD
too), 2 could not run or put the target back (one line says why), 128 + n ended
by signal n, such as 130 by Ctrl-C: the target is left as it was found; a second
one ends it at once.`;

export function conformanceCommand(): Command {
  return addFormerName(new Command('conformance'), 'divergences', 'accepted')
    .description('check a target against the contract, requirement by requirement')
    .option('--target <name>', 'mock, live, or a base URL', targetName, 'mock')
    .addOption(
      choiceOption(
        '--generation <name>',
        'generation of the API (default: what the account of the target has, or the receiver takes)',
        generations,
      ),
    )
    .option('--receiver <url>', 'check a receiver of webhooks instead, as the vendor would call it')
    .option('--sdk-app-id <number>', 'app whose webhooks it takes (default: TRTC_CALL_SDK_APP_ID)', app)
    .option('--effects <url>', 'answers GET ?callId=ID by how many webhooks of the call it has handled')
    .option(
      '--failing-user <id>',
      'user (in v4: caller) for whom its handler fails at the first webhook of each call',
    )
    .option('--answer-within <ms>', 'time in which it has to answer (default: 2000)', wholeNumber(1, 60_000))
    .option('--out <directory>', 'write report.json, junit.xml, report.md, report.html and badge.json there')
    .option('--har <file>', 'write every exchange to a HAR file that is not there yet, without credentials')
    .option('--level <levels>', 'only these levels, such as MUST,SHOULD', levelList)
    .option('--only <ids>', 'only these requirements or areas, such as V1-SIG-007,V1-FLT', list)
    .option('--strict', 'fail on a SHOULD too')
    .option('--list', 'list the requirements and check nothing')
    .addOption(choiceOption('--format <name>', 'how the report is printed', formats, 'text'))
    .option('--json', 'the same as --format json')
    .option('--allow-mutations', 'may change the callback configuration; the former one is restored')
    .option('--exhaust-rate-limit', 'may send requests until the target refuses more')
    .option(
      '--allow-calls <ids>',
      'may place calls between two accounts of yours, such as alice,bob: a phone rings (v4)',
      readCallUsers,
    )
    .option('--accepted <file>', 'failures that are accepted, each with reason, author and expiry')
    .option('--update-ledger', 'note in the ledger what was verified')
    .option('--kill-table', 'run every mutant and print what finds it; exits 1 if one is missed')
    .addHelpText('after', help)
    .action(async (flags: ConformanceFlags, command: Command) => {
      refuseIdleFlags(flags, command);
      process.exitCode = await (await import('./run.ts')).runConformanceCommand(flags);
    });
}

const ofReceiver = ['effects', 'failingUser', 'answerWithin', 'sdkAppId'];
const ofApi = ['target', 'har', 'allowMutations', 'exhaustRateLimit', 'allowCalls', 'updateLedger'];

function readCallUsers(text: string): { caller: string; callee: string } {
  const [caller = '', callee = '', ...others] = text.split(',').map((user) => user.trim());
  if (caller !== '' && callee !== '' && caller !== callee && others.length === 0) return { caller, callee };
  throw new InvalidArgumentError(
    'Give two different accounts of yours, such as alice,bob: one calls the other.',
  );
}

/** Flags without effect are mistakes that a passing run would hide. */
function refuseIdleFlags(
  { receiver, list, killTable, json, format }: ConformanceFlags,
  command: Command,
): void {
  const ofRun = [...ofReceiver, ...ofApi, 'receiver', 'out', 'strict', 'accepted'];
  if (list) refuseIdle(command, [...ofRun, 'killTable'], 'has no effect with --list, which checks nothing');
  else if (killTable) {
    refuseIdle(
      command,
      [...ofRun, 'generation', 'level'],
      'has no effect with --kill-table, which checks mutants',
    );
  } else if (receiver === undefined) refuseIdle(command, ofReceiver, 'is for receivers: give --receiver too');
  else refuseIdle(command, ofApi, 'is for the API, not for a receiver: leave one of the two out');
  if (json && format !== 'json') refuseIdle(command, ['format'], `${format} and --json exclude each other`);
  if (format === 'github') {
    if (list) refuseIdle(command, ['format'], 'github has no effect with --list: choose text or json');
    if (killTable)
      refuseIdle(command, ['format'], 'github has no effect with --kill-table: choose text or json');
  }
}
