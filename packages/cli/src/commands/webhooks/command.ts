import { Argument, Command } from 'commander';
import { CommandError } from '../../command-error.ts';
import { facts, triggers, webhookWords } from '../../facts.ts';
import { generationOption, lazy, list, refuseIdle, wholeNumber } from '../../options.ts';
import { generations } from '../../service.ts';
import type { KeptFlags } from './kept.ts';
import type { ListenFlags } from './listen.ts';
import type { TriggerFlags } from './trigger.ts';

const app = wholeNumber(1, Number.MAX_SAFE_INTEGER);
const several = (value: string, former: readonly string[] = []) => [...former, value];

export function webhooksCommand(): Command {
  const help = `
Examples:
  $ trtc-call webhooks listen --port 3000
  $ trtc-call webhooks trigger call --to http://127.0.0.1:3000/hooks
  $ trtc-call webhooks replay webhooks.ndjson --to http://127.0.0.1:3000/hooks
  $ trtc-call webhooks kept --store events.db

Paths and queries of addresses are never shown: they may hold the secret of a
receiver.`;
  return new Command('webhooks')
    .description('send what the vendor sends, and see what comes in')
    .addCommand(triggerCommand())
    .addCommand(replayCommand())
    .addCommand(listenCommand())
    .addCommand(keptCommand())
    .addHelpText('after', help);
}

function triggerCommand(): Command {
  const what = new Argument('<what>', 'command word, all, or call');
  // Not by `choices()`, whose error lists them all and does not say which was meant.
  what.argChoices = [...triggers];
  const help = `
WHAT is one of the command words of v4 (${webhookWords.v4.length}) or v1 (${webhookWords.v1.length}); "all" sends each of a
generation, "call" those of one whole call, one after another. Each has a new
CallId and the present time, so that it is a new event, unless --set says
otherwise. A webhook of v1 is sent in ${facts.v1.attempts} attempts, one of v4 once.

Examples:
  $ trtc-call webhooks trigger Call.CallbackAfterEndCall \\
      --to http://127.0.0.1:3000/hooks --set CallRecord.CallResult=Reject
  $ trtc-call webhooks trigger normal_end --to http://127.0.0.1:3000/hooks
  $ trtc-call webhooks trigger normal_end --to http://127.0.0.1:3000/hooks \\
      --times 3 --same                         the same event three times
  $ trtc-call webhooks trigger cancel --to http://127.0.0.1:3000/hooks \\
      --set UserId=bob --set TotalNum:='"two"'
  $ trtc-call webhooks trigger call --to http://127.0.0.1:3000/hooks \\
      --callee bob,carol

Exit codes: 0 all acknowledged, 1 one was given up, 2 could not run, 128 + n
ended by signal n.`;
  return withSending(new Command('trigger'))
    .description('send a webhook as the vendor does')
    .addArgument(what)
    .addOption(
      generationOption(
        'with all and call: which generation (default: that of --result, TRTC_CALL_GENERATION, or v4)',
        generations,
      ),
    )
    .option(
      '--sdk-app-id <number>',
      'app of the webhook (default: TRTC_CALL_SDK_APP_ID, or that of the mock)',
      app,
    )
    .option(
      '--set <member=value>',
      'member of the body, such as CallRecord.CallId; member:=json for a value of another type',
      several,
    )
    .option('--times <number>', 'send this many (default: 1)', wholeNumber(1, 1_000_000))
    .option('--same', 'with --times: send the same one each time')
    .option('--result <word>', 'with call: how it ends, such as NormalEnd or normal_end')
    .option('--caller <id>', 'with call: who calls (default: alice)')
    .option('--callee <ids>', 'with call: who is called; bob,carol makes a group call (default: bob)', list)
    .addHelpText('after', help)
    .action(async (what: string, flags: TriggerFlags, command: Command) => {
      const isOne = (flags.times ?? 1) === 1;
      if (isOne) refuseIdle(command, ['same'], 'needs --times of at least 2');
      const ofCall = ['result', 'caller', 'callee', ...(what === 'all' ? [] : ['generation'])];
      if (what !== 'call')
        refuseIdle(command, ofCall, `has no effect on ${what}: trigger "call", or leave it out`);
      const why =
        what === 'call'
          ? 'has no effect on call: its webhooks are sent one after another'
          : 'has no effect on one webhook: give --times too, or trigger "all"';
      if (what === 'call' || (isOne && what !== 'all')) refuseIdle(command, ['concurrency'], why);
      process.exitCode = await (await import('./trigger.ts')).trigger(what, flags);
    });
}

function replayCommand(): Command {
  const help = `
FILE is what "webhooks listen --out" has written (NDJSON of HAR entries), or a
HAR file; query and body are sent as they were. Entries that cannot be read are
reported, and what can be read is sent.

Examples:
  $ trtc-call webhooks replay webhooks.ndjson --to http://127.0.0.1:3000/hooks
  $ trtc-call webhooks replay lost.har --to https://example.com/hooks --once \\
      --concurrency 8

Exit codes: 0 all acknowledged, 1 one was given up, 2 could not run or a part of
the file cannot be read, 128 + n ended by signal n, such as 130 by Ctrl-C.`;
  return withSending(new Command('replay'))
    .description('send again what came in before')
    .argument('<file>', 'NDJSON or HAR; - for standard input')
    .option('--sdk-app-id <number>', 'send it as the webhook of this app', app)
    .addHelpText('after', help)
    .action(lazy(async () => (await import('./send.ts')).replay));
}

function withSending(command: Command): Command {
  return command
    .requiredOption('--to <url>', 'address of the receiver')
    .option('--once', 'make one attempt of each')
    .option('--token <text>', 'sign webhooks of v4 by it (default: TRTC_CALL_WEBHOOK_TOKEN)')
    .option('--concurrency <number>', 'send this many at the same time', wholeNumber(1, 256), 1)
    .option('--json', 'print each delivery as a line of JSON');
}

function listenCommand(): Command {
  const help = `
A repetition of an event is recognized by its documented members ("2nd"), as
@trtc-call/webhooks does it.

Examples:
  $ trtc-call webhooks listen --port 3000             acknowledge and show
  $ trtc-call webhooks listen --fail 2                see the vendor try again
  $ trtc-call webhooks listen --out webhooks.ndjson   keep for "webhooks replay"
  $ trtc-call webhooks listen --forward http://127.0.0.1:8080/hooks
                                               pass on, and answer as it answers

Ctrl-C stops it. Exit codes: 0 stopped by SIGINT, SIGTERM or SIGHUP, 2 could not
start (such as: the port is in use) or not keep all, 141 its output was closed.`;
  return new Command('listen')
    .description('show what comes in, live, until Ctrl-C')
    .option('--port <number>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 4011)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--forward <url>', 'pass each on and give back its answer')
    .option('--sdk-app-id <number>', 'refuse those of every other app', app)
    .option('--out <file>', 'append each to this file')
    .option('--answer <number>', 'ErrorCode to answer with', wholeNumber(0, 2 ** 31), 0)
    .option('--fail <number>', 'fail the first N deliveries of each event', wholeNumber(0, 1000), 0)
    .option('--json', 'print each as a line of JSON')
    .addHelpText('after', help)
    .action(async (flags: ListenFlags, command: Command) => {
      if (flags.forward !== undefined)
        refuseIdle(command, ['answer'], 'has no effect with --forward, which answers');
      process.exitCode = await (await import('./listen.ts')).listen(flags);
    });
}

function keptCommand(): Command {
  const help = `
STORE is a file of sqliteStore, or an address of redisStore or postgresStore
(redis://HOST:PORT, postgres://USER@HOST/DATABASE). It is read beside receivers
that are at work; what they handle at the moment is listed too. "last error" is
why a handler failed the last time.

Examples:
  $ trtc-call webhooks kept --store events.db
  $ trtc-call webhooks kept --store events.db --drop 1pA9xQ,b7_Fk2
  $ trtc-call webhooks kept --store postgres://127.0.0.1/app --retry all \\
      --to http://127.0.0.1:3000/hooks

The password of Redis or Postgres is taken from REDISCLI_AUTH or PGPASSWORD, so
that no list of processes shows it. An id may be cut as long as it stays one.
What is dropped is not run again, and a repetition of it is acknowledged. Exit
codes: 0 done, 1 one is not kept, is being handled or was given up, 2 could not
run.`;
  return new Command('kept')
    .description('list, drop or retry what the store of a receiver keeps')
    .requiredOption('--store <place>', 'SQLite file, redis:// or postgres:// address')
    .option('--table <name>', 'its table, or prefix in Redis, if it has another one than by default')
    .option('--drop <ids>', 'drop these, or all', list)
    .option('--retry <ids>', 'send these to the receiver again, or all', list)
    .option('--to <url>', 'with --retry: address of the receiver')
    .option('--token <text>', 'with --retry: sign webhooks of v4 by it (default: TRTC_CALL_WEBHOOK_TOKEN)')
    .option('--concurrency <number>', 'with --retry: send this many at the same time', wholeNumber(1, 256), 1)
    .option('--json', 'print each as a line of JSON')
    .addHelpText('after', help)
    .action(async (flags: KeptFlags, command: Command) => {
      if (flags.retry === undefined)
        refuseIdle(command, ['to', 'token', 'concurrency'], 'is for --retry: give that too');
      else if (flags.to === undefined)
        throw new CommandError('--retry needs --to, the address of the receiver');
      else refuseIdle(command, ['drop'], 'and --retry exclude each other');
      if (flags.drop) refuseIdle(command, ['json'], 'has no effect with --drop');
      process.exitCode = await (await import('./kept.ts')).kept(flags);
    });
}
