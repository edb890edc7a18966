import { decodeUserSig, type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import type { Group } from '../../requirements/shared/negative.ts';
import {
  both,
  type MutantRequest,
  type MutantTable,
  type MutantTools,
  type Mutate,
  type Mutations,
  readParameter,
  toKebab,
} from '../mutations.ts';

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

function whereReadable(mutate: Mutate): Mutate {
  return (request, forward, tools) =>
    findUserSigFault(request, tools) === 'malformed' ? forward(request) : mutate(request, forward, tools);
}

/** Who may call one operation, broken. */
export function access(m: Mutations, groups: readonly Group[]): readonly MutantTable[] {
  const accept = (operation: string, fault: UserSigFault) =>
    m.onlyFor(
      operation,
      m.acceptWhere((request, tools) => findUserSigFault(request, tools) === fault),
    );
  return groups.flatMap((group, at) =>
    group.operations
      .filter((operation) => operation !== 'getRecordsByFilter')
      .map((operation): MutantTable => {
        const name = toKebab(operation);
        return {
          [`SIG-0${11 + at}`]: {
            [`${name}-accepts-foreign-key`]: accept(operation, 'signature'),
            [`${name}-never-expires-user-sig`]: accept(operation, 'expired'),
            [`${name}-ignores-administrators`]: m.acceptCode(m.findCode('not-administrator'), [operation]),
          },
        };
      }),
  );
}

/** Who may call, broken. */
export function userSig(m: Mutations): readonly MutantTable[] {
  const { swapCode } = m;
  const invalid = m.findCode('usersig-invalid');
  const expired = m.findCode('usersig-expired');
  const denied = m.findCode('not-administrator');
  const skipCheck = (fault: UserSigFault) =>
    m.acceptWhere((request, tools) => findUserSigFault(request, tools) === fault);
  const refuse = (when: ReturnType<typeof meet>) =>
    m.refuseWhere(invalid, (request, tools) => meet(request, tools) === when);
  const broken: MutantTable = {
    'SIG-001': { 'takes-a-usersig-once': refuse('again') },
    'SIG-002': { 'takes-the-first-usersig-only': refuse('another') },
    'SIG-003': {
      'accepts-garbage-usersig': skipCheck('malformed'),
      'calls-an-invalid-usersig-a-lack-of-rights': swapCode(invalid, denied),
    },
    'SIG-004': { 'accepts-foreign-key': skipCheck('signature') },
    'SIG-005': { 'accepts-a-usersig-of-another-app': skipCheck('app') },
    'SIG-006': { 'accepts-a-usersig-of-another-account': skipCheck('identifier') },
    'SIG-007': { 'never-expires-user-sig': skipCheck('expired') },
    'SIG-008': {
      'expires-user-sigs-early': m.refuseWhere(expired, (request, tools) => {
        if (findUserSigFault(request, tools) !== undefined) return false;
        return decodeUserSig(readParameter(request, 'usersig')).time < tools.now() / 1000 - 600;
      }),
    },
    'SIG-009': {
      'ignores-administrators': m.acceptCode(denied, ['getRecordsByFilter']),
      'calls-a-lack-of-rights-an-invalid-usersig': swapCode(denied, invalid),
    },
    'SIG-004 SIG-005 SIG-006 SIG-007': {
      'calls-a-readable-usersig-a-lack-of-rights': whereReadable(
        both(swapCode(expired, denied), swapCode(invalid, denied)),
      ),
    },
  };
  /** Where the codes are the same, there is nothing to take for something else. */
  const mixedUp: MutantTable = {
    'SIG-003': { 'calls-an-invalid-usersig-expired': swapCode(invalid, expired) },
    'SIG-004 SIG-005 SIG-006': {
      'calls-a-readable-usersig-expired': whereReadable(swapCode(invalid, expired)),
    },
    'SIG-007': { 'calls-an-expired-usersig-invalid': swapCode(expired, invalid) },
  };
  return invalid === expired ? [broken] : [broken, mixedUp];
}
