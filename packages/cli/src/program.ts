import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { callbacksCommand } from './commands/callbacks/command.ts';
import { completeCommand, completionCommand } from './commands/completion/command.ts';
import { conformanceCommand } from './commands/conformance/command.ts';
import { driftCommand } from './commands/drift/command.ts';
import { mockCommand } from './commands/mock/command.ts';
import { recordsCommand } from './commands/records/command.ts';
import { usersigCommand } from './commands/usersig/command.ts';
import { webhooksCommand } from './commands/webhooks/command.ts';
import { print, printError } from './io/print.ts';

const help = `
Examples:
  $ trtc-call records list --from 24h
  $ trtc-call records export --format csv --out calls.csv
  $ trtc-call callbacks get
  $ trtc-call usersig sign --identifier alice
  $ trtc-call mock --port 4010
  $ trtc-call webhooks trigger normal_end --to http://127.0.0.1:3000/hooks
  $ trtc-call conformance --target mock --out reports
  $ trtc-call drift check --target live --docs

Exit codes:
  0  it conforms, or the command did what it was asked
  1  the answer is no: the service refused, nothing was found, not valid, not acknowledged, a MUST fails, or the
     vendor changed
  2  it could not run; one line on standard error says why
  128 + n  ended by signal n, after it has put back what it held: 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP,
     141 because nobody reads its output any more. A second signal ends it at once`;

/**
 * The command line, one command per file. Errors are thrown, so that the caller says them and sets the exit code: what
 * the parser says of wrong arguments repeats them, credentials too.
 */
export function createProgram(): Command {
  const program = new Command('trtc-call')
    .description(manifest.description)
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => print(text), writeErr: printError, outputError() {} })
    .addHelpText('after', help);
  const commands = [
    recordsCommand(),
    callbacksCommand(),
    usersigCommand(),
    mockCommand(),
    webhooksCommand(),
    conformanceCommand(),
    driftCommand(),
    completionCommand(),
  ];
  for (const command of commands) program.addCommand(inherit(command, program));
  program.addCommand(completeCommand(program), { hidden: true });
  return program;
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}
