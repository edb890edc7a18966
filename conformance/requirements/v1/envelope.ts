import { requireThat } from '../not-checked-error.ts';
import { type Answer, codeOf, describeAnswer, envelopeOf, membersOf } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import { expectSchema } from './check/wire-schema.ts';
import { readBody } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;
const members = ['errorCode', 'errorMessage', 'requestId'];

/** The members that every answer has. */
export const envelope: readonly Requirement[] = [
  {
    id: 'V1-ENV-001',
    level: 'MUST',
    sentence: 'A success carries errorCode, errorMessage and requestId.',
    source: [60138],
    operations,
    async check(context) {
      expectMembers(await success(context));
    },
  },
  {
    id: 'V1-ENV-002',
    level: 'MUST',
    sentence: 'A refusal carries errorCode, errorMessage and requestId.',
    source: [60138],
    operations,
    async check(context) {
      expectMembers(await refusal(context));
    },
  },
  {
    id: 'V1-ENV-003',
    level: 'MUST',
    sentence: 'errorCode is a whole number, or the digits of one as a string, and 0 stands for success.',
    source: [60138, 60131, 60132, 60133, 60134],
    operations,
    decision: ['V1-01'],
    covers: [0],
    async check(context) {
      const answer = await success(context);
      requireMember(answer, 'errorCode', 'V1-ENV-001');
      expectSchema(envelopeOf(answer).errorCode, 'SuccessCode');
    },
  },
  {
    id: 'V1-ENV-004',
    level: 'MUST',
    sentence: 'The errorCode of a refusal is a whole number other than 0, or its digits as a string.',
    source: [60138, 60131, 60132, 60133, 60134],
    operations,
    decision: ['V1-01'],
    async check(context) {
      const answer = await refusal(context);
      requireMember(answer, 'errorCode', 'V1-ENV-002');
      expectSchema(envelopeOf(answer).errorCode, 'ErrorCode');
    },
  },
  {
    id: 'V1-ENV-005',
    level: 'MUST',
    sentence: 'errorMessage is a string.',
    source: [60138],
    operations,
    async check(context) {
      const answers = [await success(context), await refusal(context)];
      for (const [at, answer] of answers.entries()) {
        requireMember(answer, 'errorMessage', at === 0 ? 'V1-ENV-001' : 'V1-ENV-002');
        const { errorMessage } = envelopeOf(answer);
        expectThat(typeof errorMessage === 'string', `expected a string, got ${typeof errorMessage}`);
      }
    },
  },
  {
    id: 'V1-ENV-006',
    level: 'SHOULD',
    sentence: 'The errorMessage of a success is the word Success.',
    source: [60138, 60131, 60132, 60133, 60134, 60136, 60137],
    operations,
    async check(context) {
      const answer = await success(context);
      requireMember(answer, 'errorMessage', 'V1-ENV-001');
      const { errorMessage } = envelopeOf(answer);
      expectThat(errorMessage === 'Success', `expected "Success", got ${JSON.stringify(errorMessage)}`);
    },
  },
  {
    id: 'V1-ENV-007',
    level: 'MUST',
    sentence: 'requestId is a non-empty string or a whole number.',
    source: [60138, 60131, 60132, 60133, 60134],
    operations,
    decision: ['V1-02'],
    async check(context) {
      const answers = [await success(context), await refusal(context)];
      for (const [at, answer] of answers.entries()) {
        requireMember(answer, 'requestId', at === 0 ? 'V1-ENV-001' : 'V1-ENV-002');
        const { requestId } = envelopeOf(answer);
        expectSchema(requestId, 'RequestId');
        expectThat(requestId !== '', 'expected a requestId, got an empty string');
      }
    },
  },
  {
    id: 'V1-ENV-008',
    level: 'MUST',
    sentence: 'Each request gets a requestId of its own.',
    source: [60138],
    operations,
    async check(context) {
      const answers = [await success(context), await success(context), await refusal(context)];
      for (const [at, answer] of answers.entries()) {
        requireMember(answer, 'requestId', at < 2 ? 'V1-ENV-001' : 'V1-ENV-002');
      }
      const ids = answers.map((answer) => envelopeOf(answer).requestId);
      expectThat(
        new Set(ids).size === ids.length,
        `expected different requestIds, got ${JSON.stringify(ids)}`,
      );
    },
  },
  {
    id: 'V1-ENV-009',
    level: 'SHOULD',
    sentence: 'A success carries data.',
    source: [60138, 60131, 60132, 60133, 60134, 60136, 60137],
    operations,
    decision: ['V1-03'],
    async check(context) {
      const names = Object.keys(membersOf((await success(context)).json));
      expectThat(names.includes('data'), `expected a member data in a success, got ${names.join(', ')}`);
    },
  },
];

/** The answer to a right request. What its errorCode looks like is for requirements of their own. */
async function success(context: CheckContext): Promise<Answer> {
  const answer = await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'));
  const isRefused = (codeOf(answer) ?? 0) !== 0 || answer.json === undefined;
  requireThat(!isRefused, 'V1-TRN-001', `expected a success, got ${describeAnswer(answer)}`);
  return answer;
}

/** The answer to a request that is refused, by whichever code. */
async function refusal(context: CheckContext): Promise<Answer> {
  const query = { usersig: context.foreignSign() };
  const answer = await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'), { query });
  requireThat(codeOf(answer) !== 0, 'V1-SIG-004', `expected a refusal, got ${describeAnswer(answer)}`);
  return answer;
}

/** Whether the member is there is for the requirement of this id. */
function requireMember(answer: Answer, name: string, by: 'V1-ENV-001' | 'V1-ENV-002'): void {
  requireThat(name in membersOf(answer.json), by, `expected a member ${name}, got ${describeAnswer(answer)}`);
}

function expectMembers(answer: Answer): void {
  const present = membersOf(answer.json);
  const missing = members.filter((name) => !(name in present));
  expectThat(
    missing.length === 0,
    `expected ${members.join(', ')}, got ${Object.keys(present).join(', ')}; missing: ${missing.join(', ')}`,
  );
}
