import { isTrtcCallError } from '@trtc-call/client';
import { decodeUserSig, signUserSig, type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import { queryParameters } from '@trtc-call/spec/v1';
import { CommandError } from '../../command-error.ts';
import { readAccount, variables } from '../../credentials/read-credentials.ts';
import { facts, localTime } from '../../io/format.ts';
import { print, printJson, printLine } from '../../io/print.ts';
import type { AccountFlags } from '../../options.ts';

interface SignFlags extends AccountFlags {
  identifier?: string;
  expires?: number;
}

interface InspectFlags {
  json?: true;
}

interface VerifyFlags extends AccountFlags {
  identifier?: string;
  json?: true;
}

const reasons: Readonly<Record<UserSigFault, string>> = {
  malformed: 'it is not a UserSig, or not a whole one',
  app: 'it is for another SDKAppID',
  identifier: 'it is for another account: name it with --identifier',
  signature: 'it was signed with another key, or changed since',
  'not-yet-valid':
    'it was signed ahead of time: check the clock of this machine and of the one that signed it',
  expired: 'its time is over',
};

export async function printUserSig(flags: SignFlags): Promise<void> {
  const { sdkAppId, secretKey, identifier } = await readSigner(flags);
  const { expires: lifetimeSeconds } = flags;
  const options = { sdkAppId, secretKey, identifier: flags.identifier ?? identifier };
  const userSig = orCommandError(() =>
    signUserSig({ ...options, ...(lifetimeSeconds !== undefined && { lifetimeSeconds }) }),
  );
  printLine(userSig);
}

export async function inspectUserSig(argument: string | undefined, flags: InspectFlags): Promise<void> {
  const claims = decode(await readUserSig(argument));
  const { sdkAppId, identifier, time: signedAt, lifetimeSeconds } = claims;
  const expiresAt = signedAt + lifetimeSeconds;
  const expired = Math.floor(Date.now() / 1000) > expiresAt;
  if (flags.json) return printJson({ sdkAppId, identifier, signedAt, lifetimeSeconds, expiresAt, expired });
  print(
    facts([
      ['SDKAppID', String(sdkAppId)],
      ['identifier', identifier],
      ['signed', localTime(signedAt)],
      ['expires', localTime(expiresAt)],
      ['now', expired ? 'expired' : 'not expired'],
      ['signature', 'not verified'],
    ]),
  );
}

export async function checkUserSig(argument: string | undefined, flags: VerifyFlags): Promise<number> {
  const userSig = await readUserSig(argument);
  const { sdkAppId, secretKey, ...signer } = await readSigner(flags);
  const identifier = flags.identifier ?? signer.identifier;
  const verdict = orCommandError(() => verifyUserSig({ userSig, sdkAppId, secretKey, identifier }));
  const reason = verdict.ok ? undefined : verdict.reason;
  if (flags.json) printJson({ valid: verdict.ok, ...(reason !== undefined && { reason }) });
  else printLine(reason === undefined ? 'valid' : `not valid: ${reasons[reason]}`);
  return verdict.ok ? 0 : 1;
}

async function readSigner(flags: AccountFlags) {
  const account = await readAccount({ file: flags.credentials, environment: process.env });
  const { sdkAppId, credential, identifier = queryParameters.identifier.example } = account;
  if ('secretKey' in credential) return { sdkAppId, identifier, secretKey: credential.secretKey };
  throw new CommandError(
    'a UserSig is given, but this needs the secret key: set TRTC_CALL_SECRET_KEY, or secretKey in the file',
  );
}

function decode(userSig: string) {
  try {
    return decodeUserSig(userSig);
  } catch (error) {
    if (!isTrtcCallError(error)) throw error;
    throw new CommandError('this is not a UserSig: pass one whole, as it was signed', 1);
  }
}

const options: Readonly<Record<string, string>> = {
  identifier: '--identifier',
  lifetimeSeconds: '--expires',
  secretKey: variables.secretKey,
  sdkAppId: variables.sdkAppId,
};

function orCommandError<Value>(use: () => Value): Value {
  try {
    return use();
  } catch (error) {
    if (!isTrtcCallError(error) || error.kind !== 'argument') throw error;
    throw new CommandError(`${options[error.field] ?? error.field} cannot be used: ${error.remedy}`);
  }
}

// Far more than a UserSig holds; what is piped in by mistake is not read to its end.
const mostCharacters = 64 * 1024;

/** The UserSig of the argument, or of standard input when there is none or it is `-`. */
async function readUserSig(argument: string | undefined): Promise<string> {
  if (argument !== undefined && argument !== '-') return argument;
  if (process.stdin.isTTY) throw new CommandError('no UserSig: give it as an argument, or pipe it in');
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > mostCharacters)
      throw new CommandError('standard input is not a UserSig: it is too long', 1);
  }
  if (text.trim() === '') throw new CommandError('standard input is empty: pipe a UserSig in, or name one');
  return text.trim();
}
