import { credentials } from '../../requirements/check/wrong-values.ts';
import type { RequirementKey } from '../../requirements/requirement.ts';
import { createKey, type Group } from '../../requirements/shared/negative.ts';
import {
  changeRequests,
  type MutantRequest,
  type MutantTable,
  type Mutations,
  readParameter,
  toKebab,
  withQuery,
} from '../mutations.ts';

const readNamesInAnyCase = changeRequests((request) =>
  withQuery(
    request,
    [...request.url.searchParams].map(([name, value]) => [name.toLowerCase(), value]),
  ),
);

const takeFirstValue = changeRequests((request) =>
  withQuery(request, new Map([...request.url.searchParams].toReversed())),
);

/** The place of each mistake of URL parameters among the numbers of a group. */
const place = { missing: 5, case: 6, type: 7, range: 8, repeated: 9, othersMissing: 10, othersCase: 11 };

/** The parameters in the URL, read wrongly. */
export function query(m: Mutations, groups: readonly Group[]): readonly MutantTable[] {
  const { minimum = 0, maximum = 0 } = m.generation.contract.queryParameters.random ?? {};
  /** A key, and those of the generated requirements of all groups. */
  const withAll = (key: RequirementKey, ...places: number[]) =>
    [key, ...places.flatMap((at) => groups.map((group) => createKey(group, at)))].join(' ');
  /** The value of a parameter of an operation is taken where the test holds. */
  const takes = (name: string, test: (value: string, request: MutantRequest) => boolean) =>
    m.acceptWhere((request) => m.isForAnOperation(request) && test(readParameter(request, name), request));
  const refuseRandom = (mistake: string, test: (value: string) => boolean) =>
    m.refuseWhere(m.findCode(mistake), (request) => test(readParameter(request, 'random')));
  const missing = [...credentials, 'random', 'contenttype'].map((name, at) => {
    const key = withAll(`URL-00${at + 1}`, credentials.includes(name) ? place.missing : place.othersMissing);
    return { [key]: { [`accepts-missing-${name}`]: takes(name, (value) => value === '') } };
  });
  // One for each operation: a query may be read in one place, or by each operation for itself.
  const perOperation = groups.flatMap((group) =>
    group.operations.map((operation): MutantTable => {
      const name = toKebab(operation);
      const key = (...places: number[]) => places.map((at) => createKey(group, at)).join(' ');
      const random = (test: (value: string) => boolean) =>
        takes('random', (value, request) => m.isFor(request, operation) && test(value));
      return {
        [key(place.case, place.othersCase)]: {
          [`ignores-name-case-of-${name}`]: m.onlyFor(operation, readNamesInAnyCase),
        },
        [key(place.repeated)]: {
          [`takes-the-first-of-repeated-parameters-of-${name}`]: m.onlyFor(operation, takeFirstValue),
        },
        [key(place.othersMissing)]: { [`${name}-accepts-missing-random`]: random((value) => value === '') },
        [key(place.type, place.range)]: {
          [`${name}-accepts-any-random`]: random(
            (value) => !(/^\d+$/.test(value) && Number(value) <= maximum),
          ),
        },
      };
    }),
  );
  return [
    ...missing,
    ...perOperation,
    {
      [withAll('URL-006', place.type)]: {
        'accepts-any-sdkappid': takes('sdkappid', (value) => !/^[1-9]\d*$/.test(value)),
      },
      'URL-006': { 'accepts-zero-as-sdkappid': takes('sdkappid', (value) => value === '0') },
      'URL-007': {
        'accepts-a-random-below-its-range': takes('random', (value) => Number(value) < minimum),
      },
      [withAll('URL-007', place.range)]: {
        'accepts-a-random-above-its-range': takes('random', (value) => Number(value) > maximum),
      },
      'URL-008': { 'accepts-a-fractional-random': takes('random', (value) => value.includes('.')) },
      [withAll('URL-008', place.type)]: {
        'accepts-random-in-words': takes('random', (value) => /^[a-z]+$/.test(value)),
      },
      'URL-009': {
        'refuses-zero-as-random': refuseRandom('random-missing', (value) => value === '0'),
        'refuses-a-random-of-32-bits': refuseRandom('random-invalid', (value) => Number(value) >= 2 ** 31),
      },
      'URL-010': {
        'accepts-any-contenttype': takes('contenttype', (value) => !/^(json)?$/i.test(value)),
      },
      'URL-012': { 'ignores-value-case': takes('contenttype', (value) => value === 'JSON') },
      [withAll('URL-011 URL-014', place.case, place.othersCase)]: { 'ignores-name-case': readNamesInAnyCase },
      [withAll('URL-013', place.repeated)]: { 'takes-the-first-of-repeated-parameters': takeFirstValue },
    },
  ];
}
