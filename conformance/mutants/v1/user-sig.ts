import { decodeUserSig, type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import { acceptCode, swapCode } from './change-answers.ts';
import { acceptWhere, refuseWhere } from './change-requests.ts';
import type { Mutant, MutantRequest, MutantTools, Mutate } from './mutant.ts';
import { readParameter } from './request.ts';

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

function skipUserSigCheck(fault: UserSigFault): Mutate {
  return acceptWhere((request, tools) => findFault(request, tools) === fault);
}

/** Remembers the first UserSig that comes, and says whether this one is it, the first time or again. */
function meet(request: MutantRequest, { memory }: MutantTools): 'first' | 'again' | 'another' {
  const userSig = readParameter(request, 'usersig');
  const first = memory.get('usersig');
  if (first === undefined) memory.set('usersig', userSig);
  return first === undefined ? 'first' : first === userSig ? 'again' : 'another';
}

/** Who may call, broken. */
export const userSig: readonly Mutant[] = [
  {
    id: 'takes-a-usersig-once',
    breaks: ['V1-SIG-001'],
    description: 'A UserSig that has been used is refused.',
    mutate: refuseWhere(70002, (request, tools) => meet(request, tools) === 'again'),
  },
  {
    id: 'takes-the-first-usersig-only',
    breaks: ['V1-SIG-002'],
    description: 'A UserSig is refused while an older one of the account is valid.',
    mutate: refuseWhere(70002, (request, tools) => meet(request, tools) === 'another'),
  },
  {
    id: 'accepts-garbage-usersig',
    breaks: ['V1-SIG-003'],
    description: 'A usersig that cannot be read is not looked into.',
    mutate: skipUserSigCheck('malformed'),
  },
  {
    id: 'accepts-foreign-key',
    breaks: ['V1-SIG-004'],
    description: 'The signature of a UserSig is not verified.',
    mutate: skipUserSigCheck('signature'),
  },
  {
    id: 'accepts-a-usersig-of-another-app',
    breaks: ['V1-SIG-005'],
    description: 'The app that a UserSig names is not compared.',
    mutate: skipUserSigCheck('app'),
  },
  {
    id: 'accepts-a-usersig-of-another-account',
    breaks: ['V1-SIG-006'],
    description: 'The account that a UserSig names is not compared.',
    mutate: skipUserSigCheck('identifier'),
  },
  {
    id: 'never-expires-user-sig',
    breaks: ['V1-SIG-007'],
    description: 'The lifetime of a UserSig is not looked at.',
    mutate: skipUserSigCheck('expired'),
  },
  {
    id: 'calls-an-expired-usersig-invalid',
    breaks: ['V1-SIG-007'],
    description: 'An expired UserSig is refused by the code of an invalid one.',
    mutate: swapCode(70003, 70002),
  },
  {
    id: 'calls-an-invalid-usersig-expired',
    breaks: ['V1-SIG-003'],
    description: 'An invalid UserSig is refused by the code of an expired one.',
    mutate: swapCode(70002, 70003),
  },
  {
    id: 'calls-a-readable-usersig-expired',
    breaks: ['V1-SIG-004', 'V1-SIG-005', 'V1-SIG-006'],
    description: 'A UserSig that can be read and does not hold is refused by the code of an expired one.',
    mutate: async (request, forward, tools) =>
      findFault(request, tools) === 'malformed'
        ? forward(request)
        : swapCode(70002, 70003)(request, forward, tools),
  },
  {
    id: 'expires-user-sigs-early',
    breaks: ['V1-SIG-008'],
    description: 'A UserSig is refused as expired after ten minutes, whatever its lifetime.',
    mutate: refuseWhere(70003, (request, tools) => {
      if (findFault(request, tools) !== undefined) return false;
      return decodeUserSig(readParameter(request, 'usersig')).time < tools.now() / 1000 - 600;
    }),
  },
  {
    id: 'ignores-administrators',
    breaks: ['V1-SIG-009'],
    description: 'Any account of the app may call.',
    mutate: acceptCode(70004, ['getRecordsByFilter']),
  },
  {
    id: 'calls-a-lack-of-rights-an-invalid-usersig',
    breaks: ['V1-SIG-009'],
    description: 'An account that is not an administrator is refused by the code of an invalid UserSig.',
    mutate: swapCode(70004, 70002),
  },
];
