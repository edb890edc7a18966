import type { Level } from '@trtc-call/conformance';
import { nearestName } from '@trtc-call/reporting/names';
import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CommandError } from './command-error.ts';

const levels: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It must be an integer from ${low} to ${high}.`);
  };
}

export function parseChoice<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(describeChoices(text, words));
  };
}

/** Reads levels such as `MUST,SHOULD`; an option that is given again adds to them. */
export function levelList(text: string, former?: unknown): Level[] {
  return list(text.toUpperCase(), former).map(parseChoice(levels));
}

/**
 * Reads a list, such as `a,b`; an option that is given again adds to it. Every option that takes several values takes them
 * so, and never as further arguments: those would be swallowed although they are meant for the command.
 */
export function list(text: string, former?: unknown): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes(''))
    throw new InvalidArgumentError('An item of the list is empty. Write A,B without blanks.');
  return [...(Array.isArray(former) ? former.map(String) : []), ...items];
}

export function takesList({ parseArg }: Option): boolean {
  return parseArg === list || parseArg === levelList;
}

/**
 * Says of arguments that are too many how a list is written, where one was begun: in other programs blanks part them.
 *
 * @returns the error that is to be thrown
 */
export function explainLists(error: CommanderError, command: Command): CommanderError {
  if (error.code !== 'commander.excessArguments') return error;
  const lists = command.options.filter(takesList);
  const given = lists.find((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  if (!given) return error;
  const message = `error: too many arguments: a list is one argument, such as ${given.long} A,B, without blanks`;
  return new CommanderError(error.exitCode, error.code, message);
}

/** Reads `mock`, `live` or the base URL of a target, without what a URL may hold of credentials. */
export function targetName(text: string): string {
  if (text === 'mock' || text === 'live') return text;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.origin + url.pathname.replace(/\/+$/, '');
  const nearest = nearestName(text, ['mock', 'live']);
  const meant = nearest ? `Did you mean ${nearest}? ` : '';
  throw new InvalidArgumentError(`${meant}Choose mock, live, or a base URL such as http://127.0.0.1:4010.`);
}

/**
 * Refuses options that were given although they have no effect beside the others: the user expects one.
 *
 * @param names as the flags have them, such as `allowMutations`
 * @param why completes a sentence that begins with the option, such as `needs --docs`
 */
export function refuseIdle(command: Command, names: readonly string[], why: string): void {
  const idle = command.options.find(
    (option) =>
      names.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (idle) throw new CommandError(`${idle.long} ${why}`);
}

/**
 * Takes an option by the name that it had before, too; only the new one is in the help. Both at once are refused, since
 * one of the two would have no effect.
 */
export function addFormerName(command: Command, former: string, name: string): Command {
  let given: string | undefined;
  const take = (by: string) => {
    if (given !== undefined && given !== by)
      throw new CommandError(`--${former} is the former name of --${name}: pass only --${name}`);
    given = by;
  };
  return command
    .addOption(new Option(`--${former} <value>`, `former name of --${name}`).hideHelp())
    .on(`option:${name}`, () => take(name))
    .on(`option:${former}`, (value: string) => {
      take(former);
      command.setOptionValueWithSource(name, value, 'cli');
    });
}

function describeChoices(text: string, words: readonly string[]): string {
  const nearest = nearestName(text, words);
  return `${nearest ? `Did you mean ${nearest}? ` : ''}Choose from ${words.join(', ')}.`;
}
