import { isTrtcCallError, type TrtcCallError } from '../errors.ts';

/** The last error of a call knows those before it. */
export function withAttempts<Value>(error: Value, previousAttempts: readonly TrtcCallError[]): Value {
  if (previousAttempts.length === 0 || !isTrtcCallError(error) || error.kind === 'argument') return error;
  const message = `${error.message}; attempt ${previousAttempts.length + 1} of the call`;
  return Object.assign(error, { previousAttempts, message });
}
