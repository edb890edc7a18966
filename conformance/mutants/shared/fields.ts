import { type Fault, rightBody, wrongBodies } from '../../requirements/check/wrong-values.ts';
import { createKey, type Group } from '../../requirements/shared/negative.ts';
import { type Members, type MutantTable, type Mutations, readFields, toKebab } from '../mutations.ts';

/** The mistakes of fields in the order of the numbers of a group. */
const faults: readonly Fault[] = ['missing', 'null', 'type', 'range', 'case'];

/** The fields of the bodies, read wrongly by one operation. */
export function fields(m: Mutations, groups: readonly Group[]): readonly MutantTable[] {
  const { generation } = m;
  /** One for each field and each way in which it can be wrong: an operation that takes it so. */
  const taking = (group: Group) =>
    faults.map((fault, at) => {
      const wrong = wrongBodies(generation, group.withFields.operations, fault);
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
      return [
        {
          [createKey(group, 2)]: {
            [`${toKebab(operation)}-unpacks-lists`]: m.changeFields(operation, (given) =>
              unpack(right, given),
            ),
          },
        },
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
      names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name,
      value,
    ]),
  );
}
