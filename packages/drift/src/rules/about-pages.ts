import type { Difference, FindingClass } from '../findings/difference.ts';

/** What the rules have in common that are about whole pages: what rests on one cannot be looked at any more. */
export const page = {
  class: 'additive',
  meaning: 'Whatever the vendor changes there goes unnoticed until the page is found and read again.',
  sensors: ['documents'],
  pointsAt: () => '#/info',
  propose: 'a person decides',
} as const;

/**
 * What the rules have in common that are about one statement of a page.
 *
 * @param rate how bad a difference from the contract is; one from the page of the last time is good to know
 */
export function statement(rate: (difference: Difference) => FindingClass) {
  const rateFact = (difference: Difference): FindingClass =>
    difference.fact?.fromContract ? rate(difference) : 'informational';
  return {
    class: rateFact,
    title: ({ fact }: Difference) => `${fact?.page} ${fact?.says}`,
    meaning: (difference: Difference) =>
      difference.fact?.fromContract
        ? meanings[rateFact(difference)]
        : 'The page changed; the contract agrees with it, or knows of the difference. Nothing breaks.',
    advice: ({ fact }: Difference) =>
      fact?.fromContract
        ? `Read ${fact.address}, change the contract and name the page in x-source, or state in sources.yaml why the page is not followed.`
        : 'Note what the pages say now: `trtc-call drift docs --update`.',
    sensors: ['documents'],
    pointsAt: ({ fact }: Difference) => fact?.site,
    propose: 'a person decides',
  } as const;
}

const meanings: Readonly<Record<FindingClass, string>> = {
  breaking: 'If the service does as its page says, calls or receivers that follow the contract fail.',
  additive: 'If the service does as its page says, there is something that types do not know yet.',
  informational: 'Nothing breaks. The page and the contract say different things.',
};
