import { Argument, Command } from 'commander';
import { print, printLine } from '../../io/print.ts';
import { oneOf } from '../../option-values.ts';
import type { Shell } from './shell-scripts.ts';

const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];

const help = `
Examples:
  $ trtc-call completion bash >> ~/.bashrc
  $ trtc-call completion zsh >> ~/.zshrc       (after the line with compinit)
  $ trtc-call completion fish > ~/.config/fish/completions/trtc-call.fish

Exit codes: 0 printed, 2 there is no script for this shell.`;

/** `trtc-call completion`: the script that makes a shell complete what is typed. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print the script by which a shell completes commands, options and words')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells).argParser(oneOf(shells)))
    .addHelpText('after', help)
    .action(async (shell: Shell) => {
      const { scriptOf } = await import('./shell-scripts.ts');
      print(scriptOf(shell));
    });
}

/** What those scripts ask: the words so far, of which the last one is being typed. */
export function completeCommand(program: Command): Command {
  return new Command('complete').argument('[words...]').action(async (words: string[]) => {
    const { suggest } = await import('./suggest.ts');
    for (const word of suggest(program, words)) printLine(word);
  });
}
