#!/usr/bin/env node
import { CommanderError } from 'commander';
import { logLine } from './io/print.ts';
import { watchOutput } from './io/watch-output.ts';
import { createProgram } from './program.ts';

const lingerMilliseconds = 1000;

void run();

async function run(): Promise<void> {
  const isOfOutput = watchOutput();
  try {
    await (await createProgram(process.argv.slice(2))).parseAsync();
  } catch (error) {
    if (isOfOutput(error)) return;
    const args = process.argv.slice(2);
    if (error instanceof CommanderError) {
      // Help and version end as errors whose exit code is 0.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      if (error.exitCode === 0) return;
      const { sayUsageError } = await import('./io/redact-messages.ts');
      sayUsageError(error, args, process.env);
      return;
    }
    const { createMessageRedact } = await import('./io/redact-messages.ts');
    const { failureCodeOf, remedyLine } = await import('./io/remedy-line.ts');
    logLine(`trtc-call: ${createMessageRedact(args, process.env)(remedyLine(error))}`);
    process.exitCode = failureCodeOf(error);
  } finally {
    endSoon();
  }
}

/**
 * The command has ended. A connection that is still being opened, such as one through a proxy that never answers, holds
 * up nobody; output that is on its way does.
 */
function endSoon(): void {
  setTimeout(function end() {
    if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
    setTimeout(end, lingerMilliseconds).unref();
  }, lingerMilliseconds).unref();
}
