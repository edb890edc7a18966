import { warnOfFailure } from '#warnings';

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
    if (!isReported) warnOfFailure(subject, thrown);
    isReported = true;
  };
}
