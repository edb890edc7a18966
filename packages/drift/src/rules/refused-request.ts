import { differenceAt } from '../findings/difference.ts';
import { isBodyHidden } from '../judge/request.ts';
import type { Rule } from './rule.ts';

export const refusedRequest = {
  id: 'refused-request',
  class: 'breaking',
  title: ({ subject, after }) =>
    `${subject} refused a request that the contract allows, with error code ${after}`,
  meaning:
    'Calls that were right are refused now: something that used to be allowed, or optional, is not any more.',
  advice: 'Find out which part of the request is refused, and state it in the contract.',
  help: {
    title: 'Right request refused',
    text: 'The vendor refused a request that the contract allows. Find the part that is refused, and state it.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ exchange, operation, refusal }, tell) => {
      if (!refusal || refusal.isForUnseen || refusal.mistakes.length > 0) return;
      // The mistake may be in the body, which the file does not hold.
      if (isBodyHidden(exchange) && operation.requestCodes.has(refusal.code)) return;
      tell(differenceAt(operation, { after: String(refusal.code) }));
    },
  },
  pointsAt: ({ operation }) => operation?.pointer,
  propose: 'a person decides',
} as const satisfies Rule;
