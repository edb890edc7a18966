import { execFile } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Generation } from '@trtc-call/drift';
import { specs, writeRepeatedHar } from '@trtc-call/drift/testing';
import { redoclyArguments, redoclyEnvironment } from './redocly.ts';

const run = promisify(execFile);
/** Each time is the best of this many runs: what else the machine does only adds. */
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

/** Both tools on one file, and what any reader must do; nothing of redocly where it ended without a result. */
interface Compared {
  readonly generation: Generation;
  readonly drift: Measured;
  readonly redocly: { readonly seconds: number } | undefined;
  /** Parsing the file and its bodies by `JSON.parse`, and nothing else; nothing where it does not fit into a string. */
  readonly parse: { readonly seconds: number } | undefined;
}

/**
 * Lets both tools check files of 1,000 exchanges and ten times more each.
 *
 * @param largest exchanges in the largest file; a million take 1.6 GB of disk while they are checked
 */
export async function measureScale(folder: string, largest: number): Promise<Compared[]> {
  const compared: Compared[] = [];
  const sizes = [1000, 10_000, 100_000, 1_000_000].filter((exchanges) => exchanges <= largest);
  for (const spec of Object.values(specs))
    for (const exchanges of sizes) {
      const { generation } = spec;
      const har = join(folder, `${exchanges}.har`);
      writeRepeatedHar(har, exchanges, spec);
      const drift = await best(() => checkOnce(har, exchanges));
      const redocly = await best(() => redoclyOnce(generation, har));
      compared.push({ generation, drift, redocly, parse: await best(() => parseOnce(har)) });
      rmSync(har);
    }
  return compared;
}

async function best<Result extends { readonly seconds: number } | undefined>(
  measure: () => Promise<Result>,
): Promise<Result> {
  let fastest = await measure();
  for (let round = 1; round < rounds && fastest; round += 1) {
    const again = await measure();
    if (again && again.seconds < fastest.seconds) fastest = again;
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

async function parseOnce(har: string): Promise<{ seconds: number } | undefined> {
  const started = performance.now();
  try {
    await run(process.execPath, [join(import.meta.dirname, 'parse-file.ts'), har]);
  } catch {
    return undefined;
  }
  return { seconds: (performance.now() - started) / 1000 };
}

/** With its shortest report. It ends with 1 when it found something, and when it could not read the file. */
async function redoclyOnce(generation: Generation, har: string): Promise<{ seconds: number } | undefined> {
  const started = performance.now();
  const printed = await new Promise<string>((done) => {
    const options = { env: redoclyEnvironment, maxBuffer: 1 << 28 };
    execFile(process.execPath, redoclyArguments(generation, har), options, (_, stdout, stderr) =>
      done(stdout + stderr),
    );
  });
  const seconds = (performance.now() - started) / 1000;
  return printed.includes('drift processed in') ? { seconds } : undefined;
}

/** How many times as fast drift is meant to be with this many exchanges. */
const goal = { ratio: 5, exchanges: 100_000 };

/** Both tools on files of growing size. */
export function scaleTable(compared: readonly Compared[]): string {
  const heads = [
    'generation',
    'exchanges',
    'HAR, MB',
    'trtc-call drift',
    'us for each, without the start',
    'memory, MB',
    'redocly drift',
    'bare JSON.parse',
    'to redocly',
    'to JSON.parse',
    'goal',
  ];
  return [
    `| ${heads.join(' | ')} |`,
    `|${' ---: |'.repeat(heads.length - 1)} --- |`,
    ...compared.map((row) => `| ${renderCells(row).join(' | ')} |`),
  ].join('\n');
}

function renderCells({ generation, drift, redocly, parse }: Compared): string[] {
  const { exchanges, megabytes, seconds, innerSeconds, residentMegabytes } = drift;
  const ratio = redocly && redocly.seconds / seconds;
  const wanted = `at least ${goal.ratio}x: ${(ratio ?? 0) >= goal.ratio ? 'met' : 'missed'}`;
  return [
    generation,
    exchanges.toLocaleString('en'),
    Math.round(megabytes).toLocaleString('en'),
    formatRate(exchanges, seconds),
    ((innerSeconds / exchanges) * 1e6).toFixed(1),
    String(Math.round(residentMegabytes)),
    redocly ? formatRate(exchanges, redocly.seconds) : 'cannot read it',
    parse ? formatRate(exchanges, parse.seconds) : 'cannot read it',
    ratio === undefined ? '-' : `${ratio.toFixed(2)}x`,
    parse ? `${(parse.seconds / seconds).toFixed(2)}x` : '-',
    exchanges === goal.exchanges ? wanted : '',
  ];
}

function formatRate(exchanges: number, seconds: number): string {
  return `${Math.round(exchanges / seconds).toLocaleString('en')}/s`;
}
