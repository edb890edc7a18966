import type { MistakeId } from '@trtc-call/spec/v1';
import { configureAnything } from './callback-state.ts';
import type { CheckContext } from './check/context.ts';
import { credentials, expectBodiesRefused, expectQueriesRefused } from './check/expect-refused.ts';
import type { Requirement } from './check/requirement.ts';
import type { Fault } from './check/wrong-values.ts';

const operations = ['setCallback', 'getCallback', 'updateCallback', 'deleteCallback'] as const;
const operationsWithFields = ['setCallback', 'updateCallback'] as const;
const needs = ['mutate-callback'] as const;

/** Generated from the contract: every field and URL parameter of the callback operations, each wrong in one way. */
export const negativeCallbacks: readonly Requirement[] = [
  {
    id: 'V1-NEG-011',
    level: 'MUST',
    sentence: 'Every required field of the callback operations is missed when it is left out.',
    source: [60138, 60132, 60134],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectBodies(context, 'missing', 'field-missing'),
  },
  {
    id: 'V1-NEG-012',
    level: 'SHOULD',
    sentence: 'No required field of the callback operations may be null.',
    source: [60138],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectBodies(context, 'null', 'field-null'),
  },
  {
    id: 'V1-NEG-013',
    level: 'MUST',
    sentence: 'Every field of the callback operations is refused when its JSON type is wrong.',
    source: [60138],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    covers: [70009],
    needs,
    check: (context) => expectBodies(context, 'type', 'field-type'),
  },
  {
    id: 'V1-NEG-014',
    level: 'SHOULD',
    sentence:
      'Every field of the callback operations is refused when its value is outside its range, its form or its list of words.',
    source: [60138, 60134],
    operations: operationsWithFields,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectBodies(context, 'range', 'field-range'),
  },
  {
    id: 'V1-NEG-015',
    level: 'MAY',
    sentence:
      'A field of the callback operations whose name is written in another case is not taken for the required one.',
    source: [60138],
    operations: operationsWithFields,
    decision: ['V1-U-31', 'V1-U-51'],
    needs,
    check: (context) => expectBodies(context, 'case', 'field-missing'),
  },
  {
    id: 'V1-NEG-016',
    level: 'MUST',
    sentence: 'The callback operations miss sdkappid, identifier and usersig where they are left out.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-32'],
    needs,
    check: (context) => expectQueries(context, 'missing', (name) => credentials.includes(name)),
  },
  {
    id: 'V1-NEG-017',
    level: 'MUST',
    sentence:
      'The callback operations miss sdkappid, identifier and usersig where their names are written in capitals.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-32'],
    needs,
    check: (context) => expectQueries(context, 'case', (name) => credentials.includes(name)),
  },
  {
    id: 'V1-NEG-018',
    level: 'SHOULD',
    sentence: 'The callback operations refuse a numeric URL parameter in words.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectQueries(context, 'type'),
  },
  {
    id: 'V1-NEG-019',
    level: 'SHOULD',
    sentence: 'The callback operations refuse a URL parameter above its maximum.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-31'],
    needs,
    check: (context) => expectQueries(context, 'range'),
  },
  {
    id: 'V1-NEG-020',
    level: 'MAY',
    sentence: 'The callback operations refuse a URL parameter that occurs twice with different values.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-35'],
    needs,
    check: (context) => expectQueries(context, 'repeated'),
  },
  {
    id: 'V1-NEG-023',
    level: 'SHOULD',
    sentence: 'The callback operations miss random and contenttype where they are left out.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-49'],
    needs,
    check: (context) => expectQueries(context, 'missing', (name) => !credentials.includes(name)),
  },
  {
    id: 'V1-NEG-024',
    level: 'SHOULD',
    sentence:
      'The callback operations miss random and contenttype where their names are written in capitals.',
    source: [60138],
    operations: operations,
    decision: ['V1-U-49'],
    needs,
    check: (context) => expectQueries(context, 'case', (name) => !credentials.includes(name)),
  },
];

async function expectBodies(context: CheckContext, fault: Fault, mistake: MistakeId): Promise<void> {
  await configureAnything(context);
  await expectBodiesRefused(context, operationsWithFields, fault, mistake);
}

async function expectQueries(
  context: CheckContext,
  fault: Fault,
  only?: (parameter: string) => boolean,
): Promise<void> {
  // What is not configured is refused for that, whatever else is wrong.
  await configureAnything(context);
  await expectQueriesRefused(context, operations, fault, only && { only });
}
