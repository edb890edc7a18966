import {
  credentials,
  type Fault,
  isLeftOpen,
  rightBody,
  wrongBodies,
} from '../../requirements/check/wrong-values.ts';
import type { RequirementKey } from '../../requirements/requirement.ts';
import { createKey, type Group } from '../../requirements/shared/negative.ts';
import {
  changeRequests,
  type Members,
  type MutantRequest,
  type MutantTable,
  type Mutations,
  readFields,
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

/** The mistakes of fields in the order of the numbers of a group. */
const faults: readonly Fault[] = ['missing', 'null', 'type', 'range', 'case'];

/** The fields of the bodies, read wrongly by one operation. */
export function fields(m: Mutations, groups: readonly Group[]): readonly MutantTable[] {
  const { generation } = m;
  /** One for each field and each way in which it can be wrong: an operation that takes it so. */
  const taking = (group: Group) =>
    faults.map((fault, at) => {
      const mistake = fault === 'case' ? 'field-missing' : `field-${fault}`;
      const wrong = wrongBodies(generation, group.withFields.operations, fault).filter(
        (body) => !isLeftOpen(generation, mistake, body),
      );
      const mutants = wrong.map(({ operation, field, body }, number) => {
        const id = `${toKebab(operation)}-takes-${toKebab(field)}-wrong-by-${fault}-${number + 1}`;
        const mutate = m.acceptWhere((request) => {
          if (!m.isFor(request, operation)) return false;
          const sent = readFields(request);
          if (fault === 'missing') return !(field in sent);
          if (fault === 'case') return field.toUpperCase() in sent;
          return isSameMistake(fault, sent[field], body[field]);
        });
        return [id, mutate] as const;
      });
      return { [createKey(group, at)]: Object.fromEntries(mutants) };
    });
  const reading = (group: Group) =>
    group.withFields.operations.flatMap((operation): MutantTable[] => {
      const right = rightBody(generation, operation);
      const ignoring = {
        [`${toKebab(operation)}-ignores-field-case`]: m.changeFields(operation, (given) =>
          readInAnyCase(right, given),
        ),
      };
      const unpacking = {
        [`${toKebab(operation)}-unpacks-lists`]: m.changeFields(operation, (given) => unpack(right, given)),
      };
      // No requirement asks for a number in a list.
      const isAsked = Object.entries(right).some(
        ([field, value]) =>
          typeof value !== 'number' && !isLeftOpen(generation, 'field-type', { operation, field }),
      );
      return [
        ...(isAsked ? [{ [createKey(group, 2)]: unpacking }] : []),
        ...(wrongBodies(generation, [operation], 'case').length > 0
          ? [{ [createKey(group, 4)]: ignoring }]
          : []),
      ];
    });
  return [
    ...groups.flatMap(taking),
    {
      [groups.map((group) => createKey(group, 1)).join(' ')]: {
        'accepts-null-for-required-fields': m.acceptWhere((request) =>
          Object.values(readFields(request)).includes(null),
        ),
      },
    },
    ...groups.flatMap(reading),
  ];
}

/** Whether a field is wrong in the way that is meant: by any value of the wrong type, or by the very value. */
function isSameMistake(fault: Fault, sent: unknown, wrong: unknown): boolean {
  if (fault !== 'type') return JSON.stringify(sent) === JSON.stringify(wrong);
  return typeof sent === typeof wrong && Array.isArray(sent) === Array.isArray(wrong);
}

/** Reads a text that came in a list, and a text where there has to be a list of it. */
function unpack(right: Members, given: Members): Members {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof right[name] === 'string' && Array.isArray(value)) return [name, value[0]];
      return [name, Array.isArray(right[name]) && typeof value === 'string' ? [value] : value];
    }),
  );
}

function readInAnyCase(right: Members, given: Members): Members {
  const names = Object.keys(right);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      names.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name,
      value,
    ]),
  );
}
