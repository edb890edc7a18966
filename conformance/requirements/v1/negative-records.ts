import type { MistakeId } from '@trtc-call/spec/v1';
import type { CheckContext } from './check/context.ts';
import { credentials, expectBodiesRefused, expectQueriesRefused } from './check/expect-refused.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import type { Fault } from './check/wrong-values.ts';
import { knownRecord, listRecords, windowStart } from './records-in-window.ts';

const operations = ['getRecordByCallId', 'getRecordsByFilter'] as const;

/** Generated from the contract: every field and URL parameter of the record operations, each wrong in one way. */
export const negativeRecords: readonly Requirement[] = defineArea({ source: [60138], operations }, [
  {
    id: 'V1-NEG-001',
    sentence: 'MUST: Every required field of the record operations is missed when it is left out.',
    source: [60138, 60136, 60137],
    decision: ['V1-U-31'],
    check: (context) => expectBodies(context, 'missing', 'field-missing'),
  },
  {
    id: 'V1-NEG-002',
    sentence: 'SHOULD: No required field of the record operations may be null.',
    decision: ['V1-U-31'],
    check: (context) => expectBodies(context, 'null', 'field-null'),
  },
  {
    id: 'V1-NEG-003',
    sentence: 'MUST: Every field of the record operations is refused when its JSON type is wrong.',
    decision: ['V1-U-31'],
    covers: [70009],
    check: (context) => expectBodies(context, 'type', 'field-type'),
  },
  {
    id: 'V1-NEG-004',
    sentence:
      'SHOULD: Every field of the record operations is refused when its value is outside its range, its form or its list of words.',
    source: [60138, 60136],
    decision: ['V1-U-11', 'V1-U-31'],
    check: (context) => expectBodies(context, 'range', 'field-range'),
  },
  {
    id: 'V1-NEG-005',
    sentence:
      'MAY: A field of the record operations whose name is written in another case is not taken for the required one.',
    decision: ['V1-U-31', 'V1-U-51'],
    check: (context) => expectBodies(context, 'case', 'field-missing'),
  },
  {
    id: 'V1-NEG-006',
    sentence: 'MUST: The record operations miss sdkappid, identifier and usersig where they are left out.',
    decision: ['V1-U-32'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'missing', (name) => credentials.includes(name)),
  },
  {
    id: 'V1-NEG-007',
    sentence:
      'MUST: The record operations miss sdkappid, identifier and usersig where their names are written in capitals.',
    decision: ['V1-U-32'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'case', (name) => credentials.includes(name)),
  },
  {
    id: 'V1-NEG-008',
    sentence: 'SHOULD: The record operations refuse a numeric URL parameter in words.',
    decision: ['V1-U-31'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'type'),
  },
  {
    id: 'V1-NEG-009',
    sentence: 'SHOULD: The record operations refuse a URL parameter above its maximum.',
    decision: ['V1-U-31'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'range'),
  },
  {
    id: 'V1-NEG-010',
    sentence: 'MAY: The record operations refuse a URL parameter that occurs twice with different values.',
    decision: ['V1-U-35'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'repeated'),
  },
  {
    id: 'V1-NEG-021',
    sentence: 'SHOULD: The record operations miss random and contenttype where they are left out.',
    decision: ['V1-U-49'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'missing', (name) => !credentials.includes(name)),
  },
  {
    id: 'V1-NEG-022',
    sentence:
      'SHOULD: The record operations miss random and contenttype where their names are written in capitals.',
    decision: ['V1-U-49'],
    needs: ['call-id'],
    check: (context) => expectQueries(context, 'case', (name) => !credentials.includes(name)),
  },
]);

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
