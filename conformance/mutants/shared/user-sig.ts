import { decodeUserSig, type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import type { Mutant, MutantRequest, MutantTools, Mutate } from '../mutant.ts';
import { type Mutations, readParameter } from '../mutations.ts';

/** Why a right server refuses the UserSig of a request; undefined where it does not. */
function findFault(request: MutantRequest, { secretKey, now }: MutantTools): UserSigFault | undefined {
  const verdict = verifyUserSig({
    userSig: readParameter(request, 'usersig'),
    sdkAppId: Number(readParameter(request, 'sdkappid')),
    identifier: readParameter(request, 'identifier'),
    secretKey,
    now,
  });
  return verdict.ok ? undefined : verdict.reason;
}

/** Remembers the first UserSig that comes, and says whether this one is it, the first time or again. */
function meet(request: MutantRequest, { memory }: MutantTools): 'first' | 'again' | 'another' {
  const userSig = readParameter(request, 'usersig');
  const first = memory.get('usersig');
  if (first === undefined) memory.set('usersig', userSig);
  return first === undefined ? 'first' : first === userSig ? 'again' : 'another';
}

/** Who may call, broken. */
export const userSig = (m: Mutations): readonly Mutant[] => {
  const [invalid, expired, denied] = [
    m.findCode('usersig-invalid'),
    m.findCode('usersig-expired'),
    m.findCode('not-administrator'),
  ];
  const skipUserSigCheck = (fault: UserSigFault): Mutate =>
    m.acceptWhere((request, tools) => findFault(request, tools) === fault);
  /** Where the codes are the same, there is nothing to take for something else. */
  const toldApart: readonly Mutant[] = [
    {
      id: 'calls-an-expired-usersig-invalid',
      breaks: ['SIG-007'],
      description: 'An expired UserSig is refused by the code of an invalid one.',
      mutate: m.swapCode(expired, invalid),
    },
    {
      id: 'calls-an-invalid-usersig-expired',
      breaks: ['SIG-003'],
      description: 'An invalid UserSig is refused by the code of an expired one.',
      mutate: m.swapCode(invalid, expired),
    },
    {
      id: 'calls-a-readable-usersig-expired',
      breaks: ['SIG-004', 'SIG-005', 'SIG-006'],
      description: 'A UserSig that can be read and does not hold is refused by the code of an expired one.',
      mutate: async (request, forward, tools) =>
        findFault(request, tools) === 'malformed'
          ? forward(request)
          : m.swapCode(invalid, expired)(request, forward, tools),
    },
  ];
  return [
    {
      id: 'takes-a-usersig-once',
      breaks: ['SIG-001'],
      description: 'A UserSig that has been used is refused.',
      mutate: m.refuseWhere(invalid, (request, tools) => meet(request, tools) === 'again'),
    },
    {
      id: 'takes-the-first-usersig-only',
      breaks: ['SIG-002'],
      description: 'A UserSig is refused while an older one of the account is valid.',
      mutate: m.refuseWhere(invalid, (request, tools) => meet(request, tools) === 'another'),
    },
    {
      id: 'accepts-garbage-usersig',
      breaks: ['SIG-003'],
      description: 'A usersig that cannot be read is not looked into.',
      mutate: skipUserSigCheck('malformed'),
    },
    {
      id: 'accepts-foreign-key',
      breaks: ['SIG-004'],
      description: 'The signature of a UserSig is not verified.',
      mutate: skipUserSigCheck('signature'),
    },
    {
      id: 'accepts-a-usersig-of-another-app',
      breaks: ['SIG-005'],
      description: 'The app that a UserSig names is not compared.',
      mutate: skipUserSigCheck('app'),
    },
    {
      id: 'accepts-a-usersig-of-another-account',
      breaks: ['SIG-006'],
      description: 'The account that a UserSig names is not compared.',
      mutate: skipUserSigCheck('identifier'),
    },
    {
      id: 'never-expires-user-sig',
      breaks: ['SIG-007'],
      description: 'The lifetime of a UserSig is not looked at.',
      mutate: skipUserSigCheck('expired'),
    },
    {
      id: 'expires-user-sigs-early',
      breaks: ['SIG-008'],
      description: 'A UserSig is refused as expired after ten minutes, whatever its lifetime.',
      mutate: m.refuseWhere(expired, (request, tools) => {
        if (findFault(request, tools) !== undefined) return false;
        return decodeUserSig(readParameter(request, 'usersig')).time < tools.now() / 1000 - 600;
      }),
    },
    {
      id: 'ignores-administrators',
      breaks: ['SIG-009'],
      description: 'Any account of the app may call.',
      mutate: m.acceptCode(denied, ['getRecordsByFilter']),
    },
    {
      id: 'calls-a-lack-of-rights-an-invalid-usersig',
      breaks: ['SIG-009'],
      description: 'An account that is not an administrator is refused by the code of an invalid UserSig.',
      mutate: m.swapCode(denied, invalid),
    },
    ...(invalid === expired ? [] : toldApart),
    {
      id: 'calls-an-invalid-usersig-a-lack-of-rights',
      breaks: ['SIG-003'],
      description: 'An invalid UserSig is refused by the code of an account without rights.',
      mutate: m.swapCode(invalid, denied),
    },
    {
      id: 'calls-a-readable-usersig-a-lack-of-rights',
      breaks: ['SIG-004', 'SIG-005', 'SIG-006', 'SIG-007'],
      description:
        'A UserSig that can be read and does not hold is refused by the code of an account without rights.',
      mutate: async (request, forward, tools) =>
        findFault(request, tools) === 'malformed'
          ? forward(request)
          : m.swapCode(expired, denied)(
              request,
              (one) => m.swapCode(invalid, denied)(one, forward, tools),
              tools,
            ),
    },
  ];
};
