import type { QueryChange } from '../check/context.ts';
import { credentials, nameParameterMistake } from '../check/refusals.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import type { Generation } from '../generation.ts';
import { requestList } from './records-in-window.ts';

/** The parameters in the URL. */
export function queryParameters(generation: Generation): readonly Requirement[] {
  const { minimum = 0, maximum = 0 } = generation.contract.queryParameters.random ?? {};
  /** A changed query is refused, each change by itself. */
  const refuses = (mistake: string, sentence: string, changes: readonly QueryChange[]): Literal => ({
    mistakes: [mistake],
    sentence,
    ask: (context) => changes.map((query) => requestList(context, { query })),
  });
  const refusesMissing = (name: string) =>
    refuses(`${name}-missing`, `A request without ${name} is refused.`, [{ [name]: null }]);
  const areCaseSensitive = (names: readonly string[], list: string): Literal => ({
    mistakes: ['parameter-wrong-case', ...names.map((name) => nameParameterMistake(name, 'missing'))],
    sentence: `The names of the URL parameters ${list} are case-sensitive.`,
    ask: (context) =>
      Object.entries(context.rightQuery())
        .filter(([name]) => names.includes(name))
        .map(([name, value]) => ({ [name]: null, [name.toUpperCase()]: value }))
        .map((query) => requestList(context, { query })),
  });
  const common = { source: [generation.introduction], operations: ['getRecordsByFilter'] };
  return defineArea(common, generation, {
    'URL-001': refusesMissing('sdkappid'),
    'URL-002': refusesMissing('identifier'),
    'URL-003': refusesMissing('usersig'),
    'URL-004': refusesMissing('random'),
    'URL-005': refusesMissing('contenttype'),
    'URL-006': refuses(
      'sdkappid-invalid',
      'An sdkappid that is not a positive integer is refused.',
      ['app', '-1', '0', ''].map((sdkappid) => ({ sdkappid })),
    ),
    'URL-007': refuses(
      'random-invalid',
      'A random outside the unsigned 32-bit integers is refused.',
      [maximum + 1, minimum - 1].map((random) => ({ random: String(random) })),
    ),
    'URL-008': refuses(
      'random-invalid',
      'A random that is not an integer is refused.',
      ['1.5', 'abc', ''].map((random) => ({ random })),
    ),
    'URL-009': {
      level: 'MUST',
      sentence: 'Both ends of the range of random are accepted.',
      ask: (context) =>
        [minimum, maximum].map((value) => requestList(context, { query: { random: String(value) } })),
    },
    'URL-010': refuses('contenttype-invalid', 'A contenttype other than json is refused.', [
      { contenttype: 'xml' },
    ]),
    'URL-011': areCaseSensitive(credentials, 'sdkappid, identifier and usersig'),
    'URL-012': refuses(
      'contenttype-invalid',
      'The values of the URL parameters are case-sensitive: JSON is not json.',
      [{ contenttype: 'JSON' }],
    ),
    'URL-013': {
      mistakes: ['parameter-repeated'],
      sentence: 'A URL parameter that occurs twice with different values is refused.',
      ask: (context) =>
        requestList(context, { query: { identifier: [context.account.identifier, 'somebody-else'] } }),
    },
    'URL-014': areCaseSensitive(['random', 'contenttype'], 'random and contenttype'),
  });
}
