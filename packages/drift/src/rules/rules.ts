import { announcedEnd } from './announced-end.ts';
import { mismatch } from './mismatch.ts';
import { refusedValidBody } from './refused-valid-body.ts';
import { timeInMilliseconds } from './time-in-milliseconds.ts';

/** Every rule that has a file of its own. A new rule is one more file, and one more line here. */
export const rules = [refusedValidBody, mismatch, timeInMilliseconds, announcedEnd] as const;
