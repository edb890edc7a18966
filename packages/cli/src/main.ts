#!/usr/bin/env node
import { watchOutput } from './io/watch-output.ts';
import { runProgram } from './program.ts';

const lingerMilliseconds = 1000;

void runProgram(process.argv.slice(2), watchOutput()).finally(endSoon);

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
