import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Exchange, Generation } from '@trtc-call/drift';
import { writeHar } from '@trtc-call/drift/testing';
import type { Said } from './same-exchanges.ts';

const { resolve } = createRequire(import.meta.url);
const cli = join(resolve('@redocly/cli/package.json'), '../bin/cli.js');

/** The arguments of `redocly drift` for one file, with all that it can find. */
export function redoclyArguments(generation: Generation, har: string, ...more: readonly string[]): string[] {
  const contract = resolve(`@trtc-call/spec/${generation}/openapi.json`);
  return [cli, 'drift', har, '--api', contract, '--traffic-format', 'har', ...more];
}

/** Nothing is sent anywhere, and no newer version is asked for. */
export const redoclyEnvironment = {
  ...process.env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
};

/** What `redocly drift` says of each exchange. */
export async function askRedocly(
  generation: Generation,
  exchanges: Iterable<Exchange>,
  folder: string,
): Promise<Said> {
  const har = join(folder, 'redocly.har');
  const csv = join(folder, 'redocly.csv');
  writeHar(har, exchanges);
  const args = redoclyArguments(generation, har, '--format', 'csv', '--output', csv);
  // It ends with 1 when it found something.
  await promisify(execFile)(process.execPath, args, { env: redoclyEnvironment }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 1)) throw error;
  });
  return linesByExchange(readFileSync(csv, 'utf8'));
}

/** Rule, message and place; not the URL, which differs between a mutant and its twin in nothing but its number. */
function linesByExchange(csv: string): Said {
  const [head = [], ...rows] = parseRows(csv);
  const column = (name: string) => {
    const at = head.indexOf(name);
    if (at < 0) throw new Error(`redocly drift writes no column ${name} any more: read its CSV again`);
    return at;
  };
  const [index, rule, message, place] = ['exchange_index', 'rule_id', 'message', 'data_path'].map(column);
  const said = new Map<number, string[]>();
  for (const row of rows) {
    const number = Number(row[index ?? 0]);
    const line = [rule, message, place].map((at) => row[at ?? 0]).join(' ');
    said.set(number, [...(said.get(number) ?? []), line]);
  }
  return said;
}

/** Cells in quotes may hold commas, line ends and doubled quotes. */
function parseRows(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}
