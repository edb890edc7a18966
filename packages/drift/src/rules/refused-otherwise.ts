import { allowedBy } from '../contract/contract.ts';
import { differenceAt } from '../findings/difference.ts';
import { findStatement, isIn } from '../judge/request.ts';
import type { Rule } from './rule.ts';

export const refusedOtherwise = {
  id: 'refused-otherwise',
  class: ({ must }) => (must ? 'breaking' : 'informational'),
  title: ({ subject, pointer, before, after }) =>
    `${subject} refused a mistake at ${pointer} with error code ${after}; the contract has ${before}`,
  meaning: 'Code that tells refusals apart by their codes takes this one for another.',
  advice: 'Add the code to those that are allowed for the mistake in mistakes.yaml.',
  help: {
    title: 'Refused with another code',
    text: 'A mistake was refused, but with an error code that the contract does not name for it.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ operation, refusal }, tell) => {
      const [first] = refusal?.mistakes ?? [];
      if (!refusal || !first || refusal.isForUnseen) return;
      const { code, mistakes } = refusal;
      const allowed = allowedBy(mistakes.map(({ row }) => row));
      if (isIn(code, allowed)) return;
      const codes = allowed === 'any' ? allowed : [...allowed].toSorted().join(',');
      const details = { pointer: first.pointer, before: `${first.row.id}:${codes}`, after: String(code) };
      const must = mistakes.some(({ level }) => level === 'MUST');
      tell(differenceAt(operation, { ...details, must }));
    },
  },
  pointsAt: ({ operation, pointer }) => operation && findStatement(pointer, operation),
  propose: 'a person decides',
} as const satisfies Rule;
