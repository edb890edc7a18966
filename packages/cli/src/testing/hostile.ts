import { findObeyed, hostileTexts } from '@trtc-call/reporting/testing';
import { expect } from 'vitest';
import { canaryKey } from './mock-account.ts';

/** Everything that a terminal, an eye or a CI system would obey, at the start of the text and of lines in it. */
export const hostile = ['::error::first', ...hostileTexts].join('\n');

/** What an operating system passes on of it as an argument, a variable or the name of a file. */
export const hostileArgument =
  '::error::first\n##[error]b ##vso[a]b \u001b[31mred\u001b]0;t\u0007 \u009b1m\r\u202ec\u200b\n--- d';

/** An account for commands that ask no service, or a target of their own. */
export const account = {
  TRTC_CALL_SDK_APP_ID: '1400000000',
  TRTC_CALL_SECRET_KEY: canaryKey,
  TRTC_CALL_GENERATION: 'v1',
};

/** For tests that run the command line many times, on a busy machine. */
export const manyRuns = { timeout: 180_000 };

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Fails when a terminal, an eye or a CI system would obey something of what was printed. */
export function expectNothingObeyed({ stdout, stderr }: Printed, what = ''): void {
  expect(findObeyed(stdout), `${what}: standard output, print it by way of io/print.ts`).toEqual([]);
  expect(findObeyed(stderr), `${what}: standard error, print it by way of io/print.ts`).toEqual([]);
  // A run that prints nothing proves nothing.
  expect(stdout + stderr, what).not.toBe('');
}
