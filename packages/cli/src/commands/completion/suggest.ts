import type { Command, Option } from 'commander';
import { takesList } from '../../option-values.ts';
import * as v1 from '../../v1/facts.ts';
import * as v4 from '../../v4/facts.ts';

/** Words that can stand after an option; where none is known, a name of a file may. */
const wordsAfter: Readonly<Record<string, readonly string[]>> = {
  '--action': [...v1.actions, ...v4.actions],
  '--region': [...v1.regions, ...v4.regions],
  '--result': v1.results,
  '--type': v1.types,
  '--format': ['jsonl', 'csv'],
  '--target': ['mock', 'live'],
  '--level': ['MUST', 'SHOULD', 'MAY'],
};

/** What can stand in place of the last word, which is being typed. */
export function suggest(program: Command, words: readonly string[]): string[] {
  const { typed, before } = splitWords(words);
  const { command, pending } = walk(program, before);
  const [, name = '', value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  if (value !== undefined) {
    const option = command.options.find(({ long }) => long === name);
    return completeValue(option, value).map((word) => `${name}=${word}`);
  }
  // What an option must have comes first; what it may have, as long as nothing else is begun.
  if (pending && !typed.startsWith('-')) return completeValue(pending, typed);
  if (typed.startsWith('-')) return starting(listOptions(command), typed);
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  return starting([...listSubcommands(command), ...choices], typed);
}

/** In a list the word after the last comma is being typed; those before it stay, and do not come again. */
function completeValue(option: Option | undefined, typed: string): string[] {
  if (!option || !takesList(option)) return starting(listWords(option), typed);
  const former = typed.split(',').slice(0, -1);
  const rest = listWords(option).filter((word) => !former.includes(word));
  return starting(
    rest.map((word) => [...former, word].join(',')),
    typed,
  );
}

/** The words that an option says it takes, or those that are known of its name. */
function listWords(option: Option | undefined): readonly string[] {
  return option?.argChoices ?? wordsAfter[option?.long ?? ''] ?? [];
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
      continue;
    }
    if (pending) {
      pending = undefined;
      continue;
    }
    command = command.commands.find((child) => child.name() === word) ?? command;
  }
  return { command, pending };
}

function listOptions(command: Command): string[] {
  const shown = command.createHelp().visibleOptions(command);
  return shown.flatMap(({ long }) => (long === null || long === undefined ? [] : [long]));
}

function listSubcommands(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((child) => child.name());
}

function starting(words: readonly string[], begin: string): string[] {
  return words.filter((word) => word.startsWith(begin));
}
