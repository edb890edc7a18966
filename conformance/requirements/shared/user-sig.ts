import type { Answer } from '../check/answer.ts';
import type { CheckContext, QueryChange } from '../check/context.ts';
import { expect, findMistake, findRefusalMismatch, given } from '../check/expect.ts';
import { expectEachRefused, rightBody } from '../check/wrong-values.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import { requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import type { RequirementKey } from '../requirement.ts';
import type { Group } from './negative.ts';
import { listOperations, requestList } from './records-in-window.ts';

interface Stranger {
  readonly mistake: string;
  /** The requirement that states it of the list. */
  readonly by: RequirementKey;
  query(context: CheckContext): QueryChange;
}

const wrongKey: Stranger = {
  mistake: 'usersig-wrong-key',
  by: 'SIG-004',
  query: (context) => ({ usersig: context.foreignSign() }),
};
export const expired: Stranger = {
  mistake: 'usersig-expired',
  by: 'SIG-007',
  query: (context) => ({ usersig: context.sign({ ageSeconds: 7200, lifetimeSeconds: 3600 }) }),
};
export const notAdministrator: Stranger = {
  mistake: 'not-administrator',
  by: 'SIG-009',
  query(context) {
    const identifier = 'conformance-no-administrator';
    return { identifier, usersig: context.sign({ identifier }) };
  },
};

/** Who may call each operation: services behind one host may each look for themselves. */
export function access(generation: Generation, groups: readonly Group[]): readonly Requirement[] {
  const strangers = [wrongKey, expired, notAdministrator];
  return groups.flatMap((group, at) => {
    const { name, operations, needs } = group;
    const literal: Literal = {
      mistakes: strangers.map(({ mistake }) => mistake),
      sentence: `The ${name} operations refuse a UserSig of another key or one that has expired, and an account that is not an administrator.`,
      async check(context) {
        for (const { mistake, by, query } of strangers)
          given(by, await send(context, query(context))).toBeRefusedAs(mistake);
        const bodies = await group.prepareQueries(context);
        await expectEachRefused(
          operations.flatMap((operation) =>
            strangers.map(async ({ mistake, query }) => {
              const body = { ...rightBody(generation, operation), ...bodies[operation] };
              const answer = await context.send(operation, body, { query: query(context) });
              const mismatch = findRefusalMismatch(answer, mistake);
              return mismatch && { title: `${operation}, ${mistake}`, ...mismatch };
            }),
          ),
        );
      },
    };
    const common = {
      source: [generation.introduction],
      operations,
      needs: [...needs, 'secret-key'] as const,
    };
    return defineArea(common, generation, { [`SIG-0${11 + at}`]: literal });
  });
}

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
      ask(context) {
        const usersig = context.sign();
        return Array.from({ length: 3 }, () => send(context, { usersig }));
      },
    },
    'SIG-002': {
      level: 'MUST',
      sentence: 'A new UserSig may be used for each request.',
      needs: ['secret-key'],
      ask: (context) => [0, 1].map((ageSeconds) => send(context, { usersig: context.sign({ ageSeconds }) })),
    },
    'SIG-003': {
      mistakes: ['usersig-invalid'],
      sentence: 'A usersig that is not a UserSig is refused as invalid.',
      ask: (context) => ['xxx', context.sign().slice(0, 40)].map((usersig) => send(context, { usersig })),
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
      ask: (context) => send(context, expired.query(context)),
    },
    'SIG-008': {
      level: 'MUST',
      sentence: 'A UserSig that was made some time ago is accepted while its lifetime lasts.',
      needs: ['secret-key'],
      ask: (context) => send(context, { usersig: context.sign({ ageSeconds: 1800, lifetimeSeconds: 3600 }) }),
    },
    'SIG-009': {
      mistakes: ['not-administrator'],
      sentence: 'An account that is not an administrator is refused, even with a valid UserSig.',
      needs: ['secret-key'],
      ask: (context) => send(context, notAdministrator.query(context)),
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

function send(context: CheckContext, query: QueryChange): Promise<Answer> {
  return requestList(context, { query });
}

/**
 * The UserSig is refused as invalid. Where one that cannot be read is refused by the same other code, the code is what is
 * wrong, and not that this one was looked at.
 */
async function expectInvalid(context: CheckContext, usersig: string, mistake: string): Promise<void> {
  const answer = await send(context, { usersig });
  const { code } = answer;
  if (findRefusalMismatch(answer, mistake) !== undefined && code !== undefined && code !== 0) {
    const unreadable = await send(context, { usersig: 'xxx' });
    const { answer: expected } = findMistake(context.generation.contract, mistake);
    requireThat(
      code !== unreadable.code,
      'SIG-003',
      `${expected}`,
      `${code} as for a usersig that is not a UserSig`,
    );
  }
  expect(answer).toBeRefusedAs(mistake);
}
