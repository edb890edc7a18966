import type { MistakeId } from '@trtc-call/spec/v1';
import { configureAnything } from './callback-state.ts';
import type { CheckContext } from './check/context.ts';
import { credentials, expectBodiesRefused, expectQueriesRefused } from './check/expect-refused.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import type { Fault } from './check/wrong-values.ts';

const operations = ['setCallback', 'getCallback', 'updateCallback', 'deleteCallback'] as const;
const operationsWithFields = ['setCallback', 'updateCallback'] as const;

/** Generated from the contract: every field and URL parameter of the callback operations, each wrong in one way. */
export const negativeCallbacks: readonly Requirement[] = defineArea(
  { source: [60138], operations, needs: ['mutate-callback'] },
  [
    {
      id: 'V1-NEG-011',
      sentence: 'MUST: Every required field of the callback operations is missed when it is left out.',
      source: [60138, 60132, 60134],
      operations: operationsWithFields,
      decision: ['V1-U-31'],
      check: (context) => expectBodies(context, 'missing', 'field-missing'),
    },
    {
      id: 'V1-NEG-012',
      sentence: 'SHOULD: No required field of the callback operations may be null.',
      operations: operationsWithFields,
      decision: ['V1-U-31'],
      check: (context) => expectBodies(context, 'null', 'field-null'),
    },
    {
      id: 'V1-NEG-013',
      sentence: 'MUST: Every field of the callback operations is refused when its JSON type is wrong.',
      operations: operationsWithFields,
      decision: ['V1-U-31'],
      covers: [70009],
      check: (context) => expectBodies(context, 'type', 'field-type'),
    },
    {
      id: 'V1-NEG-014',
      sentence:
        'SHOULD: Every field of the callback operations is refused when its value is outside its range, its form or its list of words.',
      source: [60138, 60134],
      operations: operationsWithFields,
      decision: ['V1-U-31'],
      check: (context) => expectBodies(context, 'range', 'field-range'),
    },
    {
      id: 'V1-NEG-015',
      sentence:
        'MAY: A field of the callback operations whose name is written in another case is not taken for the required one.',
      operations: operationsWithFields,
      decision: ['V1-U-31', 'V1-U-51'],
      check: (context) => expectBodies(context, 'case', 'field-missing'),
    },
    {
      id: 'V1-NEG-016',
      sentence:
        'MUST: The callback operations miss sdkappid, identifier and usersig where they are left out.',
      decision: ['V1-U-32'],
      check: (context) => expectQueries(context, 'missing', (name) => credentials.includes(name)),
    },
    {
      id: 'V1-NEG-017',
      sentence:
        'MUST: The callback operations miss sdkappid, identifier and usersig where their names are written in capitals.',
      decision: ['V1-U-32'],
      check: (context) => expectQueries(context, 'case', (name) => credentials.includes(name)),
    },
    {
      id: 'V1-NEG-018',
      sentence: 'SHOULD: The callback operations refuse a numeric URL parameter in words.',
      decision: ['V1-U-31'],
      check: (context) => expectQueries(context, 'type'),
    },
    {
      id: 'V1-NEG-019',
      sentence: 'SHOULD: The callback operations refuse a URL parameter above its maximum.',
      decision: ['V1-U-31'],
      check: (context) => expectQueries(context, 'range'),
    },
    {
      id: 'V1-NEG-020',
      sentence:
        'MAY: The callback operations refuse a URL parameter that occurs twice with different values.',
      decision: ['V1-U-35'],
      check: (context) => expectQueries(context, 'repeated'),
    },
    {
      id: 'V1-NEG-023',
      sentence: 'SHOULD: The callback operations miss random and contenttype where they are left out.',
      decision: ['V1-U-49'],
      check: (context) => expectQueries(context, 'missing', (name) => !credentials.includes(name)),
    },
    {
      id: 'V1-NEG-024',
      sentence:
        'SHOULD: The callback operations miss random and contenttype where their names are written in capitals.',
      decision: ['V1-U-49'],
      check: (context) => expectQueries(context, 'case', (name) => !credentials.includes(name)),
    },
  ],
);

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
