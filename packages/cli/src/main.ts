#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { print } from './io/print.ts';
import { watchWarnings } from './io/warnings.ts';
import { watchOutput } from './io/watch-output.ts';

const lingerMilliseconds = 1000;

void run(process.argv.slice(2)).finally(endSoon);

async function run(args: readonly string[]): Promise<void> {
  const isOfOutput = watchOutput();
  const [first = ''] = args;
  if (args.length === 1 && ['--version', '-V'].includes(first)) {
    print(`${manifest.version}\n`);
    return;
  }
  watchWarnings();
  const { runProgram } = await import('./program.ts');
  await runProgram(args, isOfOutput);
}

/** Ends the process once its output is written, though a connection, such as one through a dead proxy, is still open. */
function endSoon(): void {
  setTimeout(function end() {
    if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
    setTimeout(end, lingerMilliseconds).unref();
  }, lingerMilliseconds).unref();
}
