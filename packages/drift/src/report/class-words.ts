import { type FindingClass, findingClasses } from '../findings/difference.ts';

/** How many findings have each class. */
export function countClasses(
  findings: readonly { readonly class: FindingClass }[],
): Record<FindingClass, number> {
  const counts: Record<FindingClass, number> = { breaking: 0, additive: 0, informational: 0 };
  for (const finding of findings) counts[finding.class] += 1;
  return counts;
}

/** Such as `1 breaking, 2 additive`; empty when there are none. */
export function classCountsText(findings: readonly { readonly class: FindingClass }[]): string {
  const counts = countClasses(findings);
  return findingClasses.flatMap((name) => (counts[name] > 0 ? [`${counts[name]} ${name}`] : [])).join(', ');
}

/** One character for each class; a colour never stands alone. */
export const classMarks: Readonly<Record<FindingClass, string>> = {
  breaking: '✗',
  additive: '+',
  informational: '·',
};
