import { type MistakeId, mistakes } from '@trtc-call/spec/v1';
import type { CheckContext } from '../../src/check/context.ts';
import { expectSuccess, expectThat, problemOfRejection } from '../../src/check/expect.ts';
import {
  type Fault,
  operationsWithFields,
  rightBody,
  wrongBodies,
  wrongQueries,
} from '../../src/check/wrong-values.ts';
import type { Requirement } from '../../src/requirement.ts';
import { everyOperation } from './read-operations.ts';
import { knownRecord } from './records-in-window.ts';

const needs = ['mutate-callback'] as const;
const needsOfQueries = ['mutate-callback', 'call-id'] as const;

/** Generated from the contract: every field and URL parameter of every operation, each wrong in one way. */
export const negative: readonly Requirement[] = [
  {
    id: 'V1-NEG-001',
    level: 'MUST',
    sentence: 'Every required field is missed when it is left out.',
    source: [60138, 60132, 60134, 60136, 60137],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectBodiesRefused(context, 'missing', 'field-missing'),
  },
  {
    id: 'V1-NEG-002',
    level: 'SHOULD',
    sentence: 'No required field may be null.',
    source: [60138],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectBodiesRefused(context, 'null', 'field-null'),
  },
  {
    id: 'V1-NEG-003',
    level: 'MUST',
    sentence: 'Every field is refused when its JSON type is wrong.',
    source: [60138],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    covers: [70009],
    needs,
    check: (context) => expectBodiesRefused(context, 'type', 'field-type'),
  },
  {
    id: 'V1-NEG-004',
    level: 'SHOULD',
    sentence: 'Every field is refused when its value is outside its range, its form or its list of words.',
    source: [60138, 60136],
    operations: operationsWithFields,
    decision: ['V1-U-11', 'V1-U-31'],
    needs,
    check: (context) => expectBodiesRefused(context, 'range', 'field-range'),
  },
  {
    id: 'V1-NEG-005',
    level: 'SHOULD',
    sentence: 'A field whose name is written in another case is not taken for the required one.',
    source: [60138],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectBodiesRefused(context, 'case', 'field-missing'),
  },
  {
    id: 'V1-NEG-006',
    level: 'MUST',
    sentence: 'Every operation misses every URL parameter that is left out.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-32'],
    needs: needsOfQueries,
    check: (context) => expectQueriesRefused(context, 'missing'),
  },
  {
    id: 'V1-NEG-007',
    level: 'MUST',
    sentence: 'Every operation misses every URL parameter whose name is written in capitals.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-32'],
    needs: needsOfQueries,
    check: (context) => expectQueriesRefused(context, 'case'),
  },
  {
    id: 'V1-NEG-008',
    level: 'SHOULD',
    sentence: 'Every operation refuses a numeric URL parameter in words.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-31'],
    needs: needsOfQueries,
    check: (context) => expectQueriesRefused(context, 'type'),
  },
  {
    id: 'V1-NEG-009',
    level: 'SHOULD',
    sentence: 'Every operation refuses a URL parameter above its maximum.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-31'],
    needs: needsOfQueries,
    check: (context) => expectQueriesRefused(context, 'range'),
  },
  {
    id: 'V1-NEG-010',
    level: 'MAY',
    sentence: 'Every operation refuses a URL parameter that occurs twice with different values.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-35'],
    needs: needsOfQueries,
    check: (context) => expectQueriesRefused(context, 'repeated'),
  },
];

async function expectBodiesRefused(context: CheckContext, fault: Fault, mistake: MistakeId): Promise<void> {
  expectSuccess(await context.send('setCallback', rightBody('setCallback')));
  const problems: string[] = [];
  for (const { operation, title, body } of wrongBodies(fault)) {
    const problem = problemOfRejection(await context.send(operation, body), mistake);
    if (problem !== undefined) problems.push(`${title}: ${problem}`);
  }
  expectThat(problems.length === 0, problems.join('\n'));
}

async function expectQueriesRefused(context: CheckContext, fault: Fault): Promise<void> {
  const { sdkAppId, identifier } = context.account;
  const correct = {
    sdkappid: String(sdkAppId),
    identifier,
    usersig: context.sign(),
    random: '1',
    contenttype: 'json',
  };
  // Everything else must be right, or a request is refused for another reason than its query.
  const { callId } = await knownRecord(context);
  expectSuccess(await context.send('setCallback', rightBody('setCallback')));
  const problems: string[] = [];
  for (const operation of everyOperation) {
    const body = operation === 'getRecordByCallId' ? { callId } : rightBody(operation);
    for (const { parameter, title, query } of wrongQueries(fault, correct)) {
      const problem = problemOfRejection(
        await context.send(operation, body, { query }),
        mistakeOf(parameter, fault),
      );
      if (problem !== undefined) problems.push(`${operation}, ${title}: ${problem}`);
    }
  }
  expectThat(problems.length === 0, problems.join('\n'));
}

/** The mistake that it is to have this parameter wrong in this way. */
function mistakeOf(parameter: string, fault: Fault): MistakeId {
  if (fault === 'case') return 'parameter-wrong-case';
  if (fault === 'repeated') return 'parameter-repeated';
  const id = `${parameter}-${fault === 'missing' ? 'missing' : 'invalid'}`;
  const mistake = mistakes.find((one) => one.id === id);
  expectThat(mistake !== undefined, `the contract names no mistake ${id}`);
  return mistake.id;
}
