import { warnOfFailure } from '#warnings';

/** A hook with what it is given taken care of: it returns nothing and never throws. */
export type GuardedHook<Parameters extends readonly unknown[]> = (...parameters: Parameters) => void;

/**
 * Wraps what must not change anything, whatever it does: what it throws and what its promise rejects with is caught, and it
 * is not waited for. The first failure is a warning that names the subject.
 */
export function guard<Parameters extends readonly unknown[]>(
  subject: string,
  call: (...parameters: Parameters) => unknown,
): GuardedHook<Parameters> {
  let isReported = false;
  const onFailure = (thrown: unknown) => {
    if (!isReported) warnOfFailure(subject, thrown);
    isReported = true;
  };
  return (...parameters) => {
    try {
      const returned = call(...parameters);
      if (returned === undefined || returned === null) return;
      // The executor reads `then`, and what that throws is a rejection like any other.
      new Promise((resolve) => resolve(returned)).catch(onFailure);
    } catch (thrown) {
      onFailure(thrown);
    }
  };
}
