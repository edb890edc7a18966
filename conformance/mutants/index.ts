import { receiverRequirements } from '../requirements/receiver/index.ts';
import { checkedRequirements } from '../requirements/v1/index.ts';
import { mutantReceivers } from './receivers/index.ts';
import type { MutantReceiver } from './receivers/mutant-receiver.ts';
import { runMutantReceiver } from './receivers/run-mutant-receiver.ts';
import { mutants } from './v1/index.ts';
import type { Mutant } from './v1/mutant.ts';
import { type MutantResult, runMutant } from './v1/run-mutant.ts';

/** One mutant, and what came of each requirement that must find it. */
export interface KillRow {
  readonly mutant: string;
  readonly description: string;
  readonly results: readonly MutantResult[];
}

/**
 * Runs every mutant, in this process and without a port: the proof that each requirement can fail. Takes a few
 * seconds.
 */
export async function killTable(chosen: readonly Mutant[] = mutants): Promise<KillRow[]> {
  const rows: KillRow[] = [];
  for (const { id, description, breaks, mutate } of chosen) {
    const claimed = checkedRequirements.filter((requirement) => breaks.some((id) => id === requirement.id));
    const results: MutantResult[] = [];
    for (const app of ['quiet', 'busy'] as const) results.push(...(await runMutant(mutate, claimed, app)));
    rows.push({ mutant: id, description, results });
  }
  return rows;
}

/**
 * Runs every mutant of the right receiver, each on a port of its own: the proof that each requirement of receivers can
 * fail. Takes some seconds.
 */
export async function receiverKillTable(
  chosen: readonly MutantReceiver[] = mutantReceivers,
): Promise<KillRow[]> {
  const rows: KillRow[] = [];
  // A few at a time: what is judged by time must not be slow because of the others.
  for (let at = 0; at < chosen.length; at += atOnce) {
    const some = chosen.slice(at, at + atOnce).map(async (mutant) => {
      const { id, description, breaks } = mutant;
      const claimed = receiverRequirements.filter((one) => breaks.some((id) => id === one.id));
      return { mutant: id, description, results: await runMutantReceiver(mutant, claimed) };
    });
    rows.push(...(await Promise.all(some)));
  }
  return rows;
}

const atOnce = 6;

/** Whether each mutant is found by an assertion of each requirement that must find it. */
export function allKilled(rows: readonly KillRow[]): boolean {
  return rows.every(
    ({ results }) => results.length > 0 && results.every(({ outcome }) => outcome === 'killed'),
  );
}

/**
 * The table as text: a line for each mutant, what went wrong beneath it, and the sums at the end.
 *
 * @param requirements how many there are that a mutant has to be found by; default those of the API
 */
export function renderKillTable(rows: readonly KillRow[], requirements = checkedRequirements.length): string {
  const width = Math.max(...rows.map(({ mutant }) => mutant.length), 0);
  const lines = rows.flatMap((row) => {
    const ids = [...new Set(row.results.map(({ id }) => id))].join(' ');
    const missed = row.results.filter(({ outcome }) => outcome !== 'killed');
    const state = missed.length === 0 && row.results.length > 0 ? 'killed' : 'MISSED';
    return [
      `${state}  ${row.mutant.padEnd(width)}  ${ids}`.trimEnd(),
      ...missed.map(
        ({ id, app, outcome, message }) =>
          `        ${id}${app === 'busy' ? ' in a busy app' : ''} ${outcome}: ${message || row.description}`,
      ),
    ];
  });
  const killed = rows.filter((row) => allKilled([row])).length;
  const found = new Set(
    rows.flatMap(({ results }) => results.filter(({ outcome }) => outcome === 'killed').map(({ id }) => id)),
  );
  const sums = `${killed} of ${rows.length} mutants killed; ${found.size} of ${requirements} checked requirements killed one`;
  return `${[...lines, '', sums].join('\n')}\n`;
}
