import type * as node from './warnings.ts';

// In place of warnings.ts, by the conditions of `imports` in package.json: only a process of Node has warnings.

export const warnOfFailure: typeof node.warnOfFailure = () => {};

export const warnOfClock: typeof node.warnOfClock = () => {};
