import { Command, CommanderError, Help } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { logLine, print, printError } from './io/print.ts';
import { explainLists, refuseEmptyNames } from './options.ts';

const help = `
Examples:
  $ trtc-call records list --generation v4 --from 24h
  $ trtc-call records export --generation v4 --format csv --out calls.csv
  $ trtc-call reconcile --book calls.db --from 24h --generation v4
  $ trtc-call callbacks get --generation v4
  $ trtc-call doctor
  $ trtc-call usersig sign --identifier alice
  $ trtc-call mock --port 4010
  $ trtc-call webhooks trigger normal_end --to http://127.0.0.1:3000/hooks
  $ trtc-call conformance --target mock --out reports
  $ trtc-call drift check --target live --docs

Exit codes:
  0  it conforms, or the command did what it was asked
  1  the service refused the request, nothing was found, not valid, not
     acknowledged, a MUST fails, a book differs, or the vendor changed
  2  it could not run; one line on standard error says why
  128 + n  ended by signal n, after it has put back what it held: 130 by Ctrl-C,
     143 by SIGTERM, 129 by SIGHUP, 141 because its output was
     closed. A second signal ends it at once`;

/** The commands in the order of the help; each is loaded only when it may be meant. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  records: async () => (await import('./commands/records/command.ts')).recordsCommand(),
  callbacks: async () => (await import('./commands/callbacks/command.ts')).callbacksCommand(),
  calls: async () => (await import('./commands/calls/command.ts')).callsCommand(),
  reconcile: async () => (await import('./commands/reconcile/command.ts')).reconcileCommand(),
  doctor: async () => (await import('./commands/doctor/command.ts')).doctorCommand(),
  usersig: async () => (await import('./commands/usersig/command.ts')).usersigCommand(),
  mock: async () => (await import('./commands/mock/command.ts')).mockCommand(),
  webhooks: async () => (await import('./commands/webhooks/command.ts')).webhooksCommand(),
  conformance: async () => (await import('./commands/conformance/command.ts')).conformanceCommand(),
  drift: async () => (await import('./commands/drift/command.ts')).driftCommand(),
  completion: async () => (await import('./commands/completion/command.ts')).completionCommand(),
};

/**
 * Runs the command line to its end. What went wrong is said on standard error, and the exit code is set.
 *
 * @param isOfOutput tells whether an error is one of an output, of which all was said
 */
export async function runProgram(
  given: readonly string[],
  isOfOutput: (error: unknown) => boolean,
): Promise<void> {
  // The parser reads one word behind `help`.
  const args = given[0] === 'help' && given.length > 2 ? [...given.slice(1), '--help'] : given;
  try {
    const program = await createProgram(args);
    if (given[0] === 'help') checkHelpWords(program, beforeOptions(given.slice(1)));
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (isOfOutput(error)) return;
    if (error instanceof CommanderError) {
      // Help and version end as errors whose exit code is 0.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      if (error.exitCode === 0) return;
      const { sayUsageError } = await import('./io/redact-messages.ts');
      await sayUsageError(error, args, process.env);
      return;
    }
    const { createMessageRedact } = await import('./io/redact-messages.ts');
    const { chooseFailureCode, remedyLine } = await import('./io/remedy-line.ts');
    const redact = await createMessageRedact(args, process.env);
    logLine(`trtc-call: ${redact(remedyLine(error))}`);
    process.exitCode = chooseFailureCode(error);
  }
}

/**
 * The command line, one command per file. Errors are thrown, so that the caller says them and sets the exit code: what
 * the parser says of wrong arguments repeats them, credentials too.
 *
 * @param args what was typed: a command that is named first is the only one that is loaded
 */
export async function createProgram(args: readonly string[] = []): Promise<Command> {
  const program = new Command('trtc-call')
    .description(manifest.description)
    .version(manifest.version)
    .exitOverride()
    .configureHelp({
      optionDescription(option) {
        const text = Help.prototype.optionDescription.call(this, option);
        return option.mandatory ? `${text} (required)` : text;
      },
    })
    .configureOutput({ writeOut: (text) => print(text), writeErr: printError, outputError() {} })
    .addHelpText('after', help)
    .hook('preAction', (_, command) => refuseEmptyNames(command));
  for (const load of chooseLoaders(args[0])) program.addCommand(inherit(await load(), program));
  if (args[0] === 'complete') {
    const { completeCommand } = await import('./commands/completion/command.ts');
    program.addCommand(completeCommand(program), { hidden: true });
  }
  return program;
}

/** The parser answers `help` of a command that there is not with the help of what is around it. */
function checkHelpWords(command: Command, words: readonly string[]): void {
  const [word, ...others] = words;
  if (word === undefined || command.registeredArguments.length > 0) return;
  const found = command.commands.find((inner) => inner.name() === word);
  if (!found) throw new CommanderError(2, 'commander.unknownCommand', `error: unknown command '${word}'`);
  checkHelpWords(found, others);
}

/** What stands behind an option may be its value. */
function beforeOptions(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word.startsWith('-'));
  return at < 0 ? words : words.slice(0, at);
}

function chooseLoaders(first = ''): readonly (() => Promise<Command>)[] {
  const named = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return named ? [named] : Object.values(commands);
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent).exitOverride((error) => {
    throw explainLists(error, command);
  });
  for (const child of command.commands) inherit(child, command);
  return command;
}
