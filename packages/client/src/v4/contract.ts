import { limits, type OperationId, type queryParameters } from '@trtc-call/spec/v4';
import type { Contract } from '../contract.ts';
import { signUserSigAnywhere } from '../request/user-sig.ts';
import { breaks, compile, type Issue, type Validator } from '../schema/schema.ts';
import { describeRefusal, readData, readEnvelope, readRequestId, tidyAnswer } from './envelope.ts';
import { createFindViolations } from './find-violations.ts';
import { contentType, largestRandom, requestSchemas } from './generated/v4-requests.gen.ts';
import {
  accountFacts,
  backendTimeoutMilliseconds,
  hosts,
  operationTable,
} from './generated/v4-tables.gen.ts';

type QueryParameter = keyof typeof queryParameters;

/** The generation v4, as its pages have it. */
export function createContract(): Contract {
  const requests = new Map<OperationId, Validator>();
  return {
    generation: 'v4',
    operations: operationTable,
    hosts,
    defaultRegion: undefined,
    backendTimeoutMilliseconds,
    account: accountFacts,
    makeQuery: ({ sdkAppId, identifier, userSig }) =>
      ({ sdkappid: sdkAppId, identifier, usersig: userSig, contenttype: contentType }) satisfies Record<
        Exclude<QueryParameter, 'random'>,
        unknown
      >,
    randomParameter: { name: 'random' satisfies QueryParameter, largest: largestRandom },
    signUserSig: signUserSigAnywhere,
    checkRequest(operationId: OperationId, body) {
      const validator = requests.get(operationId) ?? compile(requestSchemas[operationId]);
      requests.set(operationId, validator);
      const found: Issue[] = validator.check(body);
      const wrong = found.find(breaks);
      return { wrong, odd: [...found, ...findOdd({ ...Object(body) })] };
    },
    requestNames: (operationId: OperationId) => Object.keys(requestSchemas[operationId].properties ?? {}),
    tidyAnswer,
    readEnvelope,
    readRequestId,
    readData,
    describeRefusal,
    // Of a wrong UserSig every page of Call says 60004 only; those of Chat have codes of their own (V4-U-01).
    signRefusals: { expired: 'UserSigExpired', invalid: 'AccountOrSignatureInvalid' },
    findViolations: createFindViolations(),
  };
}

const longestUserData = limits.userDataBytes.value;

/** What the schema cannot say. It is sent all the same: what the service makes of it is not documented. */
function findOdd({ StartTime, EndTime, UserData }: Record<string, unknown>): Issue[] {
  const odd: Issue[] = [];
  if (typeof StartTime === 'number' && typeof EndTime === 'number' && EndTime < StartTime) {
    const expected = 'a time that is not before StartTime';
    odd.push({ rule: 'range', pointer: '/EndTime', expected, got: 'an earlier one' });
  }
  if (typeof UserData === 'string' && new TextEncoder().encode(UserData).length > longestUserData) {
    const expected = `at most ${longestUserData} bytes of UTF-8`;
    odd.push({ rule: 'range', pointer: '/UserData', expected, got: 'a longer string' });
  }
  return odd;
}
