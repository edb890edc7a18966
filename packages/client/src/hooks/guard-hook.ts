/** A hook with what it is given taken care of: it returns nothing and never throws. */
export type GuardedHook<Parameters extends readonly unknown[]> = (...parameters: Parameters) => void;

/**
 * Wraps a function that a program gave only to be told of something, so that nothing it does changes anything: what it
 * throws and what its promise rejects with is caught, and it is not waited for. In Node the first failure of each hook
 * is a process warning (`TrtcCallWarning`, code `TRTC_CALL_HOOK_FAILED`); elsewhere failures are silent.
 */
export function guardHook<Parameters extends readonly unknown[]>(
  name: string,
  hook: (...parameters: Parameters) => unknown,
): GuardedHook<Parameters> {
  const warn = warnOnce(`the hook ${name}`);
  return (...parameters) => callHook(hook, parameters, warn);
}

/** Calls a hook. Whatever it throws or rejects with goes to `onFailure`, which must not throw. */
export function callHook<Parameters extends readonly unknown[]>(
  hook: (...parameters: Parameters) => unknown,
  parameters: Parameters,
  onFailure: (thrown: unknown) => void,
): void {
  try {
    const returned = hook(...parameters);
    if (returned === undefined || returned === null) return;
    // The executor reads `then`, and what that throws is a rejection like any other.
    new Promise((resolve) => resolve(returned)).catch(onFailure);
  } catch (thrown) {
    onFailure(thrown);
  }
}

/** Makes what reports the first failure of a hook, or of whatever the subject is. */
export function warnOnce(subject: string): (thrown: unknown) => void {
  let isReported = false;
  return (thrown) => {
    if (isReported) return;
    isReported = true;
    const message = `trtc-call: ${subject} failed: ${describeThrown(thrown)}. Nothing else is affected; its further failures are not reported.`;
    warn(message, 'TRTC_CALL_HOOK_FAILED');
  };
}

/** Emits a process warning, where there are such. It never throws. */
export function warn(message: string, code: string): void {
  try {
    globalThis.process?.emitWarning?.(message, { type: 'TrtcCallWarning', code });
  } catch {
    // Reporting is not a reason to fail.
  }
}

/** Anything that was thrown as an Error. It never throws, whatever getters and proxies there are. */
export function toError(thrown: unknown): Error {
  try {
    return thrown instanceof Error ? thrown : new Error(`a value of type ${typeof thrown} was thrown`);
  } catch {
    return new Error('a value was thrown that cannot be read');
  }
}

const longestMessage = 200;

/** Says in one line what was thrown. It never throws. */
function describeThrown(thrown: unknown): string {
  try {
    const { name, message } = toError(thrown);
    // It goes to a terminal, and may repeat what a service sent.
    const line = `${name}: ${message}`.replaceAll(/\p{Cc}+/gu, ' ');
    return line.length > longestMessage ? `${line.slice(0, longestMessage)}...` : line;
  } catch {
    return 'a value that cannot be read';
  }
}
