import { Argument, Command, type Option } from 'commander';
import { CommandError } from '../../command-error.ts';
import { print, printLine } from '../../io/print.ts';
import { takesList } from '../../options.ts';

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
    for (const word of await suggest(program, words)) printLine(word);
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

/** What can stand in place of the last word, which is being typed; nothing where a name of a file may. */
export async function suggest(program: Command, words: readonly string[]): Promise<string[]> {
  const { typed, before } = splitWords(words);
  const { command, pending } = walk(program, before);
  const [, name = '', value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  if (value !== undefined) {
    const option = command.options.find(({ long }) => long === name);
    return (await completeValue(option, value)).map((word) => `${name}=${word}`);
  }
  // What an option must have comes first; what it may have, as long as nothing else is begun.
  if (pending && !typed.startsWith('-')) return completeValue(pending, typed);
  const help = command.createHelp();
  const shown = typed.startsWith('-')
    ? help.visibleOptions(command).flatMap(({ long }) => long ?? [])
    : [
        ...help.visibleCommands(command).map((child) => child.name()),
        ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
      ];
  return shown.filter((word) => word.startsWith(typed));
}

/** In a list the word after the last comma is being typed; those before it stay, and do not come again. */
async function completeValue(option: Option | undefined, typed: string): Promise<string[]> {
  const words = option ? await listWords(option) : [];
  const former = option && takesList(option) ? typed.split(',').slice(0, -1) : [];
  return words
    .filter((word) => !former.includes(word))
    .map((word) => [...former, word].join(','))
    .filter((word) => word.startsWith(typed));
}

/** The words that an option takes alone, or those that are known of its name. */
async function listWords(option: Option): Promise<readonly string[]> {
  if (option.argChoices) return option.argChoices;
  const { facts, webhookWords } = await import('../../facts.ts');
  const { v1, v4 } = facts;
  const known: Readonly<Record<string, readonly string[]>> = {
    '--action': [...webhookWords.v1, ...webhookWords.v4],
    '--region': [...new Set([...v1.regions, ...v4.regions])],
    '--result': [...v1.results, ...v4.results],
    '--type': [...v1.types, ...v4.types],
    '--target': ['mock', 'live'],
    '--level': ['MUST', 'SHOULD', 'MAY'],
  };
  return known[option.long ?? ''] ?? [];
}

/** Bash makes three words of `--format=csv`. */
function splitWords(words: readonly string[]): { typed: string; before: readonly string[] } {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (typed === '=') return { typed: '', before };
  return { typed, before: before.filter((word) => word !== '=') };
}

/** The command that the words lead to, and the option whose value is to come. */
function walk(program: Command, words: readonly string[]): { command: Command; pending: Option | undefined } {
  let command = program;
  let pending: Option | undefined;
  for (const word of words) {
    if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => long === word || short === word);
      pending = option?.required || option?.optional ? option : undefined;
    } else if (pending) pending = undefined;
    else command = command.commands.find((child) => child.name() === word) ?? command;
  }
  return { command, pending };
}
