import type { OperationId, queryParameters } from '@trtc-call/spec/v1';
import type { Asked, Contract } from '../contract.ts';
import { signUserSigAnywhere } from '../request/user-sig.ts';
import { breaks, compile, type Issue, type Validator } from '../schema/schema.ts';
import { readData } from './api.ts';
import { describeRefusal, readEnvelope, readRequestId, tidyAnswer } from './envelope.ts';
import { findMismatches } from './find-mismatches.ts';
import { findViolations } from './find-violations.ts';
import { contentType, largestRandom, requestSchemas } from './generated/v1-requests.gen.ts';
import {
  accountFacts,
  backendTimeoutMilliseconds,
  hosts,
  operationTable,
} from './generated/v1-tables.gen.ts';

type QueryParameter = keyof typeof queryParameters;

/** The generation v1, as its pages have it. */
export function createContract(): Contract {
  const requests = new Map<OperationId, Validator>();
  return {
    generation: 'v1',
    defaultRegion: 'intl',
    operations: operationTable,
    hosts,
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
      const odd: Issue[] = validator.check(body);
      const wrong = odd.find(breaks);
      return { wrong, odd: endsBeforeItStarts(body) ? [...odd, backwards] : odd };
    },
    requestNames: (operationId: OperationId) => Object.keys(requestSchemas[operationId].properties ?? {}),
    tidyAnswer,
    readEnvelope,
    readRequestId,
    describeRefusal,
    signRefusals: { expired: 'UserSigExpired', invalid: 'UserSigInvalid' },
    readData,
    findViolations(asked: Asked & { operationId: OperationId }, answer) {
      const { requestId, issues, breaking } = findViolations(asked.operationId, answer);
      const mismatches = findMismatches(asked, answer);
      if (mismatches.length === 0) return { requestId, issues, breaking };
      return { requestId, issues: [...issues, ...mismatches], breaking: [...breaking, ...mismatches] };
    },
  };
}

const backwards: Issue = {
  rule: 'range',
  pointer: '/endTimestamp',
  expected: 'a time that is not before startTimestamp',
  got: 'an earlier one',
};

function endsBeforeItStarts(body: unknown): boolean {
  const { startTimestamp, endTimestamp }: Record<string, unknown> = { ...Object(body) };
  return (
    typeof startTimestamp === 'number' && typeof endTimestamp === 'number' && endTimestamp < startTimestamp
  );
}
