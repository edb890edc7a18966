import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import { configureAnything } from './callback-state.ts';
import type { CheckContext } from './check/context.ts';
import { expect, given } from './check/expect.ts';
import { type CheckedRequirement, defineArea, type Requirement } from './check/requirement.ts';
import { listBody, requestList } from './read-operations.ts';

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
  for (const answer of answers) expect(answer).toBeRefusedAs(mistakeId);
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
  given('V1-CBG-002', right).toSucceed();
}

/** The body as a whole; its fields are in the areas of the operations. */
export const body: readonly Requirement[] = defineArea({ source: [60138], operations }, [
  {
    id: 'V1-BDY-001',
    sentence: 'MUST: A request with an empty body is refused.',
    decision: ['V1-U-31'],
    covers: [70009],
    check: refuses('body-empty', ['']),
  },
  {
    id: 'V1-BDY-002',
    sentence: 'MUST: A body that is not JSON is refused.',
    decision: ['V1-U-31'],
    covers: [70009],
    check: refuses('body-malformed', malformed),
  },
  {
    id: 'V1-BDY-003',
    sentence: 'SHOULD: A JSON body that is not an object is refused.',
    decision: ['V1-U-31'],
    check: refuses('body-not-object', notObjects),
  },
  {
    id: 'V1-BDY-004',
    sentence: 'MAY: A body whose Content-Type is not JSON is refused.',
    decision: ['V1-U-34'],
    async check(context) {
      const answer = await requestList(context, { contentType: 'text/plain' });
      expect(answer).toBeRefusedAs('content-type-wrong');
    },
  },
  {
    id: 'V1-BDY-005',
    sentence: 'SHOULD: White space around the members of a body changes nothing.',
    async check(context) {
      const right = listBody(context);
      const rawBody = `\n ${JSON.stringify(right, null, 4)} \r\n`;
      expect(await context.send('getRecordsByFilter', undefined, { rawBody })).toSucceed();
    },
  },
  {
    id: 'V1-BDY-006',
    sentence: 'MUST: A body that is empty or not JSON is refused also where an empty object is right.',
    operations: ['setCallback', 'getCallback'],
    decision: ['V1-U-31'],
    covers: [70009],
    needs: ['mutate-callback'],
    check: (context) => expectNotTakenForEmptyObject(context, 'body-malformed', ['', ...malformed]),
  },
  {
    id: 'V1-BDY-007',
    sentence: 'SHOULD: A JSON body that is not an object is refused also where an empty object is right.',
    operations: ['setCallback', 'getCallback'],
    decision: ['V1-U-31'],
    needs: ['mutate-callback'],
    check: (context) => expectNotTakenForEmptyObject(context, 'body-not-object', notObjects),
  },
]);
