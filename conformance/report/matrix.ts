import type { Result, RunReport, Verdict } from './run-report.ts';
import { countVerdicts, levelOrder, verdictOrder } from './verdicts.ts';

/** How many results of one area and level have each verdict. */
export interface MatrixRow {
  area: string;
  level: Result['level'];
  counts: Record<Verdict, number>;
}

/** Counts per area (in the order of the results) and level; a pair without a result has no row. */
export function buildMatrix(report: RunReport): MatrixRow[] {
  return listAreas(report).flatMap((area) =>
    levelOrder.flatMap((level) => {
      const results = report.results.filter((result) => result.area === area && result.level === level);
      return results.length === 0 ? [] : [{ area, level, counts: countVerdicts(results) }];
    }),
  );
}

/** A report for each generation that has a result, with what is of it. */
export function splitByGeneration(report: RunReport): RunReport[] {
  return [...Map.groupBy(report.results, (result) => result.generation)].map(([generation, results]) => ({
    ...report,
    generation,
    results,
    counts: countVerdicts(results),
  }));
}

/** The areas that have a result, each once, in the order of the results. */
export function listAreas(report: RunReport): string[] {
  return [...new Set(report.results.map((result) => result.area))];
}

/** The verdicts that occur, what needs attention first. */
export function listVerdicts(report: RunReport): Verdict[] {
  return verdictOrder.filter((verdict) => report.results.some((result) => result.verdict === verdict));
}

/** The results that have one of the verdicts. */
export function resultsWith(report: RunReport, ...verdicts: Verdict[]): Result[] {
  return report.results.filter((result) => verdicts.includes(result.verdict));
}

/** Results that were left out, by reason, the most frequent reason first. */
export function groupReasons(results: readonly Result[]): { reason: string; ids: string[] }[] {
  const groups = Map.groupBy(results, describeReason);
  return [...groups]
    .map(([reason, members]) => ({ reason, ids: members.map((member) => member.id) }))
    .toSorted((a, b) => b.ids.length - a.ids.length);
}

/** What is blocked by the same requirement belongs together, whatever each check came upon. */
function describeReason({ blockedBy, reason = 'no reason was given' }: Result): string {
  return blockedBy === undefined ? reason : `${blockedBy} does not hold`;
}
