import { findMistake, type MistakeId } from '@trtc-call/spec/v1';
import { requireThat } from '../expect.ts';
import { type Answer, readCode } from './check/answer.ts';
import type { CheckContext, QueryChange } from './check/context.ts';
import { expect, findRefusalMismatch } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { requestList } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;

function ask(context: CheckContext, query: QueryChange): Promise<Answer> {
  return requestList(context, { query });
}

/**
 * The UserSig is refused as invalid. Where one that cannot be read is refused by the same other code, the code is what is
 * wrong, and not that this one was looked at.
 */
async function expectInvalid(context: CheckContext, usersig: string, mistake: MistakeId): Promise<void> {
  const answer = await ask(context, { usersig });
  const code = readCode(answer);
  if (findRefusalMismatch(answer, mistake) !== undefined && code !== undefined && code !== 0) {
    const unreadable = readCode(await ask(context, { usersig: 'xxx' }));
    const { answer: expected } = findMistake(mistake);
    requireThat(code !== unreadable, 'V1-SIG-003', `${expected}`, `${code} as for a usersig that is none`);
  }
  expect(answer).toBeRefusedAs(mistake);
}

/** Who may call, and how it is proved. */
export const userSig: readonly Requirement[] = defineArea({ source: [60138], operations }, [
  {
    id: 'V1-SIG-001',
    sentence: 'MUST: One UserSig may be used for many requests.',
    async check(context) {
      const usersig = context.sign();
      for (let times = 0; times < 3; times += 1) expect(await ask(context, { usersig })).toSucceed();
    },
  },
  {
    id: 'V1-SIG-002',
    sentence: 'MUST: A new UserSig may be used for each request.',
    needs: ['secret-key'],
    async check(context) {
      for (const ageSeconds of [0, 1])
        expect(await ask(context, { usersig: context.sign({ ageSeconds }) })).toSucceed();
    },
  },
  {
    id: 'V1-SIG-003',
    sentence: 'MUST: A usersig that is not a UserSig is refused as invalid.',
    decision: ['V1-U-33'],
    covers: [70002],
    async check(context) {
      for (const usersig of ['xxx', context.sign().slice(0, 40)]) {
        expect(await ask(context, { usersig })).toBeRefusedAs('usersig-invalid');
      }
    },
  },
  {
    id: 'V1-SIG-004',
    sentence: 'MUST: A UserSig signed with another key is refused as invalid.',
    decision: ['V1-U-33'],
    covers: [70002],
    async check(context) {
      await expectInvalid(context, context.foreignSign(), 'usersig-wrong-key');
    },
  },
  {
    id: 'V1-SIG-005',
    sentence: 'SHOULD: A UserSig signed for another SDKAppID is refused as invalid.',
    decision: ['V1-U-33'],
    covers: [70002],
    needs: ['secret-key'],
    async check(context) {
      const usersig = context.sign({ sdkAppId: context.account.sdkAppId + 1 });
      await expectInvalid(context, usersig, 'usersig-other-app');
    },
  },
  {
    id: 'V1-SIG-006',
    sentence: 'SHOULD: A UserSig signed for another account is refused as invalid.',
    decision: ['V1-U-33'],
    covers: [70002],
    needs: ['secret-key'],
    async check(context) {
      const usersig = context.sign({ identifier: 'somebody-else' });
      await expectInvalid(context, usersig, 'usersig-other-identifier');
    },
  },
  {
    id: 'V1-SIG-007',
    sentence: 'MUST: A UserSig whose lifetime is over is refused as expired.',
    decision: ['V1-U-40'],
    covers: [70003],
    needs: ['secret-key'],
    async check(context) {
      const usersig = context.sign({ ageSeconds: 7200, lifetimeSeconds: 3600 });
      expect(await ask(context, { usersig })).toBeRefusedAs('usersig-expired');
    },
  },
  {
    id: 'V1-SIG-008',
    sentence: 'MUST: A UserSig that was made some time ago is accepted while its lifetime lasts.',
    needs: ['secret-key'],
    async check(context) {
      expect(
        await ask(context, { usersig: context.sign({ ageSeconds: 1800, lifetimeSeconds: 3600 }) }),
      ).toSucceed();
    },
  },
  {
    id: 'V1-SIG-009',
    sentence: 'MUST: An account that is not an administrator is refused, even with a valid UserSig.',
    decision: ['V1-05'],
    covers: [70004],
    needs: ['secret-key'],
    async check(context) {
      const identifier = 'conformance-no-administrator';
      const query = { identifier, usersig: context.sign({ identifier }) };
      expect(await ask(context, query)).toBeRefusedAs('not-administrator');
    },
  },
  {
    id: 'V1-SIG-010',
    sentence: 'MUST: An app without the Group Call Version package is refused.',
    source: [60138, 60131, 60132, 60133, 60134],
    operations: [
      'getRecordByCallId',
      'getRecordsByFilter',
      'setCallback',
      'getCallback',
      'updateCallback',
      'deleteCallback',
    ],
    covers: [50001],
    excluded:
      'it takes a second app, one without the package; the app under test has it, or it could be asked nothing else',
  },
]);
