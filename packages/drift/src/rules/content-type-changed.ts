import { answerStatus, mediaType } from '../contract/contract.ts';
import { escapeSegment } from '../contract/json.ts';
import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const contentTypeChanged = {
  id: 'content-type-changed',
  class: 'informational',
  title: ({ subject, before, after }) =>
    `${subject} answered with Content-Type ${after} instead of ${before}`,
  meaning: 'The client reads the body all the same; programs that look at the header may not.',
  advice: 'If this persists, state the type in the contract.',
  help: {
    title: 'Content type changed',
    text: 'An answer came with another content type than the contract states. If this persists, state it.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ exchange, answer, operation }, tell) => {
      if (answer.code === undefined || exchange.status !== answerStatus) return;
      const after = readEssence(exchange.contentType);
      if (after !== mediaType) tell(differenceAt(operation, { before: mediaType, after }));
    },
  },
  pointsAt: ({ operation }) =>
    operation && `${operation.pointer}/responses/${answerStatus}/content/${escapeSegment(mediaType)}`,
  propose: 'a person decides',
} as const satisfies Rule;

const typeAndSubtype = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/;

/** The media type without its parameters; `none` without a header; never free text. */
function readEssence(contentType: string | undefined): string {
  if (contentType === undefined) return 'none';
  const essence = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  return typeAndSubtype.test(essence) ? essence : 'unreadable';
}
