import { setFlagsFromString } from 'node:v8';

/** By then the space for short-lived objects has grown to a few megabytes, in which they are swept fastest. */
const grownMilliseconds = 300;

/**
 * Keeps the space for short-lived objects of this process from growing any further: a long file of exchanges would make
 * it many times larger than what is ever in use, and nothing faster. For a process that does nothing else.
 */
export function keepMemoryFlat(): void {
  setTimeout(() => setFlagsFromString('--semi-space-growth-factor=1'), grownMilliseconds).unref();
}
