import { type MistakeId, queryParameters } from '@trtc-call/spec/v1';
import type { CheckContext, QueryChange } from './check/context.ts';
import { expect } from './check/expect.ts';
import { credentials } from './check/expect-refused.ts';
import { type CheckedRequirement, defineArea, type Requirement } from './check/requirement.ts';
import { requestList } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;

/** A check that a changed query is refused, each change by itself. */
function refuses(mistakeId: MistakeId, changes: readonly QueryChange[]): CheckedRequirement['check'] {
  return async (context) => {
    for (const query of changes) {
      expect(await requestList(context, { query })).toBeRefusedAs(mistakeId);
    }
  };
}

/** The parameters in the URL. */
export const queryParameterRequirements: readonly Requirement[] = defineArea(
  { source: [60138], operations },
  [
    {
      id: 'V1-URL-001',
      sentence: 'MUST: A request without sdkappid is refused.',
      decision: ['V1-U-32'],
      covers: [70001],
      check: refuses('sdkappid-missing', [{ sdkappid: null }]),
    },
    {
      id: 'V1-URL-002',
      sentence: 'MUST: A request without identifier is refused.',
      decision: ['V1-U-32'],
      check: refuses('identifier-missing', [{ identifier: null }]),
    },
    {
      id: 'V1-URL-003',
      sentence: 'MUST: A request without usersig is refused.',
      decision: ['V1-U-32'],
      check: refuses('usersig-missing', [{ usersig: null }]),
    },
    {
      id: 'V1-URL-004',
      sentence: 'SHOULD: A request without random is refused.',
      decision: ['V1-U-49'],
      check: refuses('random-missing', [{ random: null }]),
    },
    {
      id: 'V1-URL-005',
      sentence: 'SHOULD: A request without contenttype is refused.',
      decision: ['V1-U-31', 'V1-U-49'],
      check: refuses('contenttype-missing', [{ contenttype: null }]),
    },
    {
      id: 'V1-URL-006',
      sentence: 'SHOULD: An sdkappid that is not a positive integer is refused.',
      decision: ['V1-U-31', 'V1-U-39'],
      check: refuses('sdkappid-invalid', [
        { sdkappid: 'app' },
        { sdkappid: '-1' },
        { sdkappid: '0' },
        { sdkappid: '' },
      ]),
    },
    {
      id: 'V1-URL-007',
      sentence: 'SHOULD: A random outside the unsigned 32-bit integers is refused.',
      decision: ['V1-U-31'],
      check: refuses('random-invalid', [
        { random: String(queryParameters.random.maximum + 1) },
        { random: String(queryParameters.random.minimum - 1) },
      ]),
    },
    {
      id: 'V1-URL-008',
      sentence: 'SHOULD: A random that is not an integer is refused.',
      decision: ['V1-U-31'],
      check: refuses('random-invalid', [{ random: '1.5' }, { random: 'abc' }, { random: '' }]),
    },
    {
      id: 'V1-URL-009',
      sentence: 'MUST: Both ends of the range of random are accepted.',
      async check(context) {
        for (const value of [queryParameters.random.minimum, queryParameters.random.maximum]) {
          const query = { random: String(value) };
          expect(await requestList(context, { query })).toSucceed();
        }
      },
    },
    {
      id: 'V1-URL-010',
      sentence: 'SHOULD: A contenttype other than json is refused.',
      decision: ['V1-U-31'],
      check: refuses('contenttype-invalid', [{ contenttype: 'xml' }]),
    },
    {
      id: 'V1-URL-011',
      sentence: 'MUST: The names of the URL parameters sdkappid, identifier and usersig are case-sensitive.',
      decision: ['V1-U-32'],
      check: (context) => expectNamesCaseSensitive(context, (name) => credentials.includes(name)),
    },
    {
      id: 'V1-URL-012',
      sentence: 'SHOULD: The values of the URL parameters are case-sensitive: JSON is not json.',
      decision: ['V1-U-49'],
      check: refuses('contenttype-invalid', [{ contenttype: 'JSON' }]),
    },
    {
      id: 'V1-URL-013',
      sentence: 'MAY: A URL parameter that occurs twice with different values is refused.',
      decision: ['V1-U-35'],
      async check(context) {
        const { identifier } = context.account;
        const query = { identifier: [identifier, 'somebody-else'] };
        expect(await requestList(context, { query })).toBeRefusedAs('parameter-repeated');
      },
    },
    {
      id: 'V1-URL-014',
      sentence: 'SHOULD: The names of the URL parameters random and contenttype are case-sensitive.',
      decision: ['V1-U-49'],
      check: (context) => expectNamesCaseSensitive(context, (name) => !credentials.includes(name)),
    },
  ],
);

async function expectNamesCaseSensitive(
  context: CheckContext,
  isMeant: (name: string) => boolean,
): Promise<void> {
  for (const [name, value] of Object.entries(context.rightQuery())) {
    if (!isMeant(name)) continue;
    const query = { [name]: null, [name.toUpperCase()]: value };
    expect(await requestList(context, { query })).toBeRefusedAs('parameter-wrong-case');
  }
}
