import { isObject } from '@trtc-call/reporting/values';
import { type Answer, describeAnswer } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { given } from '../check/expect.ts';
import { readSuccessMessage, rightBody } from '../check/wrong-values.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import { expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import type { RequirementKey } from '../requirement.ts';
import type { Group } from './negative.ts';
import { requestList } from './records-in-window.ts';

/** The members that every answer has. */
export function envelope(generation: Generation): readonly Requirement[] {
  const { contract, schemas } = generation;
  const { code, message, requestId, data, outcome } = contract.envelope;
  const members = [...(outcome ? [outcome.name] : []), code, message, requestId];
  const list = `${members.slice(0, -1).join(', ')} and ${requestId}`;
  const successMessage = readSuccessMessage(generation);

  const expectMembers = ({ members: present }: Answer) => {
    const missing = members.filter((name) => !(name in present));
    const got = `${Object.keys(present).join(', ')}; missing: ${missing.join(', ')}`;
    expectThat(missing.length === 0, members.join(', '), got);
  };
  /** The answers to right requests and to a refused one, each with the member. */
  const askAll = async (context: CheckContext, name: string, successes = 1) => {
    const answers: Answer[] = [];
    for (let count = 0; count < successes; count += 1) answers.push(await success(context));
    answers.push(await refusal(context));
    for (const [at, answer] of answers.entries()) {
      requireMember(answer, name, at < successes ? 'ENV-001' : 'ENV-002');
    }
    return answers;
  };

  const common = {
    level: 'MUST',
    source: [generation.introduction],
    operations: ['getRecordsByFilter'],
  } as const;
  return defineArea(common, generation, {
    'ENV-001': {
      sentence: `A success carries ${list}.`,
      check: async (context) => expectMembers(await success(context)),
    },
    'ENV-002': {
      sentence: `A refusal carries ${list}.`,
      check: async (context) => expectMembers(await refusal(context)),
    },
    'ENV-003': {
      sentence: `${code} is an integer, and 0 stands for success.`,
      covers: [0],
      async check(context) {
        const answer = await success(context);
        requireMember(answer, code, 'ENV-001');
        schemas.expectSchema(answer.members[code], 'SuccessCode');
      },
    },
    'ENV-004': {
      sentence: `The ${code} of a refusal is an integer other than 0.`,
      async check(context) {
        const answer = await refusal(context);
        requireMember(answer, code, 'ENV-002');
        schemas.expectSchema(answer.members[code], 'ErrorCode');
      },
    },
    'ENV-005': {
      sentence: `${message} is a string.`,
      async check(context) {
        for (const answer of await askAll(context, message)) {
          expectThat(typeof answer.message === 'string', 'a string', `${typeof answer.message}`);
        }
      },
    },
    'ENV-006': {
      level: 'SHOULD',
      sentence: `The ${message} of a success is ${successMessage === '' ? 'empty' : `the word ${successMessage}`}.`,
      async check(context) {
        const answer = await success(context);
        requireMember(answer, message, 'ENV-001');
        const [expected, got] = [successMessage, answer.message].map((value) => JSON.stringify(value));
        expectThat(answer.message === successMessage, `${expected}`, `${got}`);
      },
    },
    'ENV-007': {
      sentence: `${requestId} is a non-empty string.`,
      async check(context) {
        for (const answer of await askAll(context, requestId)) {
          schemas.expectSchema(answer.requestId, 'RequestId');
          expectThat(answer.requestId !== '', `a ${requestId}`, 'an empty string');
        }
      },
    },
    'ENV-008': {
      sentence: `Every request gets its own ${requestId}.`,
      async check(context) {
        const ids = (await askAll(context, requestId, 2)).map((answer) => answer.requestId);
        expectThat(new Set(ids).size === ids.length, `different ${requestId}s`, JSON.stringify(ids));
      },
    },
    'ENV-009': {
      level: 'SHOULD',
      sentence: `A success carries ${data}.`,
      async check(context) {
        const names = Object.keys((await success(context)).members);
        expectThat(names.includes(data), `a member ${data} in a success`, names.join(', '));
      },
    },
    ...(outcome && {
      'ENV-010': {
        sentence: `${outcome.name} is ${outcome.success} in a success and ${outcome.failure} in a refusal.`,
        async check(context) {
          const answers = await askAll(context, outcome.name);
          for (const [at, word] of [outcome.success, outcome.failure].entries()) {
            const got = answers[at]?.members[outcome.name];
            expectThat(got === word, `${outcome.name} ${word}`, JSON.stringify(got));
          }
        },
      },
    }),
  });
}

/** The envelope of every operation: services behind one host may each write it for themselves. */
export function envelopes(generation: Generation, groups: readonly Group[]): readonly Requirement[] {
  const requireUsual = (answer: Answer) => {
    const [first] = findFaults(generation, answer);
    if (first) requireThat(false, first.by, 'the envelope in the answers of the list', first.fault);
  };
  return groups.flatMap((group, at) => {
    const { name, operations, needs } = group;
    const literal: Literal = {
      level: 'MUST',
      sentence: `Every answer of the ${name} operations has HTTP status 200 and the members of the envelope.`,
      async check(context) {
        requireUsual(await success(context));
        requireUsual(await refusal(context));
        const bodies = await group.prepareQueries(context);
        const faults: string[] = [];
        for (const operation of operations) {
          const right = { ...rightBody(generation, operation), ...bodies[operation] };
          const foreign = { usersig: context.foreignSign() };
          const asked = {
            'a right request': context.send(operation, right),
            'a wrong usersig': context.send(operation, right, { query: foreign }),
            'a body that is not JSON': context.send(operation, undefined, { rawBody: '{' }),
            'an empty object': context.send(operation, {}),
          };
          const answers = await Promise.all(Object.values(asked));
          for (const [place, request] of Object.keys(asked).entries()) {
            const found = answers[place] ? findFaults(generation, answers[place]) : [];
            faults.push(...found.map(({ fault }) => `${fault} (${operation}, ${request})`));
          }
        }
        expectThat(faults.length === 0, 'the envelope in every answer', faults.join('; '));
      },
    };
    const common = { source: [generation.introduction], operations, needs };
    return defineArea(common, generation, { [`ENV-0${11 + at}`]: literal });
  });
}

/** What an answer lacks of the envelope, each with the requirement that states it of the list. */
function findFaults(
  { contract, schemas }: Generation,
  { code: answered, json, members, status }: Answer,
): readonly { readonly by: RequirementKey; readonly fault: string }[] {
  const { code, message, requestId, outcome } = contract.envelope;
  const isSuccess = answered === 0;
  const names = [...(outcome ? [outcome.name] : []), code, message, requestId];
  const isOf = (name: string, schema: string) =>
    !(name in members) || schemas.findFaults(members[name], schema).length === 0;
  const tell = (name: string) => `${name} ${JSON.stringify(members[name])}`;
  const rows: readonly (readonly [isGood: boolean, by: RequirementKey, fault: string])[] = [
    [status === 200, isSuccess ? 'TRN-001' : 'TRN-002', `HTTP ${status}`],
    ...(isObject(json)
      ? names.map((name) => [name in members, isSuccess ? 'ENV-001' : 'ENV-002', `no ${name}`] as const)
      : [[false, 'TRN-003', 'a body that is not a JSON object'] as const]),
    isSuccess
      ? [isOf(code, 'SuccessCode'), 'ENV-003', tell(code)]
      : [isOf(code, 'ErrorCode'), 'ENV-004', tell(code)],
    [!(message in members) || typeof members[message] === 'string', 'ENV-005', tell(message)],
    [isOf(requestId, 'RequestId') && members[requestId] !== '', 'ENV-007', tell(requestId)],
  ];
  const word = outcome && (isSuccess ? outcome.success : outcome.failure);
  const isWord = !outcome || !(outcome.name in members) || members[outcome.name] === word;
  return [...rows, [isWord, 'ENV-010', tell(outcome?.name ?? '')] as const].flatMap(([isGood, by, fault]) =>
    isGood ? [] : [{ by, fault }],
  );
}

/** The answer to a right request. What its code looks like is for requirements of their own. */
async function success(context: CheckContext): Promise<Answer> {
  const answer = await requestList(context);
  if (answer.noMatch !== undefined) given('TRN-001', answer).toSucceed();
  const isRefused = (answer.code ?? 0) !== 0 || answer.json === undefined;
  requireThat(!isRefused, 'TRN-001', 'a success', describeAnswer(answer));
  return answer;
}

/** The answer to a request that is refused, by whichever code. */
async function refusal(context: CheckContext): Promise<Answer> {
  const answer = await requestList(context, { query: { usersig: context.foreignSign() } });
  given('SIG-004', answer).toBeRefused();
  return answer;
}

/** Whether the member is there is for the requirement of this key. */
function requireMember(answer: Answer, name: string, by: RequirementKey): void {
  requireThat(name in answer.members, by, `a member ${name}`, describeAnswer(answer));
}
