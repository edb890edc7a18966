import type { MistakeId, OperationId, Source } from '@trtc-call/spec/v1';
import type { Capability } from '../../report/run-report.ts';
import type { RequirementId } from '../requirement.ts';
import { configureAnything } from './callback-state.ts';
import type { CheckContext } from './check/context.ts';
import { credentials, expectBodiesRefused, expectQueriesRefused } from './check/expect-refused.ts';
import { defineArea, type Literal, type Requirement } from './check/requirement.ts';
import type { Fault, RightBodies } from './check/wrong-values.ts';
import { knownRecord, listRecords, windowStart } from './records-in-window.ts';

/** Operations that are asked alike. */
interface Group {
  /** As they are called in a sentence. */
  readonly name: 'record' | 'callback';
  readonly operations: readonly OperationId[];
  /** Those whose body has fields, and what must be allowed to ask them. */
  readonly withFields: { readonly operations: readonly OperationId[]; readonly needs: readonly Capability[] };
  readonly needs: readonly Capability[];
  /** Sees to it that all but the mistake is right, or a request is refused for another reason. */
  prepareBodies(context: CheckContext): Promise<RightBodies>;
  prepareQueries(context: CheckContext): Promise<RightBodies>;
}

const records: Group = {
  name: 'record',
  operations: ['getRecordByCallId', 'getRecordsByFilter'],
  withFields: { operations: ['getRecordByCallId', 'getRecordsByFilter'], needs: [] },
  needs: ['call-id'],
  async prepareBodies(context) {
    // An example's callId is that of no call, and so refused for that whatever else is wrong; a known one is not.
    const [first] = (await listRecords(context, { numberPerPage: 1 })).records;
    const callId = first?.callId;
    return { ...(typeof callId === 'string' && { getRecordByCallId: { callId } }), ...rightTimes(context) };
  },
  async prepareQueries(context) {
    const { callId } = await knownRecord(context);
    return { getRecordByCallId: { callId }, ...rightTimes(context) };
  },
};

const callbacks: Group = {
  name: 'callback',
  operations: ['setCallback', 'getCallback', 'updateCallback', 'deleteCallback'],
  withFields: { operations: ['setCallback', 'updateCallback'], needs: ['mutate-callback'] },
  needs: ['mutate-callback'],
  prepareBodies: configure,
  prepareQueries: configure,
};

/** What is not configured is refused for that, whatever else is wrong. */
async function configure(context: CheckContext): Promise<RightBodies> {
  await configureAnything(context);
  return {};
}

/** Times of which there are records. */
function rightTimes(context: CheckContext): RightBodies {
  return { getRecordsByFilter: { startTimestamp: windowStart(context), endTimestamp: context.now() } };
}

/** A way in which each field of a body can be wrong, and what is required of those who read it. */
interface FieldMistake {
  readonly ids: Readonly<Record<Group['name'], RequirementId>>;
  readonly fault: Fault;
  readonly mistake: MistakeId;
  readonly sentence: (operations: string) => Literal['sentence'];
  readonly more?: Pick<Literal, 'covers'>;
  /** Pages and decisions that only one of the groups rests on. */
  readonly source?: Partial<Record<Group['name'], readonly Source[]>>;
  readonly decision?: Partial<Record<Group['name'], readonly string[]>>;
}

const fieldMistakes: readonly FieldMistake[] = [
  {
    ids: { record: 'V1-NEG-001', callback: 'V1-NEG-011' },
    sentence: (of) => `MUST: The ${of} operations refuse a body without any one of their required fields.`,
    fault: 'missing',
    mistake: 'field-missing',
    source: { record: [60138, 60136, 60137], callback: [60138, 60132, 60134] },
  },
  {
    ids: { record: 'V1-NEG-002', callback: 'V1-NEG-012' },
    sentence: (of) => `SHOULD: No required field of the ${of} operations may be null.`,
    fault: 'null',
    mistake: 'field-null',
  },
  {
    ids: { record: 'V1-NEG-003', callback: 'V1-NEG-013' },
    sentence: (of) => `MUST: Every field of the ${of} operations is refused when its JSON type is wrong.`,
    fault: 'type',
    mistake: 'field-type',
    more: { covers: [70009] },
  },
  {
    ids: { record: 'V1-NEG-004', callback: 'V1-NEG-014' },
    sentence: (of) =>
      `SHOULD: Every field of the ${of} operations is refused when its value is outside its range, its form or its list of words.`,
    fault: 'range',
    mistake: 'field-range',
    source: { record: [60138, 60136], callback: [60138, 60134] },
    decision: { record: ['V1-U-11', 'V1-U-31'] },
  },
  {
    ids: { record: 'V1-NEG-005', callback: 'V1-NEG-015' },
    sentence: (of) =>
      `MAY: A field of the ${of} operations whose name is written in another case is not taken for the required one.`,
    fault: 'case',
    mistake: 'field-missing',
    decision: { record: ['V1-U-31', 'V1-U-51'], callback: ['V1-U-31', 'V1-U-51'] },
  },
];

/** A way in which URL parameters can be wrong. */
interface ParameterMistake {
  readonly ids: FieldMistake['ids'];
  readonly fault: Fault;
  readonly sentence: FieldMistake['sentence'];
  readonly decision: string;
  /** Which parameters are meant. Default all. */
  only?(parameter: string): boolean;
}

const isCredential = (parameter: string) => credentials.includes(parameter);
const isOther = (parameter: string) => !isCredential(parameter);

const parameterMistakes: readonly ParameterMistake[] = [
  {
    ids: { record: 'V1-NEG-006', callback: 'V1-NEG-016' },
    sentence: (of) => `MUST: The ${of} operations refuse a request without sdkappid, identifier or usersig.`,
    fault: 'missing',
    decision: 'V1-U-32',
    only: isCredential,
  },
  {
    ids: { record: 'V1-NEG-007', callback: 'V1-NEG-017' },
    sentence: (of) =>
      `MUST: The ${of} operations refuse a request that writes sdkappid, identifier or usersig in capitals.`,
    fault: 'case',
    decision: 'V1-U-32',
    only: isCredential,
  },
  {
    ids: { record: 'V1-NEG-008', callback: 'V1-NEG-018' },
    sentence: (of) => `SHOULD: The ${of} operations refuse a numeric URL parameter in words.`,
    fault: 'type',
    decision: 'V1-U-31',
  },
  {
    ids: { record: 'V1-NEG-009', callback: 'V1-NEG-019' },
    sentence: (of) => `SHOULD: The ${of} operations refuse a URL parameter above its maximum.`,
    fault: 'range',
    decision: 'V1-U-31',
  },
  {
    ids: { record: 'V1-NEG-010', callback: 'V1-NEG-020' },
    sentence: (of) =>
      `MAY: The ${of} operations refuse a URL parameter that occurs twice with different values.`,
    fault: 'repeated',
    decision: 'V1-U-35',
  },
  {
    ids: { record: 'V1-NEG-021', callback: 'V1-NEG-023' },
    sentence: (of) => `SHOULD: The ${of} operations refuse a request without random or contenttype.`,
    fault: 'missing',
    decision: 'V1-U-49',
    only: isOther,
  },
  {
    ids: { record: 'V1-NEG-022', callback: 'V1-NEG-024' },
    sentence: (of) =>
      `SHOULD: The ${of} operations refuse a request that writes random or contenttype in capitals.`,
    fault: 'case',
    decision: 'V1-U-49',
    only: isOther,
  },
];

/** Generated from the contract: every field and every URL parameter, each wrong in one way. */
export const negative: readonly Requirement[] = [records, callbacks].flatMap((group) =>
  defineArea({ source: [60138], operations: group.operations, needs: group.needs }, [
    ...fieldMistakes.map(
      ({ ids, fault, mistake, sentence, more, source, decision }): Literal => ({
        id: ids[group.name],
        sentence: sentence(group.name),
        source: source?.[group.name] ?? [60138],
        decision: decision?.[group.name] ?? ['V1-U-31'],
        ...group.withFields,
        ...more,
        async check(context) {
          const bodies = await group.prepareBodies(context);
          await expectBodiesRefused(context, group.withFields.operations, fault, mistake, bodies);
        },
      }),
    ),
    ...parameterMistakes.map(
      ({ ids, fault, sentence, decision, only }): Literal => ({
        id: ids[group.name],
        sentence: sentence(group.name),
        decision: [decision],
        async check(context) {
          const bodies = await group.prepareQueries(context);
          await expectQueriesRefused(context, group.operations, fault, { bodies, ...(only && { only }) });
        },
      }),
    ),
  ]),
);
