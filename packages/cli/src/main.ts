#!/usr/bin/env node
import { fstatSync, writeSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };
import { logLine, print, watchWarnings } from './io/print.ts';
import { describeWriteError } from './io/stop-signal.ts';

const lingerMilliseconds = 1000;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'disk full',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EIO: 'the disk or the terminal failed',
};

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

/**
 * Makes output that cannot be written one line on standard error and exit code 2. A reader that has seen enough, as
 * `head` has, is not a failure of a command that had only its result to print.
 *
 * @returns tells whether an error is one of an output, of which all was said
 */
function watchOutput(): (error: unknown) => boolean {
  writeToTheEnd(process.stdout);
  writeToTheEnd(process.stderr);
  let isTold = false;
  const known = new Set<unknown>();
  const onError = (name: string) => (error: Error) => {
    known.add(error);
    if (describeWriteError(error).cause === 'closed-pipe') return;
    // Whatever the command ends with by itself: what it said has not arrived.
    process.once('exit', () => {
      process.exitCode = 2;
    });
    if (isTold) return;
    isTold = true;
    const code = 'code' in error ? String(error.code) : error.message;
    const reason = reasons[code] === undefined ? code : `${reasons[code]}, ${code}`;
    logLine(`trtc-call: cannot write to ${name} (${reason}): free some space, or write elsewhere`);
  };
  process.stdout.on('error', onError('standard output'));
  process.stderr.on('error', onError('standard error'));
  return (error) => known.has(error);
}

/**
 * Node writes to a file once: what a full disk no longer takes of it is lost without an error. Here the rest is tried
 * again, which a full disk refuses.
 */
function writeToTheEnd(stream: NodeJS.WriteStream & { fd: number }): void {
  if (stream.isTTY || !isFile(stream.fd)) return;
  stream._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      for (let written = 0; written < chunk.length; ) written += writeSync(stream.fd, chunk, written);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
