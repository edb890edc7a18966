import { credentials } from '../../requirements/check/refusals.ts';
import type { RequirementKey } from '../../requirements/requirement.ts';
import type { Group } from '../../requirements/shared/negative.ts';
import type { Mutant, MutantRequest } from '../mutant.ts';
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
export function keyOf({ numbers }: Group, at: number): RequirementKey {
  return `NEG-${String(numbers[at]).padStart(3, '0')}`;
}

/** The place of each mistake of URL parameters among the numbers of a group. */
const place = { missing: 5, case: 6, type: 7, range: 8, repeated: 9, othersMissing: 10, othersCase: 11 };

/** The parameters in the URL, read wrongly. */
export function query(m: Mutations, groups: readonly Group[]): readonly Mutant[] {
  const { minimum = 0, maximum = 0 } = m.generation.contract.queryParameters.random ?? {};
  const ofAll = (at: number) => groups.map((group) => keyOf(group, at));
  /** The value of a parameter of an operation is taken where the test holds. */
  const takes = (
    id: string,
    breaks: readonly RequirementKey[],
    description: string,
    name: string,
    test: (value: string, request: MutantRequest) => boolean,
  ): Mutant => ({
    id,
    breaks,
    description,
    mutate: m.acceptWhere(
      (request) => m.isForAnOperation(request) && test(readParameter(request, name), request),
    ),
  });
  const missing = [...credentials, 'random', 'contenttype'].map((name, at) =>
    takes(
      `accepts-missing-${name}`,
      [`URL-00${at + 1}`, ...ofAll(credentials.includes(name) ? place.missing : place.othersMissing)],
      `A request without ${name} is carried out.`,
      name,
      (value) => value === '',
    ),
  );
  // One for each operation: a query may be read in one place, or by each operation for itself.
  const perOperation = groups.flatMap((group) =>
    group.operations.flatMap((operation): Mutant[] => {
      const name = operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [
        {
          id: `ignores-name-case-of-${name}`,
          breaks: [keyOf(group, place.case), keyOf(group, place.othersCase)],
          description: `${operation} reads the names of the URL parameters without regard to case.`,
          mutate: m.onlyFor(operation, readNamesInAnyCase),
        },
        {
          id: `takes-the-first-of-repeated-parameters-of-${name}`,
          breaks: [keyOf(group, place.repeated)],
          description: `Of a URL parameter that occurs twice ${operation} takes the first value.`,
          mutate: m.onlyFor(operation, takeFirstValue),
        },
        takes(
          `${name}-accepts-missing-random`,
          [keyOf(group, place.othersMissing)],
          `${operation} needs no random; every other operation does.`,
          'random',
          (value, request) => m.isFor(request, operation) && value === '',
        ),
        takes(
          `${name}-accepts-any-random`,
          [keyOf(group, place.type), keyOf(group, place.range)],
          `${operation} takes any random; no other operation does.`,
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
      'An sdkappid that is not a positive integer is taken.',
      'sdkappid',
      (value) => !/^[1-9]\d*$/.test(value),
    ),
    takes(
      'accepts-zero-as-sdkappid',
      ['URL-006'],
      'An sdkappid of 0 is taken.',
      'sdkappid',
      (value) => value === '0',
    ),
    takes(
      'accepts-a-random-below-its-range',
      ['URL-007'],
      'A negative random is taken.',
      'random',
      (value) => Number(value) < minimum,
    ),
    takes(
      'accepts-a-random-above-its-range',
      ['URL-007', ...ofAll(place.range)],
      'A random of more than 32 bits is taken.',
      'random',
      (value) => Number(value) > maximum,
    ),
    takes(
      'accepts-a-fractional-random',
      ['URL-008'],
      'A random with a fraction is taken.',
      'random',
      (value) => value.includes('.'),
    ),
    takes(
      'accepts-random-in-words',
      ['URL-008', ...ofAll(place.type)],
      'A random of letters is taken.',
      'random',
      (value) => /^[a-z]+$/.test(value),
    ),
    {
      id: 'refuses-zero-as-random',
      breaks: ['URL-009'],
      description: 'A random of 0 is taken for a missing one.',
      mutate: m.refuseWhere(
        m.findCode('random-missing'),
        (request) => readParameter(request, 'random') === '0',
      ),
    },
    {
      id: 'refuses-a-random-of-32-bits',
      breaks: ['URL-009'],
      description: 'random is read as a signed number, so the upper half of its range is refused.',
      mutate: m.refuseWhere(
        m.findCode('random-invalid'),
        (request) => Number(readParameter(request, 'random')) >= 2 ** 31,
      ),
    },
    takes(
      'accepts-any-contenttype',
      ['URL-010'],
      'A contenttype of another format is taken.',
      'contenttype',
      (value) => !/^(json)?$/i.test(value),
    ),
    takes(
      'ignores-value-case',
      ['URL-012'],
      'The value of contenttype is read without regard to case.',
      'contenttype',
      (value) => value === 'JSON',
    ),
    {
      id: 'ignores-name-case',
      breaks: ['URL-011', 'URL-014', ...ofAll(place.case), ...ofAll(place.othersCase)],
      description: 'The names of the URL parameters are read without regard to case.',
      mutate: readNamesInAnyCase,
    },
    {
      id: 'takes-the-first-of-repeated-parameters',
      breaks: ['URL-013', ...ofAll(place.repeated)],
      description: 'Of a URL parameter that occurs twice the first value counts.',
      mutate: takeFirstValue,
    },
  ];
}
