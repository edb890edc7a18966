import type { MistakeId } from '@trtc-call/spec/v1';
import type { CheckContext } from './check/context.ts';
import { credentials, expectBodiesRefused, expectQueriesRefused } from './check/expect-refused.ts';
import type { Requirement } from './check/requirement.ts';
import type { Fault } from './check/wrong-values.ts';
import { knownRecord, listRecords, windowStart } from './records-in-window.ts';

const operations = ['getRecordByCallId', 'getRecordsByFilter'] as const;

/** Generated from the contract: every field and URL parameter of the record operations, each wrong in one way. */
export const negativeRecords: readonly Requirement[] = [
  {
    id: 'V1-NEG-001',
    level: 'MUST',
    sentence: 'Every required field of the record operations is missed when it is left out.',
    source: [60138, 60136, 60137],
    operations: operations,
    decision: ['V1-U-31'],
    check: (context) => expectBodies(context, 'missing', 'field-missing'),
  },
  {
    id: 'V1-NEG-002',
    level: 'SHOULD',
    sentence: 'No required field of the record operations may be null.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31'],
    check: (context) => expectBodies(context, 'null', 'field-null'),
  },
  {
    id: 'V1-NEG-003',
    level: 'MUST',
    sentence: 'Every field of the record operations is refused when its JSON type is wrong.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31'],
    covers: [70009],
    check: (context) => expectBodies(context, 'type', 'field-type'),
  },
  {
    id: 'V1-NEG-004',
    level: 'SHOULD',
    sentence:
      'Every field of the record operations is refused when its value is outside its range, its form or its list of words.',
    source: [60138, 60136],
    operations: operations,
    decision: ['V1-U-11', 'V1-U-31'],
    check: (context) => expectBodies(context, 'range', 'field-range'),
  },
  {
    id: 'V1-NEG-005',
    level: 'MAY',
    sentence:
      'A field of the record operations whose name is written in another case is not taken for the required one.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31', 'V1-U-51'],
    check: (context) => expectBodies(context, 'case', 'field-missing'),
  },
  {
    id: 'V1-NEG-006',
    level: 'MUST',
    sentence: 'The record operations miss sdkappid, identifier and usersig where they are left out.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-32'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'missing', (name) => credentials.includes(name)),
  },
  {
    id: 'V1-NEG-007',
    level: 'MUST',
    sentence:
      'The record operations miss sdkappid, identifier and usersig where their names are written in capitals.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-32'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'case', (name) => credentials.includes(name)),
  },
  {
    id: 'V1-NEG-008',
    level: 'SHOULD',
    sentence: 'The record operations refuse a numeric URL parameter in words.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'type'),
  },
  {
    id: 'V1-NEG-009',
    level: 'SHOULD',
    sentence: 'The record operations refuse a URL parameter above its maximum.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'range'),
  },
  {
    id: 'V1-NEG-010',
    level: 'MAY',
    sentence: 'The record operations refuse a URL parameter that occurs twice with different values.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-35'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'repeated'),
  },
  {
    id: 'V1-NEG-021',
    level: 'SHOULD',
    sentence: 'The record operations miss random and contenttype where they are left out.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-49'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'missing', (name) => !credentials.includes(name)),
  },
  {
    id: 'V1-NEG-022',
    level: 'SHOULD',
    sentence: 'The record operations miss random and contenttype where their names are written in capitals.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-49'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'case', (name) => !credentials.includes(name)),
  },
];

async function expectBodies(context: CheckContext, fault: Fault, mistake: MistakeId): Promise<void> {
  // An example's callId is that of no call, and so refused for that whatever else is wrong; a known one is not.
  const { records } = await listRecords(context, { numberPerPage: 1 });
  const callId = records[0]?.callId;
  const bodies = {
    getRecordByCallId: typeof callId === 'string' ? { callId } : {},
    getRecordsByFilter: rightTimes(context),
  };
  await expectBodiesRefused(context, operations, fault, mistake, bodies);
}

async function expectQueries(
  context: CheckContext,
  fault: Fault,
  only?: (parameter: string) => boolean,
): Promise<void> {
  // Everything else must be right, or a request is refused for another reason than its query.
  const { callId } = await knownRecord(context);
  const bodies = { getRecordByCallId: { callId }, getRecordsByFilter: rightTimes(context) };
  await expectQueriesRefused(context, operations, fault, { bodies, ...(only && { only }) });
}

/** Times of which there are records. */
function rightTimes(context: CheckContext) {
  return { startTimestamp: windowStart(context), endTimestamp: context.now() };
}
