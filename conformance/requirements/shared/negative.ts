import type { Capability } from '../../report/run-report.ts';
import type { CheckContext } from '../check/context.ts';
import {
  credentials,
  expectBodiesRefused,
  expectQueriesRefused,
  type Fault,
  nameParameterMistake,
  type RightBodies,
  wrongBodies,
} from '../check/wrong-values.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import type { Generation } from '../generation.ts';
import type { RequirementKey } from '../requirement.ts';
import { configureAnything } from './callback.ts';
import { knownRecord, listRecords, windowStart } from './records-in-window.ts';

/** Operations that are asked alike. */
export interface Group {
  readonly name: string;
  /** The numbers of its requirements, in the order of the mistakes below. */
  readonly numbers: readonly number[];
  readonly operations: readonly string[];
  readonly needs: readonly Capability[];
  /** Of these the bodies have fields; and what must be allowed to ask them, where it is not what all need. */
  readonly withFields: { readonly operations: readonly string[]; readonly needs: readonly Capability[] };
  /** Sees to it that all but the mistake is right, or a request is refused for another reason. */
  prepareBodies(context: CheckContext): Promise<RightBodies>;
  prepareQueries(context: CheckContext): Promise<RightBodies>;
}

export const recordGroup: Group = {
  name: 'record',
  numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 21, 22],
  operations: ['getRecordByCallId', 'getRecordsByFilter'],
  withFields: { operations: ['getRecordByCallId', 'getRecordsByFilter'], needs: [] },
  needs: ['call-id'],
  async prepareBodies(context) {
    const { names } = context.generation;
    // An example's id is that of no call, and so refused for that whatever else is wrong; a known one is not.
    const [first] = (await listRecords(context, { [names.pageSize]: 1 })).records;
    const callId = first?.[names.callId];
    const right = typeof callId === 'string' ? { getRecordByCallId: { [names.callId]: callId } } : {};
    return { ...right, ...rightTimes(context) };
  },
  async prepareQueries(context) {
    const { callId } = await knownRecord(context);
    return {
      getRecordByCallId: { [context.generation.names.callId]: callId },
      ...rightTimes(context),
    };
  },
};

/** The operations of the callback configuration; those of another generation may be others. */
export const callbackGroup: Group = {
  name: 'callback',
  numbers: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 23, 24],
  operations: ['setCallback', 'getCallback', 'deleteCallback'],
  withFields: { operations: ['setCallback'], needs: ['mutate-callback'] },
  needs: ['mutate-callback'],
  prepareBodies: configure,
  prepareQueries: configure,
};

/** What is not configured is refused for that, whatever else is wrong. */
async function configure(context: CheckContext): Promise<RightBodies> {
  await configureAnything(context);
  return {};
}

function rightTimes(context: CheckContext): RightBodies {
  const { names } = context.generation;
  return {
    getRecordsByFilter: { [names.from]: windowStart(context), [names.to]: context.now() },
  };
}

/** Ways in which each field of a body can be wrong, and what is required of the operations of a group, whose name is %. */
const fieldMistakes: readonly (readonly [fault: Fault, mistake: string, sentence: string, level?: 'MAY'])[] =
  [
    ['missing', 'field-missing', 'The % operations refuse a body without any one of their required fields.'],
    ['null', 'field-null', 'No required field of the % operations may be null.'],
    ['type', 'field-type', 'Every field of the % operations is refused when its JSON type is wrong.'],
    [
      'range',
      'field-range',
      'Every field of the % operations is refused when its value is outside its range, its form or its list of words.',
    ],
    [
      'case',
      'field-missing',
      'A field of the % operations whose name is written in another case is not taken for the required one.',
      'MAY',
    ],
  ];

const others = ['random', 'contenttype'];

/** Ways in which URL parameters can be wrong, those that are meant, and what of them the operations of a group refuse. */
const parameterMistakes: readonly (readonly [fault: Fault, only: readonly string[], refused: string])[] = [
  ['missing', credentials, 'request without sdkappid, identifier or usersig'],
  ['case', credentials, 'request that writes sdkappid, identifier or usersig in capitals'],
  ['type', ['sdkappid', 'random'], 'numeric URL parameter in words'],
  ['range', ['random'], 'URL parameter above its maximum'],
  ['repeated', [...credentials, ...others], 'URL parameter that occurs twice with different values'],
  ['missing', others, 'request without random or contenttype'],
  ['case', others, 'request that writes random or contenttype in capitals'],
];

/** The key of a generated requirement of a group: `at` is the place of its mistake among the group's numbers. */
export function createKey({ numbers }: Group, at: number): RequirementKey {
  return `NEG-${String(numbers[at]).padStart(3, '0')}`;
}

/** Generated from the contract: every field and every URL parameter, each wrong in one way. */
export function negative(generation: Generation, groups: readonly Group[]): readonly Requirement[] {
  return groups.flatMap((group) => {
    const { name, operations, needs, withFields } = group;
    const ofFields = fieldMistakes.map(([fault, mistake, sentence, level]): Literal => {
      const wrong = wrongBodies(generation, withFields.operations, fault);
      const asked = withFields.operations.filter((id) => wrong.some(({ operation }) => operation === id));
      return {
        sentence: sentence.replace('%', name),
        mistakes: [mistake],
        ...withFields,
        operations: asked,
        ...(level && { level }),
        async check(context) {
          const bodies = await group.prepareBodies(context);
          await expectBodiesRefused(context, asked, fault, mistake, bodies);
        },
      };
    });
    const ofParameters = parameterMistakes.map(
      ([fault, only, refused]): Literal => ({
        sentence: `The ${name} operations refuse a ${refused}.`,
        // A name in capitals is also a name that is missing.
        mistakes: [fault, ...(fault === 'case' ? ['missing' as const] : [])].flatMap((one) =>
          only.map((parameter) => nameParameterMistake(parameter, one)),
        ),
        async check(context) {
          const bodies = await group.prepareQueries(context);
          await expectQueriesRefused(context, operations, fault, only, bodies);
        },
      }),
    );
    const literals = [...ofFields, ...ofParameters].map((one, at) => [createKey(group, at), one] as const);
    return defineArea(
      { source: [generation.introduction], operations, needs },
      generation,
      Object.fromEntries(literals),
    );
  });
}
