import { isTrtcCallError, type TrtcCallError } from '@trtc-call/client';
import { clip, sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import { CommandError, type FailureCode, readErrorCode } from '../command-error.ts';

/**
 * Errors of these packages carry a stable code in lower case, such as `port-in-use`: their message was written for the
 * person at the terminal. Those of Node and of libraries carry capitals, such as `ENOENT`, or none.
 */
const ownCode = /^[a-z]+(-[a-z]+)*$/;

const mostCharacters = 4000;

const remedies: Readonly<Partial<Record<TrtcCallError['kind'], string>>> = {
  'http-status': 'something between here and the service answered: look at TRTC_CALL_BASE_URL and at proxies',
  connection: 'look at the network and at TRTC_CALL_BASE_URL, then try again',
  deadline: 'look at the network, then try again',
  contract: 'nothing was made of the answer; please report it with the request id',
};

/** An error in one line. An unexpected one is a bug of this program, and says so. */
export function remedyLine(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  if (isTrtcCallError(error)) return oneLine(serviceLine(error));
  if (error instanceof CommandError || ownCode.test(readErrorCode(error))) return oneLine(error.message);
  return oneLine(`unexpected ${error.name}: ${error.message} (please report this as a bug)`);
}

/** The exit code of an error: a refusal by the service is an answer, all else kept the command from running. */
export function chooseFailureCode(error: unknown): FailureCode {
  if (error instanceof CommandError) return error.exitCode;
  return isTrtcCallError(error) && error.kind === 'refused' ? 1 : 2;
}

/** What to do about an error of the service, or of the way to it. */
export function describeRemedy(error: TrtcCallError): string | undefined {
  return error.kind === 'refused' ? error.remedy : remedies[error.kind];
}

function serviceLine(error: TrtcCallError): string {
  const remedy = describeRemedy(error);
  return `${error.message}${remedy === undefined ? '' : `: ${remedy}`}`;
}

/** An id or a message of the service may be as long as it likes. */
function oneLine(text: string): string {
  return clip(sanitizeForTerminal(text), mostCharacters, '');
}
