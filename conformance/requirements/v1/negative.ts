import type { MistakeId } from '@trtc-call/spec/v1';
import type { CheckContext } from '../../src/check/context.ts';
import { expectThat, problemOfRejection } from '../../src/check/expect.ts';
import { type Fault, operationsWithFields, wrongBodies, wrongQueries } from '../../src/check/wrong-values.ts';
import type { Requirement } from '../../src/requirement.ts';
import { everyOperation } from './read-operations.ts';

const needs = ['mutate-callback'] as const;

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
    sentence: 'Every field is refused when its value is outside its range or its list of words.',
    source: [60138, 60136],
    operations: operationsWithFields,
    decision: ['V1-U-11', 'V1-U-17', 'V1-U-31'],
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
    needs,
    check: (context) => expectQueriesRefused(context, 'missing', 'parameter-wrong-case'),
  },
  {
    id: 'V1-NEG-007',
    level: 'MUST',
    sentence: 'Every operation misses every URL parameter whose name is written in capitals.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-32'],
    needs,
    check: (context) => expectQueriesRefused(context, 'case', 'parameter-wrong-case'),
  },
  {
    id: 'V1-NEG-008',
    level: 'SHOULD',
    sentence: 'Every operation refuses a numeric URL parameter in words.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectQueriesRefused(context, 'type', 'sdkappid-invalid'),
  },
  {
    id: 'V1-NEG-009',
    level: 'SHOULD',
    sentence: 'Every operation refuses a URL parameter above its maximum.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectQueriesRefused(context, 'range', 'random-invalid'),
  },
  {
    id: 'V1-NEG-010',
    level: 'MAY',
    sentence: 'Every operation refuses a URL parameter that occurs twice with different values.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-U-35'],
    needs,
    check: (context) => expectQueriesRefused(context, 'repeated', 'parameter-repeated'),
  },
];

async function expectBodiesRefused(context: CheckContext, fault: Fault, mistake: MistakeId): Promise<void> {
  const problems: string[] = [];
  for (const { operation, title, body } of wrongBodies(fault)) {
    const problem = problemOfRejection(await context.send(operation, body), mistake);
    if (problem !== undefined) problems.push(`${title}: ${problem}`);
  }
  expectThat(problems.length === 0, problems.join('\n'));
}

async function expectQueriesRefused(context: CheckContext, fault: Fault, mistake: MistakeId): Promise<void> {
  const { sdkAppId, identifier } = context.account;
  const correct = {
    sdkappid: String(sdkAppId),
    identifier,
    usersig: context.sign(),
    random: '1',
    contenttype: 'json',
  };
  const problems: string[] = [];
  for (const operation of everyOperation) {
    for (const { title, query } of wrongQueries(fault, correct)) {
      const problem = problemOfRejection(await context.send(operation, {}, { query }), mistake);
      if (problem !== undefined) problems.push(`${operation}, ${title}: ${problem}`);
    }
  }
  expectThat(problems.length === 0, problems.join('\n'));
}
