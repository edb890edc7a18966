import { differenceAt } from '../findings/difference.ts';
import { isBodyHidden } from '../judge/request.ts';
import type { Rule } from './rule.ts';

/** Only where the contract allows any code for a state that no request shows; elsewhere it is `refused-request`. */
export const refusedValidBody = {
  id: 'refused-valid-body',
  class: 'additive',
  title: ({ subject, after }) =>
    `${subject} refused a valid body with error code ${after}, which the contract gives to mistakes in the body only`,
  meaning:
    'Either the service asks more of the body than the contract says, so that right calls fail, or the code has another meaning besides.',
  advice: 'Find out what is refused. State it in the request schema, or add the mistake to mistakes.yaml.',
  help: {
    title: 'Valid body refused',
    text: 'A body that the contract allows was refused by a code for mistakes in the body. State what the body lacks, or what else the code stands for.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ exchange, operation, refusal }, tell) => {
      if (!refusal?.isForUnseen || refusal.mistakes.length > 0) return;
      if (!operation.bodyCodes.has(refusal.code) || isBodyHidden(exchange)) return;
      tell(differenceAt(operation, { pointer: '/body', after: String(refusal.code) }));
    },
  },
  pointsAt: ({ operation }) => operation && `${operation.pointer}/requestBody`,
  propose: 'a person decides',
} as const satisfies Rule;
