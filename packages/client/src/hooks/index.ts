export { type GuardedHook, guardHook } from './guard-hook.ts';
