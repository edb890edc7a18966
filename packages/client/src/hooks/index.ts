import { type GuardedHook, guard } from './guard.ts';

export type { GuardedHook } from './guard.ts';

/**
 * Wraps a function that a program gave only to be told of something, so that nothing it does changes anything: what it
 * throws and what its promise rejects with is caught, and it is not waited for. In Node the first failure of each hook
 * is a process warning (`TrtcCallWarning`, code `TRTC_CALL_HOOK_FAILED`); elsewhere failures are silent.
 */
export function guardHook<Parameters extends readonly unknown[]>(
  name: string,
  hook: (...parameters: Parameters) => unknown,
): GuardedHook<Parameters> {
  return guard(`the hook ${name}`, hook);
}
