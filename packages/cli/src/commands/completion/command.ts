import { Argument, Command } from 'commander';
import { CommandError } from '../../command-error.ts';
import { print, printLine } from '../../io/print.ts';

const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];

const help = `
Examples:
  $ trtc-call completion bash >> ~/.bashrc
  $ trtc-call completion zsh >> ~/.zshrc       (after the line with compinit)
  $ trtc-call completion fish > ~/.config/fish/completions/trtc-call.fish

Exit codes: 0 printed, 2 there is no script for this shell.`;

export function completionCommand(): Command {
  return new Command('completion')
    .description('print the script by which a shell completes commands, options and words')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells).argParser(readShell))
    .addHelpText('after', help)
    .action((shell: Shell) => {
      print(scripts[shell]);
    });
}

function readShell(text: string): Shell {
  const found = shells.find((shell) => shell === text);
  if (found !== undefined) return found;
  throw new CommandError(`there is no script for ${text}: choose bash, zsh or fish`);
}

/** What those scripts ask: the words so far, of which the last one is being typed. */
export function completeCommand(program: Command): Command {
  return new Command('complete').argument('[words...]').action(async (words: string[]) => {
    const { suggest } = await import('./suggest.ts');
    for (const word of suggest(program, words)) printLine(word);
  });
}

type Shell = 'bash' | 'zsh' | 'fish';

// Each asks the command itself, as it was typed, so that a new version needs no new script. Where it knows no word,
// the shell completes the name of a file.
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion of trtc-call
_trtc_call() {
  local IFS=$'\\n'
  COMPREPLY=($("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _trtc_call trtc-call
`,
  zsh: `#compdef trtc-call
_trtc_call() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    compadd -a found
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _trtc-call || "\${funcstack[1]}" == _trtc_call ]]; then
  _trtc_call "$@"
else
  compdef _trtc_call trtc-call
fi
`,
  fish: `# fish completion of trtc-call
function __trtc_call_complete
  set -l typed (commandline -opc)
  set -l found ($typed[1] complete -- $typed[2..-1] (commandline -ct) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c trtc-call -f -a '(__trtc_call_complete)'
`,
};
