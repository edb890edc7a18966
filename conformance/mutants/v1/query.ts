import { operations, queryParameters } from '@trtc-call/spec/v1';
import { credentials } from '../../requirements/v1/check/expect-refused.ts';
import { acceptWhere, changeRequests, onlyFor, refuseWhere } from './change-requests.ts';
import type { Mutant } from './mutant.ts';
import { isFor, isForAnOperation, readParameter, withQuery } from './request.ts';

const { minimum, maximum } = queryParameters.random;

const missingParameters: readonly Mutant[] = [
  { name: 'sdkappid', breaks: 'V1-URL-001' as const },
  { name: 'identifier', breaks: 'V1-URL-002' as const },
  { name: 'usersig', breaks: 'V1-URL-003' as const },
  { name: 'random', breaks: 'V1-URL-004' as const },
  { name: 'contenttype', breaks: 'V1-URL-005' as const },
].map(({ name, breaks }) => ({
  id: `accepts-missing-${name}`,
  breaks: credentials.includes(name)
    ? [breaks, 'V1-NEG-006', 'V1-NEG-016']
    : [breaks, 'V1-NEG-021', 'V1-NEG-023'],
  description: `A request without ${name} is carried out.`,
  mutate: acceptWhere((request) => isForAnOperation(request) && readParameter(request, name) === ''),
}));

const readNamesInAnyCase = changeRequests((request) =>
  withQuery(
    request,
    [...request.url.searchParams].map(([name, value]) => [name.toLowerCase(), value]),
  ),
);

const takeFirstValue = changeRequests((request) =>
  withQuery(request, new Map([...request.url.searchParams].toReversed())),
);

/** One for each operation: a query may be read in one place, or by each operation for itself. */
const perOperation: readonly Mutant[] = Object.values(operations).flatMap(({ operationId, path }) => {
  const name = path.replace('/v1/', '').replaceAll(/[/_]/g, '-').toLowerCase();
  const isOfRecords = path.includes('/records/');
  return [
    {
      id: `ignores-name-case-of-${name}`,
      breaks: isOfRecords ? ['V1-NEG-007', 'V1-NEG-022'] : ['V1-NEG-017', 'V1-NEG-024'],
      description: `${operationId} reads the names of the URL parameters without regard to case.`,
      mutate: onlyFor(operationId, readNamesInAnyCase),
    },
    {
      id: `takes-the-first-of-repeated-parameters-of-${name}`,
      breaks: [isOfRecords ? 'V1-NEG-010' : 'V1-NEG-020'],
      description: `Of a URL parameter that occurs twice ${operationId} takes the first value.`,
      mutate: onlyFor(operationId, takeFirstValue),
    },
  ];
});

/** The parameters in the URL, read wrongly. */
export const query: readonly Mutant[] = [
  ...missingParameters,
  ...perOperation,
  {
    id: 'accepts-any-sdkappid',
    breaks: ['V1-URL-006', 'V1-NEG-008', 'V1-NEG-018'],
    description: 'An sdkappid that is not a positive integer is taken.',
    mutate: acceptWhere(
      (request) => isForAnOperation(request) && !/^[1-9]\d*$/.test(readParameter(request, 'sdkappid')),
    ),
  },
  {
    id: 'accepts-zero-as-sdkappid',
    breaks: ['V1-URL-006'],
    description: 'An sdkappid of 0 is taken.',
    mutate: acceptWhere((request) => readParameter(request, 'sdkappid') === '0'),
  },
  {
    id: 'accepts-a-random-below-its-range',
    breaks: ['V1-URL-007'],
    description: 'A negative random is taken.',
    mutate: acceptWhere((request) => Number(readParameter(request, 'random')) < minimum),
  },
  {
    id: 'accepts-a-random-above-its-range',
    breaks: ['V1-URL-007', 'V1-NEG-009', 'V1-NEG-019'],
    description: 'A random of more than 32 bits is taken.',
    mutate: acceptWhere((request) => Number(readParameter(request, 'random')) > maximum),
  },
  {
    id: 'accepts-a-fractional-random',
    breaks: ['V1-URL-008'],
    description: 'A random with a fraction is taken.',
    mutate: acceptWhere((request) => readParameter(request, 'random').includes('.')),
  },
  {
    id: 'accepts-random-in-words',
    breaks: ['V1-URL-008', 'V1-NEG-008', 'V1-NEG-018'],
    description: 'A random of letters is taken.',
    mutate: acceptWhere((request) => /^[a-z]+$/.test(readParameter(request, 'random'))),
  },
  {
    id: 'refuses-zero-as-random',
    breaks: ['V1-URL-009'],
    description: 'A random of 0 is taken for a missing one.',
    mutate: refuseWhere(70001, (request) => readParameter(request, 'random') === '0'),
  },
  {
    id: 'refuses-a-random-of-32-bits',
    breaks: ['V1-URL-009'],
    description: 'random is read as a signed number, so the upper half of its range is refused.',
    mutate: refuseWhere(70001, (request) => Number(readParameter(request, 'random')) >= 2 ** 31),
  },
  {
    id: 'accepts-any-contenttype',
    breaks: ['V1-URL-010'],
    description: 'A contenttype of another format is taken.',
    mutate: acceptWhere((request) => !/^(json)?$/i.test(readParameter(request, 'contenttype'))),
  },
  {
    id: 'ignores-name-case',
    breaks: ['V1-URL-011', 'V1-URL-014', 'V1-NEG-007', 'V1-NEG-017', 'V1-NEG-022', 'V1-NEG-024'],
    description: 'The names of the URL parameters are read without regard to case.',
    mutate: readNamesInAnyCase,
  },
  {
    id: 'takes-the-first-of-repeated-parameters',
    breaks: ['V1-URL-013', 'V1-NEG-010', 'V1-NEG-020'],
    description: 'Of a URL parameter that occurs twice the first value counts.',
    mutate: takeFirstValue,
  },
  {
    id: 'ignores-value-case',
    breaks: ['V1-URL-012'],
    description: 'The value of contenttype is read without regard to case.',
    mutate: acceptWhere((request) => readParameter(request, 'contenttype') === 'JSON'),
  },
  {
    id: 'one-operation-accepts-missing-random',
    breaks: ['V1-NEG-023'],
    description: 'Removing the callback needs no random; every other operation does.',
    mutate: acceptWhere(
      (request) => isFor(request, 'deleteCallback') && readParameter(request, 'random') === '',
    ),
  },
  {
    id: 'one-operation-accepts-any-random',
    breaks: ['V1-NEG-018', 'V1-NEG-019'],
    description: 'Setting the callback takes any random; no other operation does.',
    mutate: acceptWhere((request) => {
      const random = readParameter(request, 'random');
      return isFor(request, 'setCallback') && !(/^\d+$/.test(random) && Number(random) <= maximum);
    }),
  },
];
