import { areaName } from '../report/area-names.ts';
import type { Divergence, Result, Verdict } from '../report/run-report.ts';
import { CannotRunError } from './cannot-run-error.ts';

/** Failures that were accepted, by the id of the requirement. */
export type Divergences = ReadonlyMap<string, Divergence>;

/**
 * Reads a list of what is accepted, YAML or JSON: `- { id, reason, author, expires }`. What it accepts of drift and of
 * other suites is passed over.
 *
 * @throws CannotRunError naming the line and what is wrong with it
 */
export async function readDivergences(file: string, requirementIds: readonly string[]): Promise<Divergences> {
  // Loaded here: most runs accept nothing, and need no parser of YAML.
  const { AcceptedListError, readAcceptedList } = await import('@trtc-call/reporting/accepted');
  const prefixes = new Set(requirementIds.map(areaPrefix));
  try {
    const entries = await readAcceptedList(file, ({ id }) => {
      if (id.startsWith('D-') || requirementIds.includes(id)) return undefined;
      const isOfAnother = !prefixes.has(areaPrefix(id)) && areaName(id.split('-')[1] ?? '') !== '';
      return isOfAnother ? undefined : `is about ${id}, but there is no requirement of that id: see --list`;
    });
    const own = entries.filter(({ id }) => requirementIds.includes(id));
    return new Map(own.map(({ id, reason, author, expires }) => [id, { reason, author, expires }]));
  } catch (error) {
    if (!(error instanceof AcceptedListError)) throw error;
    throw new CannotRunError('bad-divergences', error.message, { cause: error });
  }
}

/** Such as `V1-URL` of `V1-URL-001`. */
function areaPrefix(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** A verdict after the acceptance of a failure, if there is one, was looked at. */
export type Settled = Pick<Result, 'verdict' | 'divergence' | 'reason'>;

/**
 * Applies an accepted divergence: a failure becomes a known one until its last day has passed. An entry for what
 * passes is an error, so that the file never holds what is over. `day` is the day of the run (`YYYY-MM-DD`).
 */
export function settle(verdict: Verdict, divergence: Divergence | undefined, day: string): Settled {
  if (divergence && verdict === 'pass') {
    const reason = 'it passes but is still accepted: remove it from the accepted list';
    return { verdict: 'error', reason, divergence };
  }
  if (!divergence || verdict !== 'fail') return { verdict };
  if (divergence.expires < day) return { verdict, divergence };
  return { verdict: 'known-divergence', reason: divergence.reason, divergence };
}
