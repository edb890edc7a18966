import { expectThat, requireThat } from '../expect.ts';
import { type Answer, describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { given } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { expectSchema } from './check/wire-schema.ts';
import { requestList } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;
const members = ['errorCode', 'errorMessage', 'requestId'];

/** The members that every answer has. */
export const envelope: readonly Requirement[] = defineArea({ source: [60138], operations }, [
  {
    id: 'V1-ENV-001',
    sentence: 'MUST: A success carries errorCode, errorMessage and requestId.',
    async check(context) {
      expectMembers(await success(context));
    },
  },
  {
    id: 'V1-ENV-002',
    sentence: 'MUST: A refusal carries errorCode, errorMessage and requestId.',
    async check(context) {
      expectMembers(await refusal(context));
    },
  },
  {
    id: 'V1-ENV-003',
    sentence: 'MUST: errorCode is an integer, or the digits of one as a string, and 0 stands for success.',
    source: [60138, 60131, 60132, 60133, 60134],
    decision: ['V1-01'],
    covers: [0],
    async check(context) {
      const answer = await success(context);
      requireMember(answer, 'errorCode', 'V1-ENV-001');
      expectSchema(readEnvelope(answer).errorCode, 'SuccessCode');
    },
  },
  {
    id: 'V1-ENV-004',
    sentence: 'MUST: The errorCode of a refusal is an integer other than 0, or its digits as a string.',
    source: [60138, 60131, 60132, 60133, 60134],
    decision: ['V1-01'],
    async check(context) {
      const answer = await refusal(context);
      requireMember(answer, 'errorCode', 'V1-ENV-002');
      expectSchema(readEnvelope(answer).errorCode, 'ErrorCode');
    },
  },
  {
    id: 'V1-ENV-005',
    sentence: 'MUST: errorMessage is a string.',
    async check(context) {
      const answers = [await success(context), await refusal(context)];
      for (const [at, answer] of answers.entries()) {
        requireMember(answer, 'errorMessage', at === 0 ? 'V1-ENV-001' : 'V1-ENV-002');
        const { errorMessage } = readEnvelope(answer);
        expectThat(typeof errorMessage === 'string', 'a string', `${typeof errorMessage}`);
      }
    },
  },
  {
    id: 'V1-ENV-006',
    sentence: 'SHOULD: The errorMessage of a success is the word Success.',
    source: [60138, 60131, 60132, 60133, 60134, 60136, 60137],
    async check(context) {
      const answer = await success(context);
      requireMember(answer, 'errorMessage', 'V1-ENV-001');
      const { errorMessage } = readEnvelope(answer);
      expectThat(errorMessage === 'Success', '"Success"', JSON.stringify(errorMessage));
    },
  },
  {
    id: 'V1-ENV-007',
    sentence: 'MUST: requestId is a non-empty string or an integer.',
    source: [60138, 60131, 60132, 60133, 60134],
    decision: ['V1-02'],
    async check(context) {
      const answers = [await success(context), await refusal(context)];
      for (const [at, answer] of answers.entries()) {
        requireMember(answer, 'requestId', at === 0 ? 'V1-ENV-001' : 'V1-ENV-002');
        const { requestId } = readEnvelope(answer);
        expectSchema(requestId, 'RequestId');
        expectThat(requestId !== '', 'a requestId', 'an empty string');
      }
    },
  },
  {
    id: 'V1-ENV-008',
    sentence: 'MUST: Every request gets its own requestId.',
    async check(context) {
      const answers = [await success(context), await success(context), await refusal(context)];
      for (const [at, answer] of answers.entries()) {
        requireMember(answer, 'requestId', at < 2 ? 'V1-ENV-001' : 'V1-ENV-002');
      }
      const ids = answers.map((answer) => readEnvelope(answer).requestId);
      expectThat(new Set(ids).size === ids.length, 'different requestIds', JSON.stringify(ids));
    },
  },
  {
    id: 'V1-ENV-009',
    sentence: 'SHOULD: A success carries data.',
    source: [60138, 60131, 60132, 60133, 60134, 60136, 60137],
    decision: ['V1-03'],
    async check(context) {
      const names = Object.keys(readMembers((await success(context)).json));
      expectThat(names.includes('data'), 'a member data in a success', `${names.join(', ')}`);
    },
  },
]);

/** The answer to a right request. What its errorCode looks like is for requirements of their own. */
async function success(context: CheckContext): Promise<Answer> {
  const answer = await requestList(context);
  const isRefused = (readCode(answer) ?? 0) !== 0 || answer.json === undefined;
  requireThat(!isRefused, 'V1-TRN-001', 'a success', describeAnswer(answer));
  return answer;
}

/** The answer to a request that is refused, by whichever code. */
async function refusal(context: CheckContext): Promise<Answer> {
  const query = { usersig: context.foreignSign() };
  const answer = await requestList(context, { query });
  given('V1-SIG-004', answer).toBeRefused();
  return answer;
}

/** Whether the member is there is for the requirement of this id. */
function requireMember(answer: Answer, name: string, by: 'V1-ENV-001' | 'V1-ENV-002'): void {
  requireThat(name in readMembers(answer.json), by, `a member ${name}`, describeAnswer(answer));
}

function expectMembers(answer: Answer): void {
  const present = readMembers(answer.json);
  const missing = members.filter((name) => !(name in present));
  expectThat(
    missing.length === 0,
    `${members.join(', ')}`,
    `${Object.keys(present).join(', ')}; missing: ${missing.join(', ')}`,
  );
}
