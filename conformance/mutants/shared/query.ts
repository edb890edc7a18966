import { credentials } from '../../requirements/check/refusals.ts';
import type { RequirementKey } from '../../requirements/requirement.ts';
import type { Group } from '../../requirements/shared/negative.ts';
import { type Mutant, type MutantRequest, mutant } from '../mutant.ts';
import { changeRequests, type Mutations, readParameter, withQuery } from '../mutations.ts';

const readNamesInAnyCase = changeRequests((request) =>
  withQuery(
    request,
    [...request.url.searchParams].map(([name, value]) => [name.toLowerCase(), value]),
  ),
);

const takeFirstValue = changeRequests((request) =>
  withQuery(request, new Map([...request.url.searchParams].toReversed())),
);

/** The key of a generated requirement of a group: `at` is the place of its mistake among the group's numbers. */
export function createKey({ numbers }: Group, at: number): RequirementKey {
  return `NEG-${String(numbers[at]).padStart(3, '0')}`;
}

/** The place of each mistake of URL parameters among the numbers of a group. */
const place = { missing: 5, case: 6, type: 7, range: 8, repeated: 9, othersMissing: 10, othersCase: 11 };

/** The parameters in the URL, read wrongly. */
export function query(m: Mutations, groups: readonly Group[]): readonly Mutant[] {
  const { minimum = 0, maximum = 0 } = m.generation.contract.queryParameters.random ?? {};
  const ofAll = (at: number) => groups.map((group) => createKey(group, at));
  /** The value of a parameter of an operation is taken where the test holds. */
  const takes = (
    id: string,
    breaks: readonly RequirementKey[],
    name: string,
    test: (value: string, request: MutantRequest) => boolean,
  ): Mutant =>
    mutant(
      id,
      breaks,
      m.acceptWhere((request) => m.isForAnOperation(request) && test(readParameter(request, name), request)),
    );
  const missing = [...credentials, 'random', 'contenttype'].map((name, at) =>
    takes(
      `accepts-missing-${name}`,
      [`URL-00${at + 1}`, ...ofAll(credentials.includes(name) ? place.missing : place.othersMissing)],
      name,
      (value) => value === '',
    ),
  );
  // One for each operation: a query may be read in one place, or by each operation for itself.
  const perOperation = groups.flatMap((group) =>
    group.operations.flatMap((operation): Mutant[] => {
      const name = operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [
        mutant(
          `ignores-name-case-of-${name}`,
          [createKey(group, place.case), createKey(group, place.othersCase)],
          m.onlyFor(operation, readNamesInAnyCase),
        ),
        mutant(
          `takes-the-first-of-repeated-parameters-of-${name}`,
          [createKey(group, place.repeated)],
          m.onlyFor(operation, takeFirstValue),
        ),
        takes(
          `${name}-accepts-missing-random`,
          [createKey(group, place.othersMissing)],
          'random',
          (value, request) => m.isFor(request, operation) && value === '',
        ),
        takes(
          `${name}-accepts-any-random`,
          [createKey(group, place.type), createKey(group, place.range)],
          'random',
          (value, request) =>
            m.isFor(request, operation) && !(/^\d+$/.test(value) && Number(value) <= maximum),
        ),
      ];
    }),
  );
  return [
    ...missing,
    ...perOperation,
    takes(
      'accepts-any-sdkappid',
      ['URL-006', ...ofAll(place.type)],
      'sdkappid',
      (value) => !/^[1-9]\d*$/.test(value),
    ),
    takes('accepts-zero-as-sdkappid', ['URL-006'], 'sdkappid', (value) => value === '0'),
    takes('accepts-a-random-below-its-range', ['URL-007'], 'random', (value) => Number(value) < minimum),
    takes(
      'accepts-a-random-above-its-range',
      ['URL-007', ...ofAll(place.range)],
      'random',
      (value) => Number(value) > maximum,
    ),
    takes('accepts-a-fractional-random', ['URL-008'], 'random', (value) => value.includes('.')),
    takes('accepts-random-in-words', ['URL-008', ...ofAll(place.type)], 'random', (value) =>
      /^[a-z]+$/.test(value),
    ),
    mutant(
      'refuses-zero-as-random',
      'URL-009',
      m.refuseWhere(m.findCode('random-missing'), (request) => readParameter(request, 'random') === '0'),
    ),
    mutant(
      'refuses-a-random-of-32-bits',
      'URL-009',
      m.refuseWhere(
        m.findCode('random-invalid'),
        (request) => Number(readParameter(request, 'random')) >= 2 ** 31,
      ),
    ),
    takes('accepts-any-contenttype', ['URL-010'], 'contenttype', (value) => !/^(json)?$/i.test(value)),
    takes('ignores-value-case', ['URL-012'], 'contenttype', (value) => value === 'JSON'),
    mutant(
      'ignores-name-case',
      ['URL-011', 'URL-014', ...ofAll(place.case), ...ofAll(place.othersCase)],
      readNamesInAnyCase,
    ),
    mutant('takes-the-first-of-repeated-parameters', ['URL-013', ...ofAll(place.repeated)], takeFirstValue),
  ];
}
