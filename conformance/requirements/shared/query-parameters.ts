import type { QueryChange } from '../check/context.ts';
import { expect } from '../check/expect.ts';
import { credentials, nameParameterMistake } from '../check/refusals.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import type { Generation } from '../generation.ts';
import type { RequirementKey } from '../requirement.ts';
import { requestList } from './records-in-window.ts';

/** The parameters in the URL. */
export function queryParameters(generation: Generation): readonly Requirement[] {
  const { minimum = 0, maximum = 0 } = generation.contract.queryParameters.random ?? {};
  /** A changed query is refused, each change by itself. */
  const refuses = (
    key: RequirementKey,
    mistake: string,
    sentence: string,
    changes: readonly QueryChange[],
  ): Literal => ({
    key,
    mistakes: [mistake],
    sentence,
    async check(context) {
      for (const query of changes) {
        expect(await requestList(context, { query })).toBeRefusedAs(mistake);
      }
    },
  });
  const areCaseSensitive = (key: RequirementKey, names: readonly string[], list: string): Literal => ({
    key,
    mistakes: ['parameter-wrong-case', ...names.map((name) => nameParameterMistake(name, 'missing'))],
    sentence: `The names of the URL parameters ${list} are case-sensitive.`,
    async check(context) {
      for (const [name, value] of Object.entries(context.rightQuery())) {
        if (!names.includes(name)) continue;
        const query = { [name]: null, [name.toUpperCase()]: value };
        expect(await requestList(context, { query })).toBeRefusedAs('parameter-wrong-case');
      }
    },
  });
  const common = { source: [generation.introduction], operations: ['getRecordsByFilter'] };
  return defineArea(generation, common, [
    ...[...credentials, 'random', 'contenttype'].map((name, at) =>
      refuses(`URL-00${at + 1}`, `${name}-missing`, `A request without ${name} is refused.`, [
        { [name]: null },
      ]),
    ),
    refuses(
      'URL-006',
      'sdkappid-invalid',
      'An sdkappid that is not a positive integer is refused.',
      ['app', '-1', '0', ''].map((sdkappid) => ({ sdkappid })),
    ),
    refuses(
      'URL-007',
      'random-invalid',
      'A random outside the unsigned 32-bit integers is refused.',
      [maximum + 1, minimum - 1].map((random) => ({ random: String(random) })),
    ),
    refuses(
      'URL-008',
      'random-invalid',
      'A random that is not an integer is refused.',
      ['1.5', 'abc', ''].map((random) => ({ random })),
    ),
    {
      key: 'URL-009',
      level: 'MUST',
      sentence: 'Both ends of the range of random are accepted.',
      async check(context) {
        for (const value of [minimum, maximum]) {
          expect(await requestList(context, { query: { random: String(value) } })).toSucceed();
        }
      },
    },
    refuses('URL-010', 'contenttype-invalid', 'A contenttype other than json is refused.', [
      { contenttype: 'xml' },
    ]),
    areCaseSensitive('URL-011', credentials, 'sdkappid, identifier and usersig'),
    refuses(
      'URL-012',
      'contenttype-invalid',
      'The values of the URL parameters are case-sensitive: JSON is not json.',
      [{ contenttype: 'JSON' }],
    ),
    {
      key: 'URL-013',
      mistakes: ['parameter-repeated'],
      sentence: 'A URL parameter that occurs twice with different values is refused.',
      async check(context) {
        const query = { identifier: [context.account.identifier, 'somebody-else'] };
        expect(await requestList(context, { query })).toBeRefusedAs('parameter-repeated');
      },
    },
    areCaseSensitive('URL-014', ['random', 'contenttype'], 'random and contenttype'),
  ]);
}
