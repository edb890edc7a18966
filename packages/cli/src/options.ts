import type { Level } from '@trtc-call/conformance';
import { nearestName } from '@trtc-call/reporting/values';
import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CommandError } from './command-error.ts';
import { type Generation, generations } from './service.ts';

const levels: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`It must be an integer from ${low} to ${high}.`);
  };
}

function parseChoice<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`${suggestName(text, words)}Choose from ${words.join(', ')}.`);
  };
}

/** Reads levels such as `MUST,SHOULD`; an option that is given again adds to them. */
export function levelList(text: string, former?: unknown): Level[] {
  return list(text.toUpperCase(), former).map(parseChoice(levels));
}

/**
 * Reads a list, such as `a,b`; an option that is given again adds to it. No option takes several arguments: that would
 * swallow those of the command.
 */
export function list(text: string, former?: unknown): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes(''))
    throw new InvalidArgumentError('An item of the list is empty. Write A,B without blanks.');
  return [...(Array.isArray(former) ? former.map(String) : []), ...items];
}

/** An action whose code is loaded when it runs, so that a help needs nothing of it. A number that it gives is the exit code. */
export function lazy<Args extends unknown[]>(load: () => Promise<(...args: Args) => Promise<unknown>>) {
  return async (...args: Args): Promise<void> => {
    const action = await load();
    const exitCode = await action(...args);
    if (typeof exitCode === 'number') process.exitCode = exitCode;
  };
}

export function takesList({ parseArg }: Option): boolean {
  return parseArg === list || parseArg === levelList;
}

/** Says of arguments that are too many how a list is written, where one was begun: in other programs blanks part them. */
export function explainLists(error: CommanderError, command: Command): CommanderError {
  if (error.code !== 'commander.excessArguments') return error;
  const lists = command.options.filter(takesList);
  const given = lists.find((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  if (!given) return error;
  const message = `error: too many arguments: a list is one argument, such as ${given.long} A,B, without blanks`;
  return new CommanderError(error.exitCode, error.code, message);
}

/** Reads `mock`, `live` or the base URL of a target. */
export function targetName(text: string): string {
  if (text === 'mock' || text === 'live') return text;
  const url = URL.parse(text);
  if (url && (url.username || url.password || url.search || url.hash)) {
    const problem = 'has credentials, a query or a fragment, which no request would carry';
    throw new CommandError(`--target ${problem}: give it without them`);
  }
  if (url && /^https?:$/.test(url.protocol)) return url.origin + url.pathname.replace(/\/+$/, '');
  const meant = suggestName(text, ['mock', 'live']);
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
 * Refuses names of files that are empty, as an unset variable leaves them: the folder in which the command runs would be
 * meant, or nothing.
 */
export function refuseEmptyNames(command: Command): void {
  for (const option of command.options) {
    const [, what] = /<(file|folder|directory)>/.exec(option.flags) ?? [];
    if (what !== undefined && command.getOptionValue(option.attributeName()) === '')
      throw new CommandError(`${option.long} is empty: name a ${what}`);
  }
  const takesFiles = command.registeredArguments.some((argument) => argument.name().startsWith('file'));
  if (takesFiles && command.args.includes(''))
    throw new CommandError('the name of a file is empty: leave it out, or name one');
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

function suggestName(text: string, words: readonly string[]): string {
  const nearest = nearestName(text, words);
  return nearest ? `Did you mean ${nearest}? ` : '';
}

export interface AccountFlags {
  credentials?: string;
}

export interface ServiceFlags extends AccountFlags {
  generation?: Generation;
  region?: string;
}

export function withAccount(command: Command): Command {
  return command.option('--credentials <file>', 'JSON file with the account, readable by you alone');
}

/** An option that takes one of some words, which its help lists and completion knows. */
export function choiceOption<Word extends string>(
  flags: string,
  description: string,
  words: readonly Word[],
  standard?: Word,
): Option {
  return new Option(flags, description).choices(words).argParser(parseChoice(words)).default(standard);
}

export function generationOption(description: string, words: readonly string[]): Option {
  return choiceOption('--generation <name>', description, words);
}

export function withRegion(command: Command): Command {
  const description = 'data centre of the app, such as singapore, or a base URL';
  return addFormerName(command.option('--region <name>', description), 'base-url', 'region');
}

export function withService(command: Command): Command {
  return withRegion(withAccount(command.addOption(generationOption('generation of the API', generations))));
}

const defaultFile = '$XDG_CONFIG_HOME/trtc-call/credentials.json';
const accountVariables = `  TRTC_CALL_SDK_APP_ID, TRTC_CALL_SECRET_KEY or TRTC_CALL_USER_SIG,
  TRTC_CALL_IDENTIFIER`;

/** The variables of a live target, for the commands whose requests are those of the suite. */
export const liveHelp = `
A live target is found by these variables, and what is missing there by the file
${defaultFile} (mode 600):
${accountVariables},
  TRTC_CALL_REGION (the data centre: v4 is not asked without it),
  or TRTC_CALL_BASE_URL (an address)`;

export const accountHelp = `
The account is read from the environment, and what is missing there from the
file of --credentials (default: ${defaultFile},
mode 600):
${accountVariables}, TRTC_CALL_GENERATION (v1 or v4),
  TRTC_CALL_REGION (such as singapore), or TRTC_CALL_BASE_URL`;
