import type { MistakeId } from '@trtc-call/spec/v1';
import { requireThat } from '../not-checked-error.ts';
import { type Answer, codeOf } from './check/answer.ts';
import type { CheckContext, QueryChange } from './check/context.ts';
import { expectRejected, expectSuccess, problemOfRejection } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import { readBody } from './read-operations.ts';

const operations = ['getRecordsByFilter'] as const;

function ask(context: CheckContext, query: QueryChange): Promise<Answer> {
  return context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'), { query });
}

/**
 * The UserSig is refused as invalid. Where one that cannot be read is refused by the same other code, the code is what is
 * wrong, and not that this one was looked at.
 */
async function expectInvalid(context: CheckContext, usersig: string, mistake: MistakeId): Promise<void> {
  const answer = await ask(context, { usersig });
  const code = codeOf(answer);
  if (problemOfRejection(answer, mistake) !== undefined && code !== undefined && code !== 0) {
    const unreadable = codeOf(await ask(context, { usersig: 'xxx' }));
    requireThat(
      code !== unreadable,
      'V1-SIG-003',
      `expected 70002, got ${code} as for a usersig that is none`,
    );
  }
  expectRejected(answer, mistake);
}

/** Who may call, and how it is proved. */
export const userSig: readonly Requirement[] = [
  {
    id: 'V1-SIG-001',
    level: 'MUST',
    sentence: 'One UserSig may be used for many requests.',
    source: [60138],
    operations,
    async check(context) {
      const usersig = context.sign();
      for (let times = 0; times < 3; times += 1) expectSuccess(await ask(context, { usersig }));
    },
  },
  {
    id: 'V1-SIG-002',
    level: 'MUST',
    sentence: 'A UserSig may be made anew for each request.',
    source: [60138],
    operations,
    needs: ['secret-key'],
    async check(context) {
      for (const ageSeconds of [0, 1])
        expectSuccess(await ask(context, { usersig: context.sign({ ageSeconds }) }));
    },
  },
  {
    id: 'V1-SIG-003',
    level: 'MUST',
    sentence: 'A usersig that is no UserSig is refused as invalid.',
    source: [60138],
    operations,
    decision: ['V1-U-33'],
    covers: [70002],
    async check(context) {
      for (const usersig of ['xxx', context.sign().slice(0, 40)]) {
        expectRejected(await ask(context, { usersig }), 'usersig-invalid');
      }
    },
  },
  {
    id: 'V1-SIG-004',
    level: 'MUST',
    sentence: 'A UserSig signed with another key is refused as invalid.',
    source: [60138],
    operations,
    decision: ['V1-U-33'],
    covers: [70002],
    async check(context) {
      await expectInvalid(context, context.foreignSign(), 'usersig-wrong-key');
    },
  },
  {
    id: 'V1-SIG-005',
    level: 'SHOULD',
    sentence: 'A UserSig signed for another SDKAppID is refused as invalid.',
    source: [60138],
    operations,
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
    level: 'SHOULD',
    sentence: 'A UserSig signed for another account is refused as invalid.',
    source: [60138],
    operations,
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
    level: 'MUST',
    sentence: 'A UserSig whose lifetime is over is refused as expired.',
    source: [60138],
    operations,
    decision: ['V1-U-40'],
    covers: [70003],
    needs: ['secret-key'],
    async check(context) {
      const usersig = context.sign({ ageSeconds: 7200, lifetimeSeconds: 3600 });
      expectRejected(await ask(context, { usersig }), 'usersig-expired');
    },
  },
  {
    id: 'V1-SIG-008',
    level: 'MUST',
    sentence: 'A UserSig that was made some time ago is accepted while its lifetime lasts.',
    source: [60138],
    operations,
    needs: ['secret-key'],
    async check(context) {
      expectSuccess(
        await ask(context, { usersig: context.sign({ ageSeconds: 1800, lifetimeSeconds: 3600 }) }),
      );
    },
  },
  {
    id: 'V1-SIG-009',
    level: 'MUST',
    sentence: 'An account that is no administrator is refused, even with a valid UserSig.',
    source: [60138],
    operations,
    decision: ['V1-05'],
    covers: [70004],
    needs: ['secret-key'],
    async check(context) {
      const identifier = 'conformance-no-administrator';
      const query = { identifier, usersig: context.sign({ identifier }) };
      expectRejected(await ask(context, query), 'not-administrator');
    },
  },
  {
    id: 'V1-SIG-010',
    level: 'MUST',
    sentence: 'An app without the Group Call Version package is refused.',
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
];
