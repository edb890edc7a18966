import type { FindingClass, PageFact } from '../findings/difference.ts';
import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentField = {
  ...statement(({ fact }) => (fact ? rateField(fact) : 'informational')),
  id: 'document-field',
  help: {
    title: 'Documented field changed',
    text: 'A field in the documents differs from the contract or the last run: its name, its type, or whether it is required.',
  },
  detect: { facts: ['field', 'sample'] },
  topic: 'field',
} as const satisfies Rule;

/** A sample shows a field; a table promises it. */
function rateField({ was, is, isRequest, isSample }: PageFact): FindingClass {
  if (isSample) return was === undefined ? 'additive' : 'informational';
  if (was === undefined) return isRequest && is?.endsWith('required') ? 'breaking' : 'additive';
  if (is === undefined || was.split(' ')[0] !== is.split(' ')[0]) return 'breaking';
  if (!isRequest) return 'informational';
  return is.endsWith('required') ? 'breaking' : 'additive';
}
