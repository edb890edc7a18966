import { allowedBy } from '../contract/contract.ts';
import { differenceAt } from '../findings/difference.ts';
import { findStatement, isBodyHidden, isIn, rateMistakes } from '../judge/request.ts';
import type { Rule } from './rule.ts';

const acceptedRequest = {
  id: 'accepted-request',
  class: 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} accepted a request that the contract says is refused: ${before} at ${pointer}`,
  meaning:
    'Nothing breaks. The service checks less than the contract says, so that mistakes may pass unnoticed.',
  advice: 'Loosen the level of the mistake in mistakes.yaml, or state what the service does with it.',
  name: 'Wrong request accepted',
  about: 'The vendor accepted a request that the contract says is refused.',
  seen: 'accepted',
  detect: {
    exchange: ({ answer, mistakes, operation }, tell) => {
      if (answer.code !== 0 || mistakes.length === 0) return;
      for (const { row, pointer, level } of rateMistakes(mistakes, operation)) {
        if (level !== 'MAY') tell(differenceAt(operation, { pointer, before: row.id }));
      }
    },
  },
  pointsAt: ({ operation, pointer }) => operation && findStatement(pointer, operation),
} as const satisfies Rule;

const refusedRequest = {
  id: 'refused-request',
  class: 'breaking',
  title: ({ subject, after }) =>
    `${subject} refused a request that the contract allows, with error code ${after}`,
  meaning:
    'Calls that were right are refused now: something that used to be allowed, or optional, is not any more.',
  advice: 'Find out which part of the request is refused, and state it in the contract.',
  name: 'Right request refused',
  about: 'The vendor refused a request that the contract allows.',
  detect: {
    exchange: ({ exchange, operation, refusal }, tell) => {
      if (!refusal || refusal.isForUnseen || refusal.mistakes.length > 0) return;
      // The mistake may be in the body, which the file does not hold.
      if (isBodyHidden(exchange) && operation.requestCodes.has(refusal.code)) return;
      tell(differenceAt(operation, { after: String(refusal.code) }));
    },
  },
  pointsAt: ({ operation }) => operation?.pointer,
} as const satisfies Rule;

const refusedOtherwise = {
  id: 'refused-otherwise',
  class: ({ must }) => (must ? 'breaking' : 'informational'),
  title: ({ subject, pointer, before, after }) =>
    `${subject} refused a mistake at ${pointer} with error code ${after}; the contract has ${before}`,
  meaning: 'Code that tells refusals apart by their codes takes this one for another.',
  advice: 'Add the code to those that are allowed for the mistake in mistakes.yaml.',
  name: 'Refused with another code',
  about: 'A mistake was refused, but with an error code that the contract does not name for it.',
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
} as const satisfies Rule;

/** Only where the contract allows any code for a state that no request shows; elsewhere it is `refused-request`. */
const refusedValidBody = {
  id: 'refused-valid-body',
  class: 'additive',
  title: ({ subject, after }) =>
    `${subject} refused a valid body with error code ${after}, which the contract gives to mistakes in the body only`,
  meaning:
    'Either the service asks more of the body than the contract says, so that right calls fail, or the code has another meaning besides.',
  advice: 'Find out what is refused. State it in the request schema, or add the mistake to mistakes.yaml.',
  name: 'Valid body refused',
  about: 'A body that the contract allows was refused by a code for mistakes in the body.',
  detect: {
    exchange: ({ exchange, operation, refusal }, tell) => {
      if (!refusal?.isForUnseen || refusal.mistakes.length > 0) return;
      if (!operation.bodyCodes.has(refusal.code) || isBodyHidden(exchange)) return;
      tell(differenceAt(operation, { pointer: '/body', after: String(refusal.code) }));
    },
  },
  pointsAt: ({ operation }) => operation && `${operation.pointer}/requestBody`,
} as const satisfies Rule;

/** Rules about whether and how a request is refused. */
export const requestRules = [
  acceptedRequest,
  refusedRequest,
  refusedOtherwise,
  refusedValidBody,
] as const satisfies readonly Rule[];
