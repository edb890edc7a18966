import { type MistakeId, queryParameters } from '@trtc-call/spec/v1';
import type { CheckContext, QueryChange } from './check/context.ts';
import { expectRejected, expectSuccess } from './check/expect.ts';
import { credentials } from './check/expect-refused.ts';
import type { CheckedRequirement, Requirement } from './check/requirement.ts';
import { readBody } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;

/** A check that a changed query is refused, each change by itself. */
function refuses(mistakeId: MistakeId, changes: readonly QueryChange[]): CheckedRequirement['check'] {
  return async (context) => {
    for (const query of changes) {
      const body = readBody(context, 'getRecordsByFilter');
      expectRejected(await context.send('getRecordsByFilter', body, { query }), mistakeId);
    }
  };
}

/** The parameters in the URL. */
export const queryParameterRequirements: readonly Requirement[] = [
  {
    id: 'V1-URL-001',
    level: 'MUST',
    sentence: 'A request without sdkappid is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-32'],
    covers: [70001],
    check: refuses('sdkappid-missing', [{ sdkappid: null }]),
  },
  {
    id: 'V1-URL-002',
    level: 'MUST',
    sentence: 'A request without identifier is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-32'],
    check: refuses('identifier-missing', [{ identifier: null }]),
  },
  {
    id: 'V1-URL-003',
    level: 'MUST',
    sentence: 'A request without usersig is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-32'],
    check: refuses('usersig-missing', [{ usersig: null }]),
  },
  {
    id: 'V1-URL-004',
    level: 'SHOULD',
    sentence: 'A request without random is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-49'],
    check: refuses('random-missing', [{ random: null }]),
  },
  {
    id: 'V1-URL-005',
    level: 'SHOULD',
    sentence: 'A request without contenttype is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31', 'V1-U-49'],
    check: refuses('contenttype-missing', [{ contenttype: null }]),
  },
  {
    id: 'V1-URL-006',
    level: 'SHOULD',
    sentence: 'An sdkappid that is not a positive whole number is refused.',
    source: [60138],
    operations,
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
    level: 'SHOULD',
    sentence: 'A random outside the unsigned 32-bit integers is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31'],
    check: refuses('random-invalid', [
      { random: String(queryParameters.random.maximum + 1) },
      { random: String(queryParameters.random.minimum - 1) },
    ]),
  },
  {
    id: 'V1-URL-008',
    level: 'SHOULD',
    sentence: 'A random that is no whole number is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31'],
    check: refuses('random-invalid', [{ random: '1.5' }, { random: 'abc' }, { random: '' }]),
  },
  {
    id: 'V1-URL-009',
    level: 'MUST',
    sentence: 'Both ends of the range of random are accepted.',
    source: [60138],
    operations,
    async check(context) {
      for (const value of [queryParameters.random.minimum, queryParameters.random.maximum]) {
        const query = { random: String(value) };
        expectSuccess(
          await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'), { query }),
        );
      }
    },
  },
  {
    id: 'V1-URL-010',
    level: 'SHOULD',
    sentence: 'A contenttype other than json is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31'],
    check: refuses('contenttype-invalid', [{ contenttype: 'xml' }]),
  },
  {
    id: 'V1-URL-011',
    level: 'MUST',
    sentence: 'The names of the URL parameters sdkappid, identifier and usersig are case-sensitive.',
    source: [60138],
    operations,
    decision: ['V1-U-32'],
    check: (context) => expectNamesCaseSensitive(context, (name) => credentials.includes(name)),
  },
  {
    id: 'V1-URL-012',
    level: 'SHOULD',
    sentence: 'The values of the URL parameters are case-sensitive: JSON is not json.',
    source: [60138],
    operations,
    decision: ['V1-U-49'],
    check: refuses('contenttype-invalid', [{ contenttype: 'JSON' }]),
  },
  {
    id: 'V1-URL-013',
    level: 'MAY',
    sentence: 'A URL parameter that occurs twice with different values is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-35'],
    async check(context) {
      const { identifier } = context.account;
      const query = { identifier: [identifier, 'somebody-else'] };
      const body = readBody(context, 'getRecordsByFilter');
      expectRejected(await context.send('getRecordsByFilter', body, { query }), 'parameter-repeated');
    },
  },
  {
    id: 'V1-URL-014',
    level: 'SHOULD',
    sentence: 'The names of the URL parameters random and contenttype are case-sensitive.',
    source: [60138],
    operations,
    decision: ['V1-U-49'],
    check: (context) => expectNamesCaseSensitive(context, (name) => !credentials.includes(name)),
  },
];

async function expectNamesCaseSensitive(
  context: CheckContext,
  isMeant: (name: string) => boolean,
): Promise<void> {
  const body = readBody(context, 'getRecordsByFilter');
  for (const [name, value] of Object.entries(context.rightQuery())) {
    if (!isMeant(name)) continue;
    const query = { [name]: null, [name.toUpperCase()]: value };
    expectRejected(await context.send('getRecordsByFilter', body, { query }), 'parameter-wrong-case');
  }
}
