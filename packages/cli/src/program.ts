import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { conformanceCommand } from './commands/conformance.ts';
import { mockCommand } from './commands/mock.ts';

const help = `
Examples:
  $ trtc-call conformance --target mock --out reports
  $ trtc-call mock --port 4010

Exit codes:
  0  it conforms, or the command did what it was asked
  1  a MUST fails
  2  it could not run; one line on standard error says why
  130  interrupted by Ctrl-C`;

/** The command line, one command per file. Errors are thrown, so that the caller sets the exit code. */
export function createProgram(): Command {
  const program = new Command('trtc-call')
    .description(manifest.description)
    .version(manifest.version)
    .exitOverride()
    .showHelpAfterError('Run it with --help to see what there is.')
    .addHelpText('after', help);
  for (const command of [conformanceCommand(), mockCommand()]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}
