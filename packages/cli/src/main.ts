#!/usr/bin/env node
import { CommanderError } from 'commander';
import { say } from './output/print.ts';
import { createProgram } from './program.ts';

// Whoever reads only the beginning, as `head` does, has seen enough; that is no failure.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  // Commander has said what was wrong already; help and version end as errors whose exit code is 0.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const { failureCodeOf, remedyLine } = await import('./remedy-line.ts');
    say(`trtc-call: ${remedyLine(error)}`);
    process.exitCode = failureCodeOf(error);
  }
}
