import { decodeUserSig, type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import { type Mutant, type MutantRequest, type MutantTools, type Mutate, mutant } from '../mutant.ts';
import { type Mutations, readParameter } from '../mutations.ts';

/** Why a right server refuses the UserSig of a request; undefined where it does not. */
export function findUserSigFault(
  request: MutantRequest,
  { secretKey, now }: MutantTools,
): UserSigFault | undefined {
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
    m.acceptWhere((request, tools) => findUserSigFault(request, tools) === fault);
  /** Where the codes are the same, there is nothing to take for something else. */
  const toldApart: readonly Mutant[] = [
    mutant('calls-an-expired-usersig-invalid', 'SIG-007', m.swapCode(expired, invalid)),
    mutant('calls-an-invalid-usersig-expired', 'SIG-003', m.swapCode(invalid, expired)),
    mutant(
      'calls-a-readable-usersig-expired',
      ['SIG-004', 'SIG-005', 'SIG-006'],
      async (request, forward, tools) =>
        findUserSigFault(request, tools) === 'malformed'
          ? forward(request)
          : m.swapCode(invalid, expired)(request, forward, tools),
    ),
  ];
  return [
    mutant(
      'takes-a-usersig-once',
      'SIG-001',
      m.refuseWhere(invalid, (request, tools) => meet(request, tools) === 'again'),
    ),
    mutant(
      'takes-the-first-usersig-only',
      'SIG-002',
      m.refuseWhere(invalid, (request, tools) => meet(request, tools) === 'another'),
    ),
    mutant('accepts-garbage-usersig', 'SIG-003', skipUserSigCheck('malformed')),
    mutant('accepts-foreign-key', 'SIG-004', skipUserSigCheck('signature')),
    mutant('accepts-a-usersig-of-another-app', 'SIG-005', skipUserSigCheck('app')),
    mutant('accepts-a-usersig-of-another-account', 'SIG-006', skipUserSigCheck('identifier')),
    mutant('never-expires-user-sig', 'SIG-007', skipUserSigCheck('expired')),
    mutant(
      'expires-user-sigs-early',
      'SIG-008',
      m.refuseWhere(expired, (request, tools) => {
        if (findUserSigFault(request, tools) !== undefined) return false;
        return decodeUserSig(readParameter(request, 'usersig')).time < tools.now() / 1000 - 600;
      }),
    ),
    mutant('ignores-administrators', 'SIG-009', m.acceptCode(denied, ['getRecordsByFilter'])),
    mutant('calls-a-lack-of-rights-an-invalid-usersig', 'SIG-009', m.swapCode(denied, invalid)),
    ...(invalid === expired ? [] : toldApart),
    mutant('calls-an-invalid-usersig-a-lack-of-rights', 'SIG-003', m.swapCode(invalid, denied)),
    mutant(
      'calls-a-readable-usersig-a-lack-of-rights',
      ['SIG-004', 'SIG-005', 'SIG-006', 'SIG-007'],
      async (request, forward, tools) =>
        findUserSigFault(request, tools) === 'malformed'
          ? forward(request)
          : m.swapCode(expired, denied)(
              request,
              (one) => m.swapCode(invalid, denied)(one, forward, tools),
              tools,
            ),
    ),
  ];
};
