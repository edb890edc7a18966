import { parseArgs } from 'node:util';
import { createRedact, type Redact } from '@trtc-call/client/har';
import type { CommanderError } from 'commander';
import { defaultCredentialsFile, readCredentialsFile } from '../credentials/credentials-file.ts';
import { printError } from './print.ts';

const credentialVariables = ['TRTC_CALL_SECRET_KEY', 'TRTC_CALL_USER_SIG', 'TRTC_CALL_WEBHOOK_TOKEN'];
/** The names of options that take a credential, and how they may be mistyped or guessed. */
const credentialName = /sec|key|sig|tok|pass|pwd|auth/i;

/** Says what is wrong with the arguments, without the values in them. Where help was asked for, it was printed already. */
export async function sayUsageError(
  { code, message }: CommanderError,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (code === 'commander.help') return;
  const redact = await createMessageRedact(args, environment);
  printError(`${describeUsageError(message, redact)}\nSee --help.\n`);
}

/** Makes what takes credentials out of a message: those of the environment and the file, and those that were typed. */
export async function createMessageRedact(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Redact> {
  const given = credentialVariables.map((name) => environment[name]?.trim() ?? '');
  const secrets = [...given, ...(await readWritten(args, environment)), ...typedCredentials(args)];
  return createRedact({ secrets });
}

/** The credentials of the file, also where the command failed before it was read. */
async function readWritten(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string[]> {
  const options = { credentials: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  const path =
    typeof values.credentials === 'string' ? values.credentials : defaultCredentialsFile(environment);
  // Why a file cannot be read is said by the command that needs it.
  const { secretKey = '', userSig = '' } = (await readCredentialsFile(path).catch(() => undefined)) ?? {};
  return [secretKey, userSig];
}

/**
 * What the parser of the command line says about arguments that it does not take, without the values in them: the
 * value behind a mistyped option may be a secret, and logs keep what is printed.
 */
export function describeUsageError(message: string, redact: Redact): string {
  const named = message
    // The option takes no value; the parser would suggest its own name.
    .replace(
      /^error: unknown option '(--[\w-]+)=.*'\n\(Did you mean \1\?\)/s,
      "error: option '$1' takes no value",
    )
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
