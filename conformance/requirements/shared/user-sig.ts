import type { Answer } from '../check/answer.ts';
import type { CheckContext, QueryChange } from '../check/context.ts';
import { expect, findMistake, findRefusalMismatch } from '../check/expect.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import { requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import { listOperations, requestList } from './records-in-window.ts';

/** Who may call, and how it is proved. */
export function userSig(generation: Generation): readonly Requirement[] {
  /** A UserSig that can be read and does not hold is refused as invalid. */
  const isInvalid = (
    mistake: string,
    sentence: string,
    sign: (context: CheckContext) => string,
    needs: Literal['needs'] = ['secret-key'],
  ): Literal => ({
    sentence,
    needs,
    mistakes: [mistake],
    check: (context) => expectInvalid(context, sign(context), mistake),
  });
  const common = { source: [generation.introduction], operations: ['getRecordsByFilter'] };
  return defineArea(common, generation, {
    'SIG-001': {
      level: 'MUST',
      sentence: 'One UserSig may be used for many requests.',
      async check(context) {
        const usersig = context.sign();
        for (let times = 0; times < 3; times += 1) expect(await ask(context, { usersig })).toSucceed();
      },
    },
    'SIG-002': {
      level: 'MUST',
      sentence: 'A new UserSig may be used for each request.',
      needs: ['secret-key'],
      async check(context) {
        for (const ageSeconds of [0, 1])
          expect(await ask(context, { usersig: context.sign({ ageSeconds }) })).toSucceed();
      },
    },
    'SIG-003': {
      mistakes: ['usersig-invalid'],
      sentence: 'A usersig that is not a UserSig is refused as invalid.',
      async check(context) {
        for (const usersig of ['xxx', context.sign().slice(0, 40)]) {
          expect(await ask(context, { usersig })).toBeRefusedAs('usersig-invalid');
        }
      },
    },
    'SIG-004': isInvalid(
      'usersig-wrong-key',
      'A UserSig signed with another key is refused as invalid.',
      (context) => context.foreignSign(),
      [],
    ),
    'SIG-005': isInvalid(
      'usersig-other-app',
      'A UserSig signed for another SDKAppID is refused as invalid.',
      (context) => context.sign({ sdkAppId: context.account.sdkAppId + 1 }),
    ),
    'SIG-006': isInvalid(
      'usersig-other-identifier',
      'A UserSig signed for another account is refused as invalid.',
      (context) => context.sign({ identifier: 'somebody-else' }),
    ),
    'SIG-007': {
      mistakes: ['usersig-expired'],
      sentence: 'An expired UserSig is refused as expired.',
      needs: ['secret-key'],
      async check(context) {
        const usersig = context.sign({ ageSeconds: 7200, lifetimeSeconds: 3600 });
        expect(await ask(context, { usersig })).toBeRefusedAs('usersig-expired');
      },
    },
    'SIG-008': {
      level: 'MUST',
      sentence: 'A UserSig that was made some time ago is accepted while its lifetime lasts.',
      needs: ['secret-key'],
      async check(context) {
        const usersig = context.sign({ ageSeconds: 1800, lifetimeSeconds: 3600 });
        expect(await ask(context, { usersig })).toSucceed();
      },
    },
    'SIG-009': {
      mistakes: ['not-administrator'],
      sentence: 'An account that is not an administrator is refused, even with a valid UserSig.',
      needs: ['secret-key'],
      async check(context) {
        const identifier = 'conformance-no-administrator';
        const query = { identifier, usersig: context.sign({ identifier }) };
        expect(await ask(context, query)).toBeRefusedAs('not-administrator');
      },
    },
    'SIG-010': {
      mistakes: ['package-missing'],
      sentence: 'An app without the Group Call Version package is refused.',
      operations: listOperations(generation),
      excluded:
        'it takes a second app, one without the package; the app under test has it, or it could be asked nothing else',
    },
  });
}

function ask(context: CheckContext, query: QueryChange): Promise<Answer> {
  return requestList(context, { query });
}

/**
 * The UserSig is refused as invalid. Where one that cannot be read is refused by the same other code, the code is what is
 * wrong, and not that this one was looked at.
 */
async function expectInvalid(context: CheckContext, usersig: string, mistake: string): Promise<void> {
  const answer = await ask(context, { usersig });
  const { code } = answer;
  if (findRefusalMismatch(answer, mistake) !== undefined && code !== undefined && code !== 0) {
    const unreadable = await ask(context, { usersig: 'xxx' });
    const { answer: expected } = findMistake(context.generation.contract, mistake);
    requireThat(code !== unreadable.code, 'SIG-003', `${expected}`, `${code} as for a usersig that is none`);
  }
  expect(answer).toBeRefusedAs(mistake);
}
