#!/usr/bin/env node
import { CommanderError } from 'commander';
import { say } from './output/print.ts';
import { createProgram } from './program.ts';
import { createMessageRedact } from './redact-messages.ts';
import { watchOutput } from './watch-output.ts';

const lingerMilliseconds = 1000;

void run();

async function run(): Promise<void> {
  const isOfOutput = watchOutput();
  try {
    await createProgram().parseAsync();
  } catch (error) {
    // Commander has said what was wrong already; help and version end as errors whose exit code is 0.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (!isOfOutput(error)) {
      const { failureCodeOf, remedyLine } = await import('./remedy-line.ts');
      const redact = createMessageRedact(process.argv.slice(2), process.env);
      say(`trtc-call: ${redact(remedyLine(error))}`);
      process.exitCode = failureCodeOf(error);
    }
  }
  // The command has ended. A connection that is still being opened, such as one through a proxy that never answers,
  // holds up nobody; output that is on its way does.
  setTimeout(function end() {
    if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
    setTimeout(end, lingerMilliseconds).unref();
  }, lingerMilliseconds).unref();
}
