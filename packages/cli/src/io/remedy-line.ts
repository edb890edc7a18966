import { tmpdir } from 'node:os';
import { isTrtcCallError, type TrtcCallError } from '@trtc-call/client';
import { describeWriteFault } from '@trtc-call/reporting';
import { clip, sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import type * as v1 from '@trtc-call/spec/v1';
import type * as v4 from '@trtc-call/spec/v4';
import { CommandError, type FailureCode, readErrorCode } from '../command-error.ts';
import type { Service } from '../service.ts';

/**
 * Errors of these packages carry a stable code in lower case, such as `port-in-use`: their message was written for the
 * person at the terminal. Those of Node and of libraries carry capitals, such as `ENOENT`, or none.
 */
const ownCode = /^[a-z]+(-[a-z]+)*$/;

const mostCharacters = 4000;

const places = '--region, TRTC_CALL_REGION or TRTC_CALL_BASE_URL';

const remedies: Readonly<Partial<Record<TrtcCallError['kind'], string>>> = {
  'http-status': `something between here and the service answered: check ${places}, and proxies`,
  connection: `check the network, and ${places}`,
  deadline: 'check the network, then try again',
  contract: 'nothing was made of the answer; please report it with the request id',
};

/** Refusals by which the key, the account or the clock is wrong: this program signs, so the remedy names its variables. */
const ofSignature: readonly string[] = [
  'UserSigInvalid',
  'UserSigExpired',
  'UserSigUnreadable',
  'UserSigOtherIdentifier',
  'UserSigOtherApp',
  'AccountOrSignatureInvalid',
  'AccountCheckFailed',
] satisfies (v1.ErrorName | v4.ErrorName)[];

const signatureRemedy =
  'check that TRTC_CALL_SECRET_KEY (or TRTC_CALL_USER_SIG) is that of TRTC_CALL_SDK_APP_ID, TRTC_CALL_IDENTIFIER, and the clock';

/** Statuses of what lets some addresses through and others not, such as a firewall. */
const barred: readonly number[] = [403, 451];
const barredRemedy =
  'something before the service does not let this machine through: check the address that its requests come from, firewalls and proxies';

/** How to see whether an operation was carried out whose answer was lost. */
const looks: Readonly<Partial<Record<string, string>>> = {
  setCallback: 'callbacks get',
  updateCallback: 'callbacks get',
  deleteCallback: 'callbacks get',
  endCall: 'calls get',
} satisfies Partial<Record<v1.OperationId | v4.OperationId, string>>;

/** An error in one line. An unexpected one is a bug of this program, and says so. */
export function remedyLine(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  if (isTrtcCallError(error)) return oneLine(serviceLine(error));
  if ('syscall' in error && error.syscall === 'uv_cwd')
    return 'the working directory is gone: change to one that is there';
  if ('syscall' in error && error.syscall === 'mkdtemp') {
    const why = describeWriteFault(error);
    return oneLine(`cannot write to ${tmpdir()} (${why}): set TMPDIR to a folder that can be written to`);
  }
  if (error instanceof CommandError || ownCode.test(readErrorCode(error))) return oneLine(error.message);
  return oneLine(`unexpected ${error.name}: ${error.message} (please report this as a bug)`);
}

/** The exit code of an error: a refusal by the service is an answer, all else kept the command from running. */
export function chooseFailureCode(error: unknown): FailureCode {
  if (error instanceof CommandError) return error.exitCode;
  return isTrtcCallError(error) && error.kind === 'refused' ? 1 : 2;
}

/** An error of one of several generations says of which. */
export function nameGeneration(
  error: unknown,
  { generation }: Pick<Service, 'generation'>,
  { length }: { readonly length: number },
): unknown {
  if (length === 1 || !isTrtcCallError(error)) return error;
  return new CommandError(`${generation}: ${remedyLine(error)}`, chooseFailureCode(error), { cause: error });
}

/** What an error of the service, or of the way to it, says of it. */
export function describeFailure(error: TrtcCallError): string {
  const { kind, message } = error;
  if (kind !== 'connection' && kind !== 'http-status' && kind !== 'deadline') return message;
  const address = error.url === undefined ? 'the service' : new URL(error.url).origin;
  if (kind === 'connection') {
    const [, what = message] = /: no answer: (.*?)(?:; attempt \d+ of the call)?$/s.exec(message) ?? [];
    const attempts = error.previousAttempts.length + 1;
    return `${address} gave no answer${attempts === 1 ? '' : ` in ${attempts} attempts`} (${what})`;
  }
  return message.replace(/^\S+( at \S+)?:(?= )/, () => address);
}

export function describeRemedy(error: TrtcCallError): string | undefined {
  if (isOfSignature(error)) return signatureRemedy;
  if (error.kind === 'refused') return error.remedy;
  return error.kind === 'http-status' && barred.includes(error.status) ? barredRemedy : remedies[error.kind];
}

/** Whether the service refused the key, the account or the clock of a request. */
export function isOfSignature(error: TrtcCallError): boolean {
  return error.kind === 'refused' && ofSignature.includes(error.reason);
}

function serviceLine(error: TrtcCallError): string {
  const remedy = describeRemedy(error);
  const look = 'possiblyApplied' in error && error.possiblyApplied ? looks[error.operationId] : undefined;
  const parts = [
    `${describeFailure(error)}${remedy === undefined ? '' : `: ${remedy}`}`,
    ...(isOfSignature(error) ? ['trtc-call doctor finds out'] : []),
    ...(look === undefined ? [] : [`it may have been carried out: look with trtc-call ${look}`]),
  ];
  return parts.join('; ');
}

/** An id or a message of the service may be as long as it likes. */
function oneLine(text: string): string {
  return clip(sanitizeForTerminal(text), mostCharacters, '');
}
