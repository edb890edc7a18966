import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import { requireThat } from '../not-checked-error.ts';
import { configureAnything } from './callback-state.ts';
import { codeOf, describeAnswer } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expectRejected, expectSuccess } from './check/expect.ts';
import type { CheckedRequirement, Requirement } from './check/requirement.ts';
import { readBody } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;
const malformed = ['{"startTimestamp":', 'startTimestamp=1', '{startTimestamp:1}'];
const notObjects = ['[]', 'null', '"text"', '17'];

/** A check that each of the bodies is refused. */
function refuses(mistakeId: MistakeId, rawBodies: readonly string[]): CheckedRequirement['check'] {
  return (context) => expectRefused(context, 'getRecordsByFilter', mistakeId, rawBodies);
}

async function expectRefused(
  context: CheckContext,
  operation: OperationId,
  mistakeId: MistakeId,
  rawBodies: readonly string[],
): Promise<void> {
  const answers = await Promise.all(
    rawBodies.map((rawBody) => context.send(operation, undefined, { rawBody })),
  );
  for (const answer of answers) expectRejected(answer, mistakeId);
}

/** Reading a callback that is there takes `{}`: what is taken for it is not refused for anything else. */
async function expectNotTakenForEmptyObject(
  context: CheckContext,
  mistakeId: MistakeId,
  rawBodies: readonly string[],
): Promise<void> {
  await configureAnything(context);
  const [right] = await Promise.all([
    context.send('getCallback', {}),
    expectRefused(context, 'getCallback', mistakeId, rawBodies),
  ]);
  requireThat(codeOf(right) === 0, 'V1-CBG-002', `expected {} to be taken, got ${describeAnswer(right)}`);
}

/** The body as a whole; its fields are in the areas of the operations. */
export const body: readonly Requirement[] = [
  {
    id: 'V1-BDY-001',
    level: 'MUST',
    sentence: 'A request with an empty body is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31'],
    covers: [70009],
    check: refuses('body-empty', ['']),
  },
  {
    id: 'V1-BDY-002',
    level: 'MUST',
    sentence: 'A body that is not JSON is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31'],
    covers: [70009],
    check: refuses('body-malformed', malformed),
  },
  {
    id: 'V1-BDY-003',
    level: 'SHOULD',
    sentence: 'A JSON body that is not an object is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-31'],
    check: refuses('body-not-object', notObjects),
  },
  {
    id: 'V1-BDY-004',
    level: 'MAY',
    sentence: 'A body whose Content-Type is not JSON is refused.',
    source: [60138],
    operations,
    decision: ['V1-U-34'],
    async check(context) {
      const right = readBody(context, 'getRecordsByFilter');
      const answer = await context.send('getRecordsByFilter', right, { contentType: 'text/plain' });
      expectRejected(answer, 'content-type-wrong');
    },
  },
  {
    id: 'V1-BDY-005',
    level: 'SHOULD',
    sentence: 'White space around the members of a body changes nothing.',
    source: [60138],
    operations,
    async check(context) {
      const right = readBody(context, 'getRecordsByFilter');
      const rawBody = `\n ${JSON.stringify(right, null, 4)} \r\n`;
      expectSuccess(await context.send('getRecordsByFilter', undefined, { rawBody }));
    },
  },
  {
    id: 'V1-BDY-006',
    level: 'MUST',
    sentence: 'A body that is empty or not JSON is refused also where an empty object is right.',
    source: [60138],
    operations: ['setCallback', 'getCallback'],
    decision: ['V1-U-31'],
    covers: [70009],
    needs: ['mutate-callback'],
    check: (context) => expectNotTakenForEmptyObject(context, 'body-malformed', ['', ...malformed]),
  },
  {
    id: 'V1-BDY-007',
    level: 'SHOULD',
    sentence: 'A JSON body that is not an object is refused also where an empty object is right.',
    source: [60138],
    operations: ['setCallback', 'getCallback'],
    decision: ['V1-U-31'],
    needs: ['mutate-callback'],
    check: (context) => expectNotTakenForEmptyObject(context, 'body-not-object', notObjects),
  },
];
