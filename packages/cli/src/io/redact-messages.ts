import { createRedact, type Redact } from '@trtc-call/client/har';
import type { CommanderError } from 'commander';
import { printError } from './print.ts';

const credentialVariables = ['TRTC_CALL_SECRET_KEY', 'TRTC_CALL_USER_SIG'];
/** The names of options that take a credential, and how they may be mistyped or guessed. */
const credentialName = /sec|key|sig|tok|pass|pwd|auth/i;

/** Says what is wrong with the arguments, without the values in them. Where help was asked for, it was printed already. */
export function sayUsageError(
  { code, exitCode, message }: CommanderError,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): void {
  if (exitCode === 0 || code === 'commander.help') return;
  printError(`${describeUsageError(message, createMessageRedact(args, environment))}\nSee --help.\n`);
}

/** Makes what takes credentials out of a message: those of the environment, and those that were typed. */
export function createMessageRedact(args: readonly string[], environment: NodeJS.ProcessEnv): Redact {
  const given = credentialVariables.map((name) => environment[name]?.trim() ?? '');
  return createRedact({ secrets: [...given, ...typedCredentials(args)] });
}

/**
 * What the parser of the command line says about arguments that it does not take, without the values in them: the
 * value behind a mistyped option may be a secret, and logs keep what is printed.
 */
export function describeUsageError(message: string, redact: Redact): string {
  const named = message
    .replace(/^(error: unknown option ')(--[\w-]*|-\w?).*(')/s, '$1$2$3')
    .replace(/^(error: unknown command ')([\w-]*).*(')/s, '$1$2$3')
    .replace(/^(error: too many arguments[^:]*?but got \d+): .*/s, '$1.')
    .replace(/(argument (?:value )?'[^'=]*=).*(' is invalid)/s, '$1$2');
  return redact(named);
}

/** Values that follow something like the name of a credential. */
function typedCredentials(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    const [name = '', ...values] = arg.split('=');
    if (!credentialName.test(name)) return [];
    const next = args[at + 1];
    const value = values.join('=');
    return values.length > 0 ? [value] : arg.startsWith('-') && next !== undefined ? [next] : [];
  });
}
