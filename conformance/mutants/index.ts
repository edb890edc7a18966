import { receiverRequirements } from '../requirements/suites.ts';
import { isChosen } from '../run/items.ts';
import {
  findClaimed,
  type Mutant,
  type MutatedSuite,
  mutantReceivers,
  mutatedSuites,
} from './list-mutants.ts';
import type { MutantReceiver } from './receivers/mutant-receiver.ts';
import { runMutantReceiver } from './receivers/open-mutant-receiver.ts';
import { type MutantApp, type MutantResult, runMutant } from './run-mutant.ts';

/** One mutant, and what came of each requirement that must find it. */
export interface KillRow {
  readonly mutant: string;
  readonly results: readonly MutantResult[];
}

/** Which mutants are run, and on which apps. */
export interface KillOptions {
  /** Default those of every generation. */
  readonly suites?: readonly MutatedSuite[];
  /** Default a quiet one and a busy one. */
  readonly apps?: readonly MutantApp[];
  /** Only what must be found by these requirements: ids, or areas such as `V1-FLT`. Default all. */
  readonly only?: readonly string[] | undefined;
}

/**
 * Runs every mutant, in this process and without a port: the proof that each requirement can fail. Takes some seconds.
 */
export async function killTable({
  suites = mutatedSuites,
  apps = ['quiet', 'busy'],
  only,
}: KillOptions = {}): Promise<KillRow[]> {
  const rows: KillRow[] = [];
  for (const { generation, suite, mutants } of suites) {
    for (const mutant of mutants) {
      const claimed = findClaimed(suite.checked, mutant).filter(({ id }) => isChosen(id, only));
      if (only && claimed.length === 0) continue;
      const results: MutantResult[] = [];
      for (const app of apps) results.push(...(await runMutant(generation, mutant.broken, claimed, app)));
      const id = `${generation.contract.generation}/${mutant.id}`;
      rows.push({ mutant: id, results });
    }
  }
  return rows;
}

/** How many receivers run at a time: what is judged by time must not be slow because of the others. */
const atOnce = 6;

/**
 * Runs every mutant of the right receiver, each on a port of its own: the proof that each requirement of receivers can
 * fail. Takes some seconds.
 */
export async function receiverKillTable(
  chosen: readonly Mutant<MutantReceiver>[] = mutantReceivers,
  only?: readonly string[],
): Promise<KillRow[]> {
  const rows: KillRow[] = [];
  const wanted = chosen.flatMap(({ id, breaks, broken }) => {
    const claimed = findClaimed(receiverRequirements, { breaks }).filter((requirement) =>
      isChosen(requirement.id, only),
    );
    return only && claimed.length === 0 ? [] : [{ id, broken, claimed }];
  });
  for (let at = 0; at < wanted.length; at += atOnce) {
    const some = wanted.slice(at, at + atOnce).map(async ({ id, broken, claimed }) => ({
      mutant: id,
      results: await runMutantReceiver(broken, claimed),
    }));
    rows.push(...(await Promise.all(some)));
  }
  return rows;
}

/**
 * Whether each mutant is found by an assertion of each requirement that must find it.
 *
 * @param requirements ids of which each has to find one
 */
export function allKilled(rows: readonly KillRow[], requirements: readonly string[] = []): boolean {
  const isKilled = rows.every(
    ({ results }) => results.length > 0 && results.every(({ outcome }) => outcome === 'killed'),
  );
  const found = findKilling(rows);
  return isKilled && requirements.every((id) => found.has(id));
}

/** The requirements that have found a mutant. */
function findKilling(rows: readonly KillRow[]): ReadonlySet<string> {
  const results = rows.flatMap((row) => row.results);
  return new Set(results.filter(({ outcome }) => outcome === 'killed').map(({ id }) => id));
}

/**
 * The table as text: a line for each mutant, what went wrong beneath it, the requirements without a mutant, and the
 * sums at the end.
 *
 * @param requirements ids of those that a mutant has to be found by; default those of the API
 */
export function renderKillTable(
  rows: readonly KillRow[],
  requirements: readonly string[] = mutatedSuites.flatMap(({ suite }) => suite.checked.map(({ id }) => id)),
): string {
  const width = Math.max(...rows.map(({ mutant }) => mutant.length), 0);
  const lines = rows.flatMap((row) => {
    const ids = [...new Set(row.results.map(({ id }) => id))];
    const missed = row.results.filter(({ outcome }) => outcome !== 'killed');
    const state = missed.length === 0 && row.results.length > 0 ? 'killed' : 'MISSED';
    return [
      `${state}  ${row.mutant.padEnd(width)}  ${ids.join(' ')}`.trimEnd(),
      ...missed.map(
        ({ id, app, outcome, message }) =>
          `        ${id}${app === 'busy' ? ' in a busy app' : ''} ${outcome}${message && `: ${message}`}`,
      ),
    ];
  });
  const killed = rows.filter((row) => allKilled([row])).length;
  const found = findKilling(rows);
  const tried = new Set(rows.flatMap(({ results }) => results.map(({ id }) => id)));
  const unproven = requirements.filter((id) => !tried.has(id));
  const sums = `${killed} of ${rows.length} mutants killed; ${found.size} of ${requirements.length} checked requirements killed one`;
  return `${[...lines, ...unproven.map((id) => `MISSED  no mutant breaks ${id}`), '', sums].join('\n')}\n`;
}
