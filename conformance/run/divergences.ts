import { readTextFile } from '@trtc-call/reporting';
import type { Divergence, Result, Verdict } from '../report/run-report.ts';
import { CannotRunError } from './cannot-run-error.ts';

/** Failures that somebody has accepted, by the id of the requirement. */
export type Divergences = ReadonlyMap<string, Divergence>;

const example = '[{"id":"V1-URL-001","reason":"...","author":"...","expires":"2030-01-31"}]';
/** Some thousand entries. */
const mostBytes = 1024 * 1024;
const memberNames = ['id', 'reason', 'author', 'expires'] as const;

/**
 * Reads a divergences file: a list of `{ id, reason, author, expires }`.
 *
 * @throws CannotRunError naming the entry and what is wrong with it
 */
export async function readDivergences(file: string, requirementIds: readonly string[]): Promise<Divergences> {
  const content = await parse(file);
  if (!Array.isArray(content)) throw unusable(`${file} is not a list`);
  const divergences = new Map<string, Divergence>();
  for (const [at, entry] of content.entries()) {
    const { id, ...divergence } = readEntry(entry, `${file}, entry ${at + 1}`);
    if (!requirementIds.includes(id)) throw unusable(`${file}: there is no requirement ${id}`);
    if (divergences.has(id)) throw unusable(`${file}: ${id} stands twice`);
    divergences.set(id, divergence);
  }
  return divergences;
}

/** A verdict after the acceptance of a failure, if there is one, was looked at. */
export type Settled = Pick<Result, 'verdict' | 'divergence' | 'reason'>;

/**
 * Applies an accepted divergence: a failure becomes a known one until its last day has passed. An entry for what
 * passes is an error, so that the file never holds what is over. `day` is the day of the run (`YYYY-MM-DD`).
 */
export function settle(verdict: Verdict, divergence: Divergence | undefined, day: string): Settled {
  if (divergence && verdict === 'pass') {
    const reason = 'it passes, yet is listed as a known divergence: take it out of the divergences file';
    return { verdict: 'error', reason, divergence };
  }
  if (!divergence || verdict !== 'fail') return { verdict };
  if (divergence.expires < day) return { verdict, divergence };
  return { verdict: 'known-divergence', reason: divergence.reason, divergence };
}

async function parse(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readTextFile(file, mostBytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // What the file system says names the file already.
    throw unusable(why.includes(file) ? why : `${file}: ${why}`);
  }
}

function readEntry(entry: unknown, where: string): Divergence & { id: string } {
  if (typeof entry !== 'object' || entry === null) throw unusable(`${where} is not an object`);
  const members = new Map<string, unknown>(Object.entries(entry));
  const [id, reason, author, expires] = memberNames.map((name) => {
    const value = members.get(name);
    if (typeof value !== 'string' || value.trim() === '') throw unusable(`${where}: ${name} is missing`);
    return value;
  });
  if (!id || !reason || !author || !expires) throw unusable(`${where} is incomplete`);
  if (!isDay(expires)) throw unusable(`${where}: expires is not a date (YYYY-MM-DD)`);
  return { id, reason, author, expires };
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

function unusable(problem: string): CannotRunError {
  return new CannotRunError(
    'bad-divergences',
    `The divergences cannot be used: ${problem}; write them like ${example}`,
  );
}
