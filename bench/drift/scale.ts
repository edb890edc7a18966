import { execFile } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeRepeatedHar } from '@trtc-call/drift/testing';
import { redoclyArguments, redoclyEnvironment } from './redocly.ts';

const run = promisify(execFile);
/** Both tools are measured with so many. */
const compared = 100_000;
/** Each time is the best of so many runs: what else the machine does only adds. */
const rounds = 3;

/** One file, checked. */
interface Measured {
  readonly exchanges: number;
  readonly megabytes: number;
  /** Of the whole process, with its start. */
  readonly seconds: number;
  /** Of reading and judging alone. */
  readonly innerSeconds: number;
  /** The most memory that the process had. */
  readonly residentMegabytes: number;
}

export interface Scale {
  readonly sizes: readonly Measured[];
  readonly drift: Measured;
  readonly redocly: { readonly seconds: number };
}

/**
 * Checks files of 1,000 exchanges and ten times more each, and lets redocly check one of them as well.
 *
 * @param largest exchanges in the largest file; a million take 1.3 GB of disk while they are checked
 */
export async function measureScale(folder: string, largest: number): Promise<Scale> {
  const sizes: Measured[] = [];
  let drift: Measured | undefined;
  let redocly = { seconds: 0 };
  for (const exchanges of [1000, 10_000, 100_000, 1_000_000]) {
    if (exchanges > Math.max(largest, compared)) break;
    const har = join(folder, `${exchanges}.har`);
    writeRepeatedHar(har, exchanges);
    const measured = await best(() => checkOnce(har, exchanges));
    sizes.push(measured);
    if (exchanges === compared) {
      drift = measured;
      redocly = await best(() => redoclyOnce(har));
    }
    rmSync(har);
  }
  if (!drift) throw new Error(`no file had ${compared} exchanges`);
  return { sizes, drift, redocly };
}

async function best<Result extends { readonly seconds: number }>(
  measure: () => Promise<Result>,
): Promise<Result> {
  let fastest = await measure();
  for (let round = 1; round < rounds; round += 1) {
    const again = await measure();
    if (again.seconds < fastest.seconds) fastest = again;
  }
  return fastest;
}

async function checkOnce(har: string, exchanges: number): Promise<Measured> {
  const started = performance.now();
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'check-file.ts'), har]);
  const seconds = (performance.now() - started) / 1000;
  const { read, findings, milliseconds, kilobytes } = JSON.parse(stdout);
  if (read !== exchanges || findings > 0) {
    throw new Error(
      `${read} of ${exchanges} exchanges were read, with ${findings} findings: none was to be found`,
    );
  }
  return {
    exchanges,
    megabytes: statSync(har).size / 1e6,
    seconds,
    innerSeconds: milliseconds / 1000,
    residentMegabytes: kilobytes / 1024,
  };
}

async function redoclyOnce(har: string): Promise<{ seconds: number }> {
  const started = performance.now();
  // Without its report, which takes longer than the check; it ends with 1 when it found something.
  await run(process.execPath, redoclyArguments(har), {
    env: redoclyEnvironment,
    maxBuffer: 1 << 28,
  }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 1)) throw error;
  });
  return { seconds: (performance.now() - started) / 1000 };
}
