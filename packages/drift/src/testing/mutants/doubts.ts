import type { Exchange } from '../../exchanges/exchange.ts';
import { classOf, type Expected, type Mutant, nameOf } from './mutant.ts';
import { fitsContract, isAllDocumented } from './wire.ts';

/** What a validator says against the expectation, one line each: then the mutant is wrong, not the judge. */
export function doubtsAbout(mutant: Mutant): string[] {
  const { operationId, operator, expected, pairs } = mutant;
  const isOfAnswers = expected.every(({ rule }) => answerRules.includes(rule));
  if (!isOfAnswers || operator === 'accepts a mistake' || operator === 'new error code') return [];
  const bodies = pairs().flatMap(({ twin, mutated }) => (twin === mutated ? [] : [bodyOf(mutated)]));
  if (bodies.length === 0) return [`${nameOf(mutant)}: changes no exchange`];
  const fits = bodies.every((body) => fitsContract(operationId, body));
  const isDocumented = bodies.every((body) => isAllDocumented(operationId, body));
  const rules = expected
    .map(({ rule }) => rule)
    .filter((rule) => rule !== 'never-seen' && rule !== 'request-id-repeated');
  const breaks = rules.some((rule) => classOf[rule] === 'breaking');
  const doubts = [
    ...(fits === breaks
      ? [`is said to ${breaks ? 'break' : 'fit'} the contract, and ajv says otherwise`]
      : []),
    ...(isDocumented === rules.length > 0 ? ['has other news than ajv sees'] : []),
  ];
  return doubts.map((doubt) => `${nameOf(mutant)}: ${doubt}`);
}

const answerRules: readonly Expected['rule'][] = [
  'undocumented-field',
  'missing-field',
  'never-seen',
  'type-changed',
  'unlisted-word',
  'out-of-range',
  'envelope-broken',
  'request-id-repeated',
];

function bodyOf({ answerBody = '' }: Exchange): unknown {
  try {
    return JSON.parse(answerBody);
  } catch {
    return undefined;
  }
}
