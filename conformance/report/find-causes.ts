import type { Result, RunReport } from './run-report.ts';

/** One thing that is wrong with the target, or with the suite, and all that it shows in. */
export interface Cause {
  /** What shows it; never empty, but where what blocks others is not among the results. */
  readonly results: readonly Result[];
  /** The ids that could not be checked because of it. */
  readonly blocked: readonly string[];
  /** The requirement that blocks, where it is not among the results that failed. */
  readonly blockedBy?: string;
}

/**
 * What failed, one entry for each cause: results that expected the same and got the same have one, and what is blocked
 * goes with what blocks it.
 */
export function findCauses({ results }: RunReport): Cause[] {
  const failed = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const blocked = results.filter(({ verdict }) => verdict === 'blocked');
  const failedIds = new Set(failed.map(({ id }) => id));
  const causes = [...Map.groupBy(failed, describeCause).values()].map((members): Cause => {
    const ids = new Set(members.map(({ id }) => id));
    const held = blocked.filter(({ blockedBy = '' }) => ids.has(blockedBy));
    return { results: members, blocked: held.map(({ id }) => id) };
  });
  const others = blocked.filter(({ blockedBy = '' }) => !failedIds.has(blockedBy));
  const unseen = [...Map.groupBy(others, ({ blockedBy = '' }) => blockedBy)].map(
    ([blockedBy, members]): Cause => ({ results: [], blockedBy, blocked: members.map(({ id }) => id) }),
  );
  return [...causes, ...unseen];
}

/** The same for results that one fault explains; a crash of the suite is one by its message. */
function describeCause({ id, verdict, reason, failure }: Result): string {
  if (failure?.expected !== undefined) return `${verdict} ${failure.expected} ${failure.got}`;
  return `${verdict} ${failure?.message ?? reason ?? id}`;
}
