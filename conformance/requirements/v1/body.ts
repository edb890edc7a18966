import type { MistakeId } from '@trtc-call/spec/v1';
import { expectRejected, expectSuccess } from '../../src/check/expect.ts';
import type { CheckedRequirement, Requirement } from '../../src/requirement.ts';
import { readBody } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;
const bodies = ['getRecordsByFilter', 'getCallback'] as const;

/**
 * A check that each of the bodies is refused, also by an operation for which `{}` is right: taken for it, the body would
 * be refused by the other for what it lacks.
 */
function refuses(mistakeId: MistakeId, rawBodies: readonly string[]): CheckedRequirement['check'] {
  return async (context) => {
    const answers = await Promise.all(
      rawBodies.flatMap((rawBody) =>
        bodies.map((operation) => context.send(operation, undefined, { rawBody })),
      ),
    );
    for (const answer of answers) expectRejected(answer, mistakeId);
  };
}

/** The body as a whole; its fields are in the areas of the operations. */
export const body: readonly Requirement[] = [
  {
    id: 'V1-BDY-001',
    level: 'MUST',
    sentence: 'A request with an empty body is refused.',
    source: [60138],
    operations: bodies,
    decision: ['V1-U-31'],
    covers: [70009],
    check: refuses('body-empty', ['']),
  },
  {
    id: 'V1-BDY-002',
    level: 'MUST',
    sentence: 'A body that is not JSON is refused.',
    source: [60138],
    operations: bodies,
    decision: ['V1-U-31'],
    covers: [70009],
    check: refuses('body-malformed', ['{"startTimestamp":', 'startTimestamp=1', '{startTimestamp:1}']),
  },
  {
    id: 'V1-BDY-003',
    level: 'SHOULD',
    sentence: 'A JSON body that is not an object is refused.',
    source: [60138],
    operations: bodies,
    decision: ['V1-U-31'],
    check: refuses('body-not-object', ['[]', 'null', '"text"', '17']),
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
];
